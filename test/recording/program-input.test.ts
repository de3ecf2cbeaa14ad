import { describe, expect, test } from 'vitest';
import type { RecordRequest } from '../../src/recording/recorder.ts';
import { eventually } from '../support/eventually.ts';
import { dump, type Started, start as startProgram } from './fake-program.ts';

/** Starts a program that can be given input. */
async function start(source: string): Promise<Started & { said(text: string): Promise<void> }> {
  let output = '';
  const onBatch: RecordRequest['onBatch'] = (_, bytes) => {
    output += new TextDecoder().decode(bytes);
  };
  const started = await startProgram(source, { takesInput: true }, onBatch);
  return { ...started, said: (text) => eventually(() => output.includes(text)) };
}

async function hostOf({ finished, recordingFile }: Started): Promise<readonly string[]> {
  await finished;
  const { host } = await dump(recordingFile);
  return host;
}

const END = 'programEnd {"exitCode":0,"signal":null}';

describe('what is typed for a program', () => {
  test('is its standard input, and is recorded between what it printed', async () => {
    const program = await start(`
      import { createInterface } from 'node:readline/promises';
      const rl = createInterface({ input: process.stdin, output: process.stdout });
      const name = await rl.question('Name? ');
      console.log('Hello ' + name);
      for await (const line of rl) console.log('and ' + line);
    `);
    await program.said('Name? ');
    program.input?.write('Ada\n');
    await program.said('Hello Ada');
    program.input?.write('Zoë');
    program.input?.end();
    expect(await hostOf(program)).toEqual([
      'stdout Name? ',
      'stdin Ada\n',
      'stdout Hello Ada\n',
      'stdin Zoë',
      'stdin ',
      'stdout and Zoë\n',
      END,
    ]);
  });

  test.runIf(process.platform === 'linux')(
    'can be read as a file, by its number and by its name',
    async () => {
      const program = await start(`
      import { readFileSync } from 'node:fs';
      console.log(readFileSync(0, 'utf8').toUpperCase());
    `);
      program.input?.write('by number');
      program.input?.end();
      expect(await hostOf(program)).toContain('stdout BY NUMBER\n');
      const other = await start(`
      import { readFileSync } from 'node:fs';
      console.log('now');
      console.log(readFileSync('/dev/stdin', 'utf8').toUpperCase());
    `);
      await other.said('now');
      other.input?.write('by name');
      // As soon as it reads, which nobody is told, its end may be told too.
      setTimeout(() => other.input?.end(), 300);
      expect(await hostOf(other)).toContain('stdout BY NAME\n');
    },
  );

  test('goes nowhere once the program has closed its input or ended, and the program goes on', async () => {
    const program = await start(`
      import { closeSync } from 'node:fs';
      closeSync(0);
      console.log('closed');
      setTimeout(() => console.log('went on'), 300);
    `);
    await program.said('closed');
    program.input?.write('too late\n');
    await program.finished;
    program.input?.write('much too late\n');
    program.input?.end();
    expect(await hostOf(program)).toEqual([
      'stdout closed\n',
      'stdin too late\n',
      'stdin ',
      'stdout went on\n',
      END,
    ]);
  });

  test('waits, however long it is, for a program that does not read it, and does not keep that from ending', async () => {
    const program = await start(`setTimeout(() => {}, 100);`);
    program.input?.write('x'.repeat(1_000_000));
    expect(await program.finished).toMatchObject({ exitCode: 0, signal: null });
  });
});

test.each([
  'process.stdin.isTTY;',
  "process.stdin.on('error', () => {}).pause();",
  "process.stdin.on('data', () => {}).unref();",
])('a program that does not wait for its input ends by itself: %s', async (line) => {
  const program = await start(line);
  expect(await program.finished).toMatchObject({ exitCode: 0 });
});

test('a program without input has an empty one, and nobody can type', async () => {
  const program = await startProgram(`process.stdin.resume().on('end', () => console.log('empty'));`);
  expect(program.input).toBeNull();
  expect(await hostOf(program)).toEqual(['stdout empty\n', END]);
});
