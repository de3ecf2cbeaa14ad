// The tracer as a runtime has compiled it before: kept once, used from then on, and missed by nobody.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { compiledTracer } from '../../src/recording/compiled-tracer.ts';
import type { LaunchRequest } from '../../src/recording/launch.ts';
import { startRecording } from '../../src/recording/recorder.ts';
import { findRuntime } from '../../src/recording/runtime.ts';
import { eventually } from '../support/eventually.ts';
import { writeProgram } from '../support/program.ts';

test('the first run has it made, later runs use it, and a damaged one counts as missing', async () => {
  const folder = mkdtempSync(at('out/tracer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(at('out/tracer'), folder, { recursive: true, filter: (path) => !path.includes('compiled') });
  const found = await findRuntime(null);
  if (!found.ok) throw new Error(found.problem.detail);
  const script = writeProgram(`
    async function leaf() { await null; return new Error('here').stack.split('\\n')[1].trim(); }
    console.log(await leaf());
  `);
  const launch: LaunchRequest = {
    runtime: found.value,
    script,
    args: [],
    cwd: dirname(script),
    tracerFile: join(folder, 'preload.cjs'),
    output: 'capture',
  };
  const runs = async (): Promise<void> => {
    const started = await startRecording({
      launch,
      recordingFile: join(folder, 'run.loopscope'),
      recorder: 'test',
    });
    if (!started.ok) throw new Error(started.problem.detail);
    const { complete, exitCode } = await started.value.finished;
    expect({ complete, exitCode }).toEqual({ complete: true, exitCode: 0 });
  };

  await runs();
  let file: string | null = null;
  await eventually(async () => {
    file = await compiledTracer(found.value, launch.tracerFile);
    return file !== null;
  });
  const compiled = join(folder, 'compiled');
  const files = { 'start.cjs': `${file}`, 'instrument.cjs': `${file}-instrument` };
  expect(readdirSync(compiled).map((name) => join(compiled, name))).toEqual(Object.values(files));
  for (const [part, kept] of Object.entries(files))
    expect(accepted(found.value.executable, join(folder, part), kept)).toBe('true');
  await runs();
  for (const kept of Object.values(files)) writeFileSync(kept, 'no code');
  await runs();
  rmSync(files['instrument.cjs']);
  await runs();
});

/** Whether V8 takes the code in `file` for a part of the tracer, in a process of its own: it refuses without a word. */
function accepted(executable: string, part: string, file: string): string {
  const code = `
    const { readFileSync } = require('node:fs');
    const text = '(function (exports, require, module, __filename, __dirname) { ' + readFileSync(process.argv[1], 'latin1') + '\\n})';
    console.log(!new (require('node:vm').Script)(text, { cachedData: readFileSync(process.argv[2]) }).cachedDataRejected);
  `;
  return execFileSync(executable, ['-e', code, part, file], { encoding: 'utf8' }).trim();
}
