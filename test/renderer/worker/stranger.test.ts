// A recording whose records nobody wrote: whatever they claim, the worker answers whatever it is asked.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_FILTER, type PictureRequest } from '../../../src/model/index.ts';
import { isWork } from '../../../src/model/work.ts';
import type { Nanoseconds, RowIndex, RunIndex, TaskIndex, ThreadIndex } from '../../../src/protocol/units.ts';
import { SessionModel } from '../../../src/renderer/worker/session-model.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { trace } from '../../support/script.ts';

/** More pieces than any of these recordings has work for. */
const ENDLESS = 100_000;

function done(answer: unknown): void {
  if (!isWork(answer)) return;
  for (let pieces = 0; answer.next().done !== true; pieces++) expect(pieces).toBeLessThan(ENDLESS);
}

/** Changes a word of the records: its place as a part of all, and to what. */
const damage = fc.record({
  part: fc.double({ min: 0, max: 0.999, noNaN: true }),
  to: fc.oneof(fc.constantFrom(0, 1, 2, 3, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff), fc.nat()),
  how: fc.constantFrom('word', 'bit', 'type', 'copy' as const),
});

function damaged(
  bytes: Uint8Array,
  changes: readonly { part: number; to: number; how: string }[],
): Uint8Array {
  const words = new Uint32Array(bytes.slice().buffer);
  for (const { part, to, how } of changes) {
    const at = Math.floor(part * words.length);
    const record = at & ~3;
    if (how === 'word') words[at] = to;
    else if (how === 'bit') words[at]! ^= 1 << (to & 31);
    else if (how === 'type') words[record] = (words[record]! & ~0xff) | (to % 28);
    else words.copyWithin(record, 4 * (to % Math.ceil(words.length / 4)), words.length - (words.length % 4));
  }
  return new Uint8Array(words.buffer);
}

const SETTINGS = { thresholds: {}, muted: [] };

const pictureUntil = (endNs: number): PictureRequest => ({
  fromNs: 0 as Nanoseconds,
  toNs: endNs as Nanoseconds,
  widthPx: 300,
  fromRow: 0 as RowIndex,
  toRow: 100 as RowIndex,
  counters: true,
});

function askAll({ queries, model }: SessionModel, part: number): void {
  const endNs = Math.max(1, model.endNs);
  const atNs = part * endNs;
  const { tasks } = model.tables;
  const task = Math.floor(part * tasks.length) as TaskIndex;
  const run = tasks.lastRun.get(task) as RunIndex;
  const thread = 0 as ThreadIndex;
  const window = pictureUntil(endNs);
  for (const grouping of ['function', 'kind', 'file', 'thread', 'tree'] as const) {
    queries.arrange({ grouping, order: 'duration' });
    done(queries.picture({ ...window, pathOf: null }));
    queries.setAllCollapsed({ collapsed: false });
    done(queries.picture({ ...window, fromNs: atNs as Nanoseconds, pathOf: task }));
  }
  done(queries.summary({ settings: SETTINGS, program: { path: '', args: [] } }));
  done(queries.insights(SETTINGS));
  done(queries.overview({ bins: 100 }));
  done(queries.rangeTotals({ fromNs: atNs, toNs: endNs }));
  for (const file of queries.files()) done(queries.sourceTotals({ file }));
  done(queries.moment({ thread, atNs }));
  done(queries.pointedLoop({ thread, fromNs: atNs, toNs: endNs }));
  for (const step of [-1, 1] as const) {
    for (const among of ['anything', 'runs'] as const) done(queries.stepFrom({ atNs, step, among }));
    done(queries.runFrom({ task, atNs, step }));
    done(queries.rejected({ from: task, step }));
    done(queries.search({ from: task, step }));
    for (const at of [null, { atNs }, { run, wait: true }])
      done(queries.chain({ task, at, step, towards: null }));
  }
  for (const name of ['details', 'taskContext', 'criticalPath'] as const) done(queries[name]({ task }));
  done(queries.waits({ task, from: 0, to: 50 }));
  done(queries.children({ task, from: 0, to: 50 }));
  done(queries.pointed({ task, atNs }));
  done(queries.reveal({ id: task }));
  done(queries.taskRows({ from: 0, to: 50, sort: { by: 'duration', descending: true } }));
  queries.arrange({ filter: { ...NO_FILTER, text: 'f' } });
  done(queries.picture({ ...window, pathOf: null }));
}

test('whatever a record claims, every question is answered', () => {
  fc.assert(
    fc.property(
      randomRecording(300),
      fc.array(damage, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (lines, changes, part) => {
        const session = new SessionModel();
        session.model.setHeader({ startEpochMs: 0 });
        session.model.ingest(0, damaged(trace(lines), changes));
        session.keepUp();
        askAll(session, part);
        session.finish({ cutOff: true, damage: null });
        askAll(session, part);
      },
    ),
    { numRuns: 30 },
  );
});

test('tasks that are nested as deep as a file claims are all shown', () => {
  const DEEP = 5000;
  const session = new SessionModel();
  session.model.ingest(
    0,
    trace(Array.from({ length: DEEP }, (_, at) => [at, 'enter', at + 1, 'f', { parent: at }] as const)),
  );
  session.finish({ cutOff: true, damage: null });
  const { queries, rows } = session;
  expect(rows.count).toBe(DEEP);
  // None has a row, and so each step of the path is looked for up to the root.
  queries.arrange({ filter: { ...NO_FILTER, text: 'not there' } });
  done(queries.picture({ ...pictureUntil(session.model.endNs), pathOf: null }));
  expect(rows.count).toBe(0);
});
