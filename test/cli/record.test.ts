import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/index.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { dump } from '../recording/fake-program.ts';
import { newFolder } from '../support/folder.ts';
import { type Ending, runPlain, writeProgram } from '../support/program.ts';
import { commandLine, ending, loopscope } from './command.ts';

describe('the program runs as it would without Loopscope', () => {
  const chatty = `
    import { readFileSync } from 'node:fs';
    console.log(process.argv.slice(2).join('|'), process.execArgv.length, process.env.GREETING);
    console.error('to stderr');
    process.stdout.write('no line break');
    console.log(readFileSync(0, 'utf8'));
    process.exitCode = 9;
  `;

  test('its output, input, arguments, environment and exit code pass through', async () => {
    const script = writeProgram(chatty);
    const args = ['--flag', '-o', 'x', '--', 'ä b'];
    const options = { cwd: dirname(script), env: { GREETING: 'hello' }, stdin: 'from stdin' };
    expect(await loopscope(['record', script, '--', ...args], options)).toEqual({
      stdout: '--flag|-o|x|--|ä b 0 hello\nno line breakfrom stdin\n',
      stderr: 'to stderr\n',
      exitCode: 9,
      signal: null,
    });
  });

  test('a debugger that NODE_OPTIONS asks for is the program’s', async () => {
    const script = writeProgram(`
      import { url } from 'node:inspector';
      console.log(new URL(url()).port);
    `);
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        server.close(() => resolve(port));
      });
    });
    const env = { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` };
    const { stdout } = await loopscope(['record', script], { cwd: dirname(script), env });
    expect(stdout).toBe(`${port}\n`);
  });

  test.each([
    ['ends by itself', 'console.log(1)', 0, ''],
    ['exits', 'process.exit(42)', 42, ''],
    ['throws', 'throw new TypeError("no")', 1, 'TypeError: no'],
    ['leaves a rejection unhandled', 'Promise.reject(new Error("no"))', 1, 'Error: no'],
    ['waits for what never comes', 'await new Promise(() => {})', 13, 'unsettled top-level await'],
    ['cannot be parsed', 'const = 1', 1, 'SyntaxError'],
  ])('one that %s ends as it would, in its own words', async (_what, source, exitCode, words) => {
    const script = writeProgram(source);
    const options = { cwd: dirname(script) };
    const traced = await loopscope(['record', script, '--runtime', process.execPath], options);
    expect(traced).toEqual(await runPlain(script));
    expect(traced.exitCode).toBe(exitCode);
    expect(traced.stderr).toContain(words);
  });

  test.each(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP'] as const)('one that dies of %s', async (signal) => {
    const script = writeProgram(`
      process.kill(process.pid, '${signal}');
      setInterval(() => {}, 1000);
    `);
    const ended = await loopscope(['record', script], { cwd: dirname(script) });
    expect(ended).toMatchObject({ exitCode: null, signal, stderr: '' });
    const { cutOff, host } = await dump(join(dirname(script), 'main.loopscope'));
    expect(cutOff).toBe(true);
    expect(host.at(-1)).toBe(`programEnd {"exitCode":null,"signal":"${signal}"}`);
  });
});

describe('signals sent to the command', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s is the program’s, which may handle it',
    async (signal) => {
      const script = writeProgram(`
      let times = 0;
      process.on('${signal}', () => {
        console.log('got it', ++times);
        setTimeout(() => process.exit(5), 100);
      });
      console.log('ready');
      setInterval(() => {}, 1000);
    `);
      let sent = false;
      const ended = await loopscope(['record', script], { cwd: dirname(script) }, ({ pid, stdout }) => {
        if (!sent && stdout().includes('ready')) process.kill(pid, signal);
        sent ||= stdout().includes('ready');
      });
      expect(ended).toEqual({ stdout: 'ready\ngot it 1\n', stderr: '', exitCode: 5, signal: null });
    },
  );

  /**
   * Sends a program a signal three times: to its whole group, through the command alone, and to its group again. The program counts them.
   */
  async function sentThrice(
    signal: NodeJS.Signals,
    { heard = '', path = process.env.PATH }: { heard?: string; path?: string | undefined } = {},
  ): Promise<Ending> {
    const script = writeProgram(`
      let times = 0;
      process.on('${signal}', () => {
        ${heard}
        console.log('got it', ++times);
        // One too many would come by then.
        setTimeout(() => console.log('next'), 300);
        if (times === 3) setTimeout(() => process.exit(5), 400);
      });
      console.log('next');
      setInterval(() => {}, 1000);
    `);
    const [node, ...args] = commandLine('record', script) as [string, ...string[]];
    const targets = [-1, 1, -1];
    let sent = 0;
    const options = { cwd: dirname(script), detached: true, env: { ...process.env, PATH: path } };
    return ending(node, args, options, '', ({ pid, stdout }) => {
      if (stdout().split('next').length - 1 <= sent || sent === targets.length) return;
      process.kill(pid * (targets[sent++] as number), signal);
    });
  }

  const ONCE_EACH = {
    stdout: `${[1, 2, 3].map((time) => `next\ngot it ${time}\n`).join('')}next\n`,
    stderr: '',
    exitCode: 5,
    signal: null,
  };

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2', 'SIGQUIT'] as const)(
    '%s to the whole group reaches the program once, without a terminal too; to the command alone, once more',
    async (signal) => expect(await sentThrice(signal)).toEqual(ONCE_EACH),
  );

  test('a signal to the whole group reaches the program once, however late the shell reports it', async () => {
    const folder = newFolder();
    const slow = `#!/bin/sh\nwhile [ ! -e '${folder}/heard' ]; do sleep 0.01; done\nexec /bin/sh "$@"\n`;
    writeFileSync(join(folder, 'sh'), slow, { mode: 0o755 });
    const path = `${folder}:${process.env.PATH}`;
    const heard = `process.getBuiltinModule('node:fs').writeFileSync('${folder}/heard', '');`;
    expect(await sentThrice('SIGTERM', { heard, path })).toEqual(ONCE_EACH);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  test.skipIf(!hasScript)(
    'at a terminal, Ctrl+C reaches the program once, and it has the terminal',
    async () => {
      const script = writeProgram(`
      let times = 0;
      process.on('SIGINT', () => {
        console.log('interrupted ' + ++times);
        setTimeout(() => process.exit(6), 200);
      });
      console.log('ready', [process.stdin, process.stdout, process.stderr].map((it) => it.isTTY).join(' '));
      console.error('to the same place');
      setInterval(() => {}, 1000);
    `);
      const line = commandLine('record', script)
        .map((word) => `'${word}'`)
        .join(' ');
      let pressed = false;
      const ended = await ending(
        'script',
        // Without a shell in between: Ctrl+C would end that, and its status would be seen instead of the command's.
        ['-qfec', `exec ${line}`, '/dev/null'],
        { cwd: dirname(script) },
        null,
        (child) => {
          if (!pressed && child.stdout().includes('ready')) child.write('\x03');
          pressed ||= child.stdout().includes('ready');
        },
      );
      const output = ended.stdout.replaceAll('\r', '').replace('^C', '');
      expect(output).toBe('ready true true true\nto the same place\ninterrupted 1\n');
      expect(ended.exitCode).toBe(6);
      const recording = join(dirname(script), 'main.loopscope');
      expect((await dump(recording)).cutOff).toBe(false);
      const { console: lines } = await reported(recording);
      expect(lines.map(({ output, text }) => `${output} ${text}`)).toEqual([
        'stdout ready true true true',
        'stderr to the same place',
        'stdout interrupted 1',
      ]);
    },
  );
});

const reported = async (recording: string): Promise<Report> =>
  JSON.parse((await loopscope(['report', recording, '--json'])).stdout);

describe('the recording', () => {
  test('is in the current folder, named after the script, unless -o names another place', async () => {
    const script = writeProgram({ 'server.mjs': 'await 1;' });
    const cwd = newFolder();
    expect(await loopscope(['record', script], { cwd })).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    expect(await dump(join(cwd, 'server.loopscope'))).toMatchObject({ cutOff: false, damage: null });
    mkdirSync(join(cwd, 'sub'));
    await loopscope(['record', '-o', 'sub/other.rec', script], { cwd });
    expect(await dump(join(cwd, 'sub/other.rec'))).toMatchObject({ cutOff: false });
  });

  test('has what the program wrote, and what it crashed with, and says that other programs’ output is not in it', async () => {
    const long = 'x'.repeat(200_000);
    const script = writeProgram({
      'main.mjs': `
        import { fork, spawnSync } from 'node:child_process';
        import { once } from 'node:events';
        import { writeSync } from 'node:fs';
        import { Worker } from 'node:worker_threads';
        async function say() {
          console.log('héllo');
          process.stderr.write('latin \\u00e4\\n', 'latin1');
          await 1;
          writeSync(1, Buffer.from('bytes\\n'));
          await new Promise((done) => process.stdout.write('x'.repeat(200_000) + '\\n', done));
        }
        await say();
        await once(new Worker('console.log("of a worker")', { eval: true }), 'exit');
        await once(fork(new URL('child.mjs', import.meta.url)), 'exit');
        spawnSync('echo', ['of a command'], { stdio: 'inherit' });
        throw new Error('at last');
      `,
      'child.mjs': "console.error('of a child');",
    });
    const cwd = newFolder();
    const { stdout, stderr } = await loopscope(['record', '-o', 'out.loopscope', script], { cwd });
    expect(stdout.replace(long, 'long')).toBe('héllo\nbytes\nlong\nof a worker\nof a command\n');
    const told = [
      ['say', 'stdout', 'héllo'],
      ['say', 'stderr', 'latin \ufffd'],
      ['say', 'stdout', 'bytes'],
      ['say', 'stdout', 'long'],
      [null, 'stdout', 'of a worker'],
      ['child.mjs', 'stderr', 'of a child'],
    ];
    const { console: lines, tasks } = await reported(join(cwd, 'out.loopscope'));
    const nameOf = new Map(tasks.map(({ id, name }) => [id, name]));
    const found = lines.map(({ taskId, output, text }) => [
      nameOf.get(taskId!) ?? null,
      output,
      text.replace(long, 'long'),
    ]);
    expect(found.slice(0, told.length)).toEqual(told);
    expect(found.slice(told.length).map(([, , text]) => text)).toContain('Error: at last');
    expect(stderr).toContain('\nError: at last\n');
    const opened = await openRecording(join(cwd, 'out.loopscope'));
    expect(opened).toMatchObject({ ok: true, value: { header: { program: { consoleElsewhere: true } } } });
    if (opened.ok) await opened.value.close();
  });

  test('replaces an older recording, but no other file', async () => {
    const script = writeProgram('await 1;');
    const cwd = dirname(script);
    const before = readFileSync(script, 'utf8');
    writeFileSync(join(cwd, 'notes.txt'), 'notes');
    for (const name of [basename(script), 'notes.txt']) {
      const ended = await loopscope(['record', script, '-o', name], { cwd });
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ended.stderr).toContain(`${join(cwd, name)} exists and is not a recording.`);
    }
    expect(readFileSync(script, 'utf8')).toBe(before);
    await loopscope(['record', script], { cwd });
    expect((await loopscope(['record', script], { cwd })).exitCode).toBe(0);
  });

  test('is summed up on stderr when asked for', async () => {
    const script = writeProgram('console.log("out"); await 1;');
    const ended = await loopscope(['record', script, '--verbose'], { cwd: dirname(script) });
    expect(ended.stdout).toBe('out\n');
    expect(ended.stderr).toMatch(/^loopscope: .*main\.loopscope: \d+ events in \d+ bytes\n$/);
  });
});

describe('what cannot be recorded', () => {
  test.each(['record', 'check'])(
    'a program without the tracer: %s says so and ends with 2',
    async (command) => {
      const script = writeProgram('await 1;');
      const runtime = join(dirname(script), 'not-quite-node');
      writeFileSync(runtime, '#!/bin/sh\n[ "$1" = --version ] && echo v24.0.0\nexit 0\n', { mode: 0o755 });
      const ended = await loopscope([command, script, '--runtime', runtime], { cwd: dirname(script) });
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ended.stderr).toContain('loopscope: Nothing was recorded of main.mjs: ');
    },
  );

  test.each([['record'], ['check'], []])(
    'anything, where permissions limit Loopscope itself: %s',
    async (...command) => {
      const script = writeProgram('await 1;');
      const env = { NODE_OPTIONS: '--permission --allow-fs-read=* --allow-child-process --no-warnings' };
      expect(await loopscope([...command, script], { cwd: dirname(script), env })).toEqual({
        stdout: '',
        stderr:
          'loopscope: NODE_OPTIONS: --permission limits Loopscope too, which could not run and trace a program. Add --allow-fs-write=* --allow-worker, or leave --permission out.\n',
        exitCode: 2,
        signal: null,
      });
    },
  );

  test.each([
    ['a file that is not there', ['record', '/nowhere/a.mjs'], 'There is no file /nowhere/a.mjs.'],
    ['a folder', ['record', '/tmp'], '/tmp is a folder.'],
    ['a text', ['record', '/etc/passwd'], '/etc/passwd has neither an extension nor a first line'],
    [
      'a runtime that is not there',
      ['record', 'main.mjs', '--runtime', '/nowhere/node'],
      'There is no file /nowhere/node.',
    ],
    ['a place that is not there', ['record', 'main.mjs', '-o', '/nowhere/x'], 'There is no folder /nowhere.'],
  ])('%s', async (_what, args, words) => {
    const cwd = dirname(writeProgram('await 1;'));
    const ended = await loopscope(args, { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^loopscope: /);
    expect(ended.stderr).toContain(words);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(cwd, 'main.loopscope'))).toBe(false);
  });
});
