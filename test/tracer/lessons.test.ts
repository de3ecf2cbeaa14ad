// Every lesson under the tracer: its programs do the same as without, show what lesson.json tells the learner to look for, and can answer
// what it asks.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { happenings, taskCalled, waitsOf } from '../../src/model/index.ts';
import { type LessonRole, lessonText, type Prediction } from '../../src/protocol/lesson.ts';
import { answerTo, LESSON_PROGRAMS, type LessonProgram, wrongOutput } from '../support/lesson-programs.ts';
import { picture, type ReportTask, runTraced, type TracedRun } from '../support/traced.ts';
import { tree } from '../support/tree.ts';

interface ScriptFile {
  readonly file: string;
  readonly role: LessonRole;
  readonly lookFor: readonly string[];
  readonly noFinding?: string;
  readonly predict?: Prediction;
}

const file = (name: string) => at(`samples/${name}`);

/** `point` is what the lesson says of both its traps and its fixes. */
function scriptOf({ file: name }: LessonProgram): ScriptFile & { point: string } {
  const { scripts, point } = JSON.parse(readFileSync(file(`${dirname(name)}/lesson.json`), 'utf8'));
  const found: ScriptFile = scripts.find((script: ScriptFile) => name.endsWith(`/${script.file}`));
  return { ...found, point: found.role === 'example' ? '' : point };
}

/** The tasks that a lesson's texts name and the run does not have. */
function unknownTasks(
  { model }: TracedRun,
  { lookFor, noFinding = '', predict, point }: ReturnType<typeof scriptOf>,
): string[] {
  const texts = [
    ...lookFor,
    noFinding,
    point,
    ...(predict?.choices.map(({ why }) => why) ?? []),
    ...(predict?.mistakes ?? []).map(({ says }) => says),
  ];
  const names = texts
    .flatMap((text) => lessonText(text) ?? [])
    .flatMap(({ kind, text }) => (kind === 'task' ? [text] : []));
  return names.filter((name) => taskCalled(model, name) === null);
}

/** What the chart shows of those programs whose rows can be described in a test. */
const LOOKS: Readonly<Record<string, (run: TracedRun) => void>> = {
  '01-two-coroutines/main.mjs': (run) => {
    expect(tree(run)).toBe(picture`
      main.mjs fulfilled: await promise :28
        order_food fulfilled: await timer :13
        call_driver fulfilled: await timer :19
    `);
    const [order, driver] = [run.task('order_food'), run.task('call_driver')];
    expect(driver.startMs).toBeLessThan(order.endMs ?? 0);
    expect(run.endsInOrder('order_food', 'call_driver', 'main.mjs')).toBe(true);
  },
  // The alarm is due, but has to wait for the loop.
  '04-stock-prices/blocking.mjs': (run) => {
    const alarm = run.task('alarm');
    expect(alarm.waits.map(({ on }) => on.kind)).toEqual(['timer']);
    expect(run.tasks('fetchPrice')).toEqual([]);
    const [wait] = waitsOf(run.model, taskCalled(run.model, 'alarm') ?? 0, 0, 1);
    expect(wait?.blame?.parts[0]?.name).toBe('blocking.mjs');
  },
  // Each price is asked for when the one before has come.
  '04-stock-prices/sequential.mjs': (run) => {
    const prices = run.tasks('fetchPrice');
    expect(prices.map(({ label }) => label)).toEqual(
      ['AAPL', 'GOOG', 'MSFT', 'NVDA', 'TSLA'].map((symbol) => `fetchPrice("${symbol}")`),
    );
    expect(prices.map(({ waits }) => waits[0]?.on.kind)).toEqual(Array(5).fill('network'));
    expect(mostAtOnce(prices)).toBe(1);
  },
  '04-stock-prices/concurrent.mjs': (run) => expect(mostAtOnce(run.tasks('fetchPrice'))).toBe(5),
  '04-stock-prices/bounded.mjs': (run) => expect(mostAtOnce(run.tasks('fetchPrice'))).toBe(2),
  '05-one-by-one/one-by-one.mjs': (run) => {
    const four = ['weather', 'news', 'calendar', 'wayTo'];
    expect(mostAtOnce(four.map((name) => run.task(name)))).toBe(1);
    expect(run.endsInOrder(...four)).toBe(true);
  },
  '05-one-by-one/together.mjs': (run) => {
    expect(mostAtOnce(['weather', 'news', 'appointment'].map((name) => run.task(name)))).toBe(3);
    expect(run.endsInOrder('calendar', 'wayTo', 'appointment')).toBe(true);
  },
  '08-when-one-fails/all.mjs': (run) => {
    expect(run.task('main').endMs).toBeLessThan(run.tasks('deliver')[0]?.endMs ?? 0);
    expect(run.tasks('deliver').map(({ outcome }) => outcome)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  },
  '10-cancelling/aborted.mjs': (run) => {
    expect(run.task('searchShelves').outcome).toBe('cancelled');
    expect(run.endsInOrder('searchShelves', 'reader')).toBe(true);
  },
  '14-backpressure/flood.mjs': (run) => expect(run.endsInOrder('fillBuckets', 'water')).toBe(true),
};

/** Kinds of findings that any program can have when others keep the machine busy. test/insights checks where they must not be found. */
const BY_LOAD = ['blocked-event-loop', 'microtask-starvation', 'late-timer'];

/** How many of these tasks were under way at the same moment. */
function mostAtOnce(tasks: readonly ReportTask[]): number {
  const end = ({ endMs }: ReportTask) => endMs ?? Number.POSITIVE_INFINITY;
  return Math.max(
    ...tasks.map(({ startMs }) => tasks.filter((one) => one.startMs <= startMs && end(one) > startMs).length),
  );
}

async function check(program: LessonProgram, { onTestFinished }: TestContext): Promise<void> {
  // By then the program has answered, and has gone on for long enough to be told of.
  const options = program.endless ? { stopAt: 'measured: 19 degrees', stopAfterMs: 500 } : {};
  const run = await runTraced(file(program.file), options, onTestFinished);
  expect(wrongOutput(program, run.stdout)).toBeNull();
  expect(run.exitCode).toBe(program.exitCode);
  LOOKS[program.file]?.(run);
  const script = scriptOf(program);
  expect(unknownTasks(run, script)).toEqual([]);
  expect(found(run, program.insights ?? [])).toEqual(program.insights ?? []);
  const { predict } = script;
  if (predict === undefined) return;
  const answer = answered(run, predict);
  expect(answer.length).toBeGreaterThanOrEqual(predict.pick === 'first' ? 1 : predict.choices.length);
  const right = answerTo(program, predict);
  expect(answer.slice(0, right.length)).toEqual(right);
}

/** The kinds of what was found, each once, without those that only a busy machine adds. */
function found({ report }: TracedRun, wanted: readonly string[]): string[] {
  const ids = new Set<string>(report.insights.map(({ id }) => id));
  return [...ids].filter((id) => wanted.includes(id) || !BY_LOAD.includes(id));
}

/** The choices that came true, in the order in which they did. */
function answered({ model }: TracedRun, { of, task = null, choices }: Prediction): readonly string[] {
  const texts = choices.map(({ text }) => text);
  return happenings(model, { of, task, texts })
    .filter(({ place }) => place !== null)
    .sort((one, other) => (one.place ?? 0) - (other.place ?? 0))
    .map(({ text }) => text);
}

// They run all at the same time, because what they show does not depend on how busy the machine is.
describe.concurrent('lessons', () => {
  test.for(LESSON_PROGRAMS.filter(({ computes }) => !computes))('$file', check);
});

// They run one at a time, because they compute until the clock says so: eight at the same time would compute too little each to hold anybody up.
describe('lessons that compute', () => {
  test.for(LESSON_PROGRAMS.filter(({ computes }) => computes))('$file', check);
});
