// Questions about one task or one moment for which very many others have to be looked at: the worker must be able to
// answer something else in between.

import { beforeAll, describe, expect, test } from 'vitest';
import { isWork } from '../../../src/model/work.ts';
import { HOST_STREAM } from '../../../src/protocol/recording.ts';
import type { TaskIndex, ThreadIndex } from '../../../src/protocol/units.ts';
import { SessionModel } from '../../../src/renderer/worker/session-model.ts';
import { type HostLine, hostTrace, type ScriptLine, trace } from '../../support/script.ts';

/** No question looks at more than this before it gives way: tasks, runs or lines. */
const AT_ONCE = 16_384;
const MANY = 2 * AT_ONCE + 2;

/** How often the worker may do something else before the answer is there. */
function pauses(answer: unknown): number {
  if (!isWork(answer)) return 0;
  let count = 0;
  while (answer.next().done !== true) count++;
  return count;
}

function sessionOf(lines: readonly ScriptLine[], host: readonly HostLine[] = []): SessionModel {
  const session = new SessionModel();
  session.begin({ startEpochMs: 1_750_000_000_000 }, 0);
  session.ingest(0, trace(lines));
  session.ingest(HOST_STREAM, hostTrace(host));
  session.finish({ cutOff: false, damage: null });
  session.keepUp();
  return session;
}

const many = (line: (at: number) => ScriptLine[]): ScriptLine[] =>
  Array.from({ length: MANY }, (_, at) => line(at)).flat();

describe.each([
  [
    'a wait that was ready while many others ran',
    [
      [0, 'enter', 1, 'late'],
      [1, 'suspend', 1],
      [2, 'ready', 1],
      ...many((at) => [
        [3 + at, 'enter', 2 + at, 'busy'],
        [3.5 + at, 'end', 2 + at],
      ]),
      [MANY + 10, 'resume', 1],
      [MANY + 11, 'end', 1],
    ] satisfies ScriptLine[],
    {
      details: ({ queries }: SessionModel) => queries.details({ task: 0 as TaskIndex }),
      waits: ({ queries }: SessionModel) => queries.waits({ task: 0 as TaskIndex, from: 0, to: 1 }),
      pointed: ({ queries }: SessionModel) => queries.pointed({ task: 0 as TaskIndex, atNs: 9e6 }),
      'critical path': ({ queries }: SessionModel) => queries.criticalPath({ task: 0 as TaskIndex }),
      called: ({ queries }: SessionModel) => queries.taskCalled({ text: 'nobody' }),
      happenings: ({ queries }: SessionModel) =>
        queries.happenings({ of: 'longest', task: 'nobody', texts: ['ready'] }),
    },
  ],
  [
    'a moment at which many wait',
    many((at) => [
      [at, 'enter', 1 + at, 'sleeper'],
      [at, 'suspend', 1 + at, 'timer', 9e6],
    ]),
    {
      moment: ({ queries }: SessionModel) =>
        queries.moment({ thread: 0 as ThreadIndex, atNs: (MANY - 1) * 1e6 }),
      counters: ({ queries }: SessionModel) => queries.countersAt({ atNs: (MANY - 2) * 1e6 }),
      'step on': ({ queries }: SessionModel) =>
        queries.stepFrom({ atNs: (MANY - 2) * 1e6, step: 1, among: 'anything' }),
      'step back': ({ queries }: SessionModel) =>
        queries.stepFrom({ atNs: (MANY - 2) * 1e6, step: -1, among: 'anything' }),
    },
  ],
  [
    'a task that many are nested around',
    many((at) => [[at, 'enter', 1 + at, 'f', { parent: at }]]),
    { reveal: ({ queries }: SessionModel) => queries.reveal({ id: MANY - 1 }) },
  ],
  [
    'a task with many runs',
    [
      [0, 'enter', 1, 'poll'],
      ...many((at) => [
        [at, 'suspend', 1],
        [at + 0.5, 'resume', 1],
      ]),
    ] satisfies ScriptLine[],
    {
      details: ({ queries }: SessionModel) => queries.details({ task: 0 as TaskIndex }),
      waits: ({ queries }: SessionModel) => queries.waits({ task: 0 as TaskIndex, from: MANY - 2, to: MANY }),
    },
  ],
])('of %s', (_, lines, questions) => {
  let session: SessionModel;
  beforeAll(() => {
    session = sessionOf(lines);
  });

  test.each(Object.keys(questions))('%s gives way', (name) => {
    const ask = (questions as Record<string, (session: SessionModel) => unknown>)[name]!;
    expect(pauses(ask(session))).toBeGreaterThanOrEqual(2);
  });
});

test('searching many printed lines lets other questions be answered in between', () => {
  const host: HostLine[] = Array.from({ length: MANY }, (_, at) => [at, 'stdout', `line ${at}\n`]);
  const { queries } = sessionOf([], host);
  const last = `line ${MANY - 1}`;
  const texts = [last, 'never', 'line 0'];
  expect(pauses(queries.happenings({ of: 'output', task: null, texts }))).toBeGreaterThanOrEqual(4);
});
