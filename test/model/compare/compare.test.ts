import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeText } from '../../../src/model/compare/text-difference.ts';
import { type Difference, difference, type Model, runSummary } from '../../../src/model/index.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { type HostLine, header, modelOf, type ScriptLine } from '../../support/script.ts';

const recorded = (path: string, lines: readonly ScriptLine[]): Model =>
  modelOf(lines, { header: header({ path }) });

/** A program of one file that calls `fetch` for so long each, from `line` on; all at once or one after the other. */
function fetching(path: string, lengthsMs: readonly number[], atOnce: boolean, line = 1): Model {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main', { kind: 'module', file: path }]];
  const ends: ScriptLine[] = [];
  let nowMs = 0;
  for (const [at, ms] of lengthsMs.entries()) {
    const task = at + 2;
    lines.push([nowMs, 'enter', task, 'fetch', { parent: 1, file: path, line }]);
    lines.push([nowMs, 'suspend', task, 'timer', ms]);
    const end: ScriptLine[] = [
      [nowMs + ms, 'resume', task],
      [nowMs + ms, 'end', task],
    ];
    if (atOnce) ends.push(...end);
    else {
      lines.push([nowMs, 'suspend', 1, 'task', task], ...end, [nowMs + ms, 'resume', 1]);
      nowMs += ms;
    }
  }
  if (atOnce) {
    nowMs = Math.max(...lengthsMs);
    lines.push([0, 'suspend', 1, 'promise'], ...ends.sort((a, b) => a[0] - b[0]), [nowMs, 'resume', 1]);
  }
  return recorded(path, withIdleLoop([...lines, [nowMs, 'end', 1], [nowMs, 'bye']]));
}

/** Adds a turn for each happening, so that the loop is idle in between. */
function withIdleLoop(lines: readonly ScriptLine[]): ScriptLine[] {
  return lines.flatMap((line, at): ScriptLine[] => {
    const idleMs = line[0] - (lines[at - 1]?.[0] ?? 0);
    return idleMs === 0 ? [line] : [[line[0], 'turn', 'timers', idleMs], line];
  });
}

const between = (a: Model, b: Model): Difference => difference(runSummary(a), runSummary(b));
const pairs = ({ functions }: Difference) =>
  functions.map(({ a, b }) => [a?.name ?? null, b?.name ?? null, a?.calls ?? 0, b?.calls ?? 0]);
const total = ({ totals }: Difference, id: string) => {
  const found = totals.find((each) => each.id === id);
  return found === undefined ? null : [found.a, found.b];
};

test('a recording summed up: all calls of a function, the shortest that half and 95 % of them do not exceed', () => {
  const lengths = Array.from({ length: 20 }, (_, at) => 10 * (at + 1));
  const { functions, mostAtOnce, durationNs } = runSummary(fetching('/app/a.mjs', lengths, true));
  expect(durationNs).toBe(200 * NS_PER_MS);
  expect(mostAtOnce).toBe(21);
  expect(functions.find(({ name }) => name === 'fetch')).toMatchObject({
    calls: 20,
    totalNs: 2100 * NS_PER_MS,
    p50Ns: 100 * NS_PER_MS,
    p95Ns: 190 * NS_PER_MS,
    waits: 20,
  });
});

test('a trap and its fix in two files: the scripts match, and functions match by name', () => {
  const trap = fetching('/app/trap.mjs', [100, 200, 300], false);
  const fix = fetching('/app/fix.mjs', [100, 200, 300], true, 7);
  const found = between(trap, fix);
  expect(pairs(found)).toEqual([
    ['trap.mjs', 'fix.mjs', 1, 1],
    ['fetch', 'fetch', 3, 3],
  ]);
  expect(total(found, 'duration')).toEqual([600 * NS_PER_MS, 300 * NS_PER_MS]);
  expect(total(found, 'at-once')).toEqual([2, 4]);
  expect(found.sentences).toEqual([
    '`fix.mjs` is 2.0× as fast as `trap.mjs`: 300 ms instead of 600 ms.',
    'In `fix.mjs` at most 4 tasks were under way at once instead of 2.',
    'Nothing was found in either of them.',
  ]);
  // A lesson says itself what made the difference.
  expect(found.brief).toEqual([found.sentences[0], found.sentences[2]]);
});

test('two runs of one script are the first and the second; a function keeps its name when its line moves', () => {
  const found = between(
    fetching('/app/a.mjs', [100], false, 5),
    fetching('/app/a.mjs', [100, 150], false, 9),
  );
  expect(pairs(found)).toContainEqual(['fetch', 'fetch', 1, 2]);
  expect(found.sentences[0]).toBe(
    'The second run took 2.5× as long as the first run: 250 ms instead of 100 ms.',
  );
});

test('a function that only one of them calls has no partner', () => {
  const one = recorded('/app/a.mjs', [
    [0, 'enter', 1, 'before'],
    [9, 'end', 1],
    [9, 'bye'],
  ]);
  const other = recorded('/app/a.mjs', [
    [0, 'enter', 1, 'after'],
    [9, 'end', 1],
    [9, 'bye'],
  ]);
  expect(pairs(between(one, other))).toEqual([
    ['before', null, 1, 0],
    [null, 'after', 0, 1],
  ]);
});

describe('what is said of two runs', () => {
  const ended = (ms: number, more: readonly ScriptLine[] = []): Model =>
    recorded('/app/a.mjs', [[0, 'enter', 1, 'main'], ...more, [ms, 'end', 1], [ms, 'bye']]);

  test('a little longer is about as long', () => {
    expect(between(ended(1000), ended(1020)).sentences[0]).toBe(
      'The second run took about as long as the first run: 1.02 s and 1.00 s.',
    );
    expect(between(ended(1000), ended(1200)).sentences[0]).toBe(
      'The second run took 20 % longer than the first run: 1.20 s instead of 1.00 s.',
    );
    expect(between(ended(1000), ended(800)).sentences[0]).toBe(
      'The second run took 20 % less time than the first run: 800 ms instead of 1.00 s.',
    );
  });

  test('the duration of a program that was stopped is not compared', () => {
    const killed = modelOf([[0, 'enter', 1, 'main']], { end: 'cut-off', header: header() });
    expect(between(killed, ended(1000)).sentences[0]).toMatch(
      /did not end by itself; .* did, after 1\.00 s\.$/,
    );
  });

  test('failures, and how long the loop was held', () => {
    const failed = ended(1000, [
      [1, 'enter', 2, 'work', { parent: 1 }],
      [400, 'end', 2, 'rejected', ['Error', 'no']],
    ]);
    const { sentences } = between(
      failed,
      ended(1000, [
        [0, 'suspend', 1, 'timer', 1000],
        [1000, 'resume', 1],
      ]),
    );
    expect(sentences).toContain('In the second run no task was rejected instead of 1.');
  });

  test('a finding of both is told by its line, wherever that moved to', () => {
    const floating = (path: string, line: number): Model =>
      recorded(path, [
        [0, 'enter', 1, 'main', { kind: 'module', file: path }],
        [1, 'enter', 2, 'left', { parent: 1, file: path, line }],
        [2, 'suspend', 2, 'timer', 5000, { line }],
        [3, 'end', 1],
        [9, 'bye', 0],
      ]);
    const found = between(floating('/app/a.mjs', 4), floating('/app/a.mjs', 8));
    expect(found.onlyA.length + found.onlyB.length).toBe(0);
    const gone = between(floating('/app/a.mjs', 4), ended(9));
    expect(gone.onlyA.map(({ id }) => id)).toEqual(gone.a.findings.map(({ id }) => id));
  });
});

test('by how much a number changed', () => {
  expect([
    changeText(100, 150),
    changeText(100, 40),
    changeText(10, 310),
    changeText(0, 5),
    changeText(5, 5),
    changeText(100_000, 100_001),
  ]).toEqual(['+50 %', '−60 %', '31×', '', '', '']);
});

test('compared with itself nothing differs, and each function is its own partner', () => {
  fc.assert(
    fc.property(randomRecording(), (lines) => {
      const model = modelOf(lines);
      const found = between(model, model);
      expect(found.functions.every(({ a, b }) => a !== null && a.task === b?.task)).toBe(true);
      expect(found.totals.every(({ a, b }) => a === b)).toBe(true);
      expect([found.onlyA, found.onlyB]).toEqual([[], []]);
      const calls = found.functions.reduce((sum, { a }) => sum + (a?.calls ?? 0), 0);
      expect(calls).toBe(model.tables.tasks.length);
    }),
    { numRuns: 100 },
  );
});

test('different last lines are quoted, without what Node adds to an error', () => {
  const wrote = (...host: readonly HostLine[]) =>
    modelOf(
      [
        [0, 'enter', 1, 'main'],
        [10, 'end', 1],
        [10, 'bye'],
      ],
      { header: header({ path: '/app/a.mjs' }), host },
    );
  const right = wrote([1, 'stdout', 'Ada pays\nleft: 20\n\n'], [2, 'stderr', 'a warning\n']);
  const wrong = wrote([1, 'stdout', 'left: 50\n']);
  const told = (a: Model, b: Model) => between(a, b).sentences.filter((text) => text.includes('last line'));
  expect(told(wrong, right)).toEqual([
    'The last line of the first run is "left: 50", that of the second run "left: 20".',
  ]);
  expect(told(right, right)).toEqual([]);
  expect(told(right, wrote())).toEqual([]);
  expect(told(right, wrote([1, 'stdout', '\u001b[32mleft: 50\u001b[0m\n']))).toEqual([]);
});

test('where one of two failed, that comes first', () => {
  const ended = (exitCode: number) =>
    runSummary(
      modelOf(
        [
          [0, 'enter', 1, 'main'],
          [10, 'end', 1],
          [10, 'bye', exitCode],
        ],
        { header: header() },
      ),
    );
  expect(difference(ended(1), ended(0)).sentences[0]).toBe(
    'In the second run the exit code is 0 instead of 1.',
  );
});
