// Programs that log what they do themselves. Their logs are compared with what was recorded: every task with its name, kind, line and parent,
// the lines in which it waited and for what, and how it ended.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { nodeVersion } from '../../support/program.ts';
import { randomProgram } from '../../support/random-program.ts';
import { type ReportTask, runTraced, type TracedRun, traced } from '../../support/traced.ts';

const folder = at('test/tracer/fixtures/truth');

interface Said {
  readonly name: string;
  readonly kind: string;
  readonly parent: number | null;
  readonly line: number;
  readonly waits: readonly { readonly line: number; readonly on?: string }[];
  readonly outcome: string;
}

/** What was recorded, in the words of fixtures/truth/truth.mjs. What a wait was for is left out if the program did not say it. */
function recorded(run: TracedRun, said: readonly Said[]): Said[] {
  const tasks = run.report.tasks.filter(isToldOf);
  return tasks.map(({ name, kind, parentId, line, waits, outcome }, index) => ({
    name,
    kind,
    parent: numberOf(tasks, parentId),
    line: line ?? 0,
    waits: waits.map(({ line, on }, at) => {
      const told = said[index]?.waits[at]?.on !== undefined;
      const what = on.taskId === null ? on.kind : run.taskById(on.taskId).name;
      return told ? { line: line ?? 0, on: what } : { line: line ?? 0 };
    }),
    outcome,
  }));
}

/** The module that keeps the log does not log itself, and neither does the one that runs a program in another context. */
const isToldOf = ({ kind, file }: ReportTask) =>
  basename(file ?? '') !== 'elsewhere.mjs' &&
  ((kind !== 'module' && kind !== 'callback') || basename(file ?? '') !== 'truth.mjs');

function numberOf(tasks: readonly ReportTask[], id: number | null): number | null {
  const number = tasks.findIndex((task) => task.id === id);
  return number < 0 ? null : number;
}

async function expectTruth(run: TracedRun): Promise<void> {
  expect(run.stderr).toBe('');
  const said = JSON.parse(run.stdout) as Said[];
  expect(recorded(run, said)).toEqual(said);
}

const PROGRAMS = [
  ...['functions', 'classes', 'generators', 'expressions', 'parents', 'jumps'],
  ...['places', 'library', 'requests', 'using'],
];

const SINCE: Readonly<Record<string, number>> = { using: 24 };

test.each(PROGRAMS)('%s', async (name) => {
  if (nodeVersion() < (SINCE[name] ?? 0)) return;
  await expectTruth(await runTraced(join(folder, `${name}.mjs`)));
});

test.each([1, 2, 3])('a program that nobody would write, number %s', async (number) => {
  const truth = readFileSync(join(folder, 'truth.mjs'), 'utf8');
  await expectTruth(
    await traced({ 'main.mjs': randomProgram(number, { using: nodeVersion() >= 24 }), 'truth.mjs': truth }),
  );
});

// Jest runs all tests in a context of their own, in which promises are made by another `Promise`.
test.each(['generators', 'parents'])('%s, in a context of its own', async (name) => {
  const env = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  const program = join(folder, `${name}.mjs`);
  await expectTruth(await runTraced(join(folder, 'elsewhere.mjs'), { args: [program], env }));
});
