// A finding of a program that still runs is taken back when it proves wrong. Real programs, their recordings read as they came: after
// each piece what is found so far.

import { expect, test } from 'vitest';
import { insightsOf, Model } from '../../src/model/index.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { traced } from '../support/traced.ts';
import { TOOLS, unhurried } from './check.ts';

/** The bytes of ten records, which are fewer than arrive together while a program runs. */
const PIECE = 160;

/** What was found at any time while a program ran, and which of that is still found in the end. */
async function foundIn(program: string) {
  const { file } = await traced(TOOLS + program);
  const opened = await openRecording(file);
  if (!opened.ok) throw new Error(opened.problem.title);
  const model = new Model();
  model.setHeader(opened.value.header);
  const found = () => insightsOf(model, unhurried()).found.map(({ id }) => id);
  const live = new Set<string>();
  const end = await opened.value.read((stream, bytes) => {
    for (let at = 0; at < bytes.length; at += PIECE) {
      model.ingest(stream, bytes.subarray(at, at + PIECE));
      for (const one of found()) live.add(one);
    }
  });
  model.finish(end);
  return { live: [...live], end: found() };
}

test.each([
  [
    'unhandled-rejection',
    'somebody handles it later',
    `
      process.on('unhandledRejection', () => {});
      async function fail() { await sleep(1); throw new Error('no order'); }
      const failing = fail();
      await sleep(30);
      await failing.catch(() => {});
    `,
  ],
  [
    'never-awaited',
    'the next one of the line fails, which somebody hears of',
    `
      process.on('unhandledRejection', (_error, promise) => promise.catch(() => {}));
      async function save(order) { await sleep(1); if (order === 2) throw new Error('no such order'); }
      for (const order of [1, 2]) {
        save(order);
        await sleep(20);
      }
    `,
  ],
  [
    'uncancelled-task',
    'it stops, if late',
    `
      async function poll(signal) {
        for (let round = 0; ; round++) {
          await sleep(5);
          if (round === 8) signal.throwIfAborted();
        }
      }
      const control = new AbortController();
      const polling = poll(control.signal);
      await sleep(8);
      control.abort();
      await polling.catch(() => {});
    `,
  ],
  [
    'orphaned-siblings',
    'they hear of it, if late',
    `
      const control = new AbortController();
      async function fail() { await sleep(5); throw new Error('no oven'); }
      async function bake() {
        for (let round = 0; ; round++) {
          await sleep(5);
          if (round === 8) control.signal.throwIfAborted();
        }
      }
      try {
        await Promise.all([bake(), fail()]);
      } catch {
        control.abort();
        await sleep(100);
      }
    `,
  ],
  [
    'leaked-resource',
    'it is closed late',
    `
      const ticking = setInterval(() => {}, 20);
      await sleep(30);
      setTimeout(() => clearInterval(ticking), 800).unref();
    `,
  ],
])('%s: %s', async (id, _why, program) => {
  const { live, end } = await foundIn(program);
  // If a piece ends between a rejection and the listener that hears of it, the rejection is found for a moment, too.
  expect(live).toContain(id);
  expect(end).toEqual([]);
});
