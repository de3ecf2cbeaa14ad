// The tracer estimates what tracing costs a program, and tells it. `npm run bench -- tracer` says how near the estimate comes.

import { expect, test } from 'vitest';
import { RecordDecoder } from '../../src/protocol/codec.ts';
import { RecordType } from '../../src/protocol/events.ts';
import { COUNTS, Count, count, countIn } from '../../src/tracer/cost/counts.ts';
import { tracingNs } from '../../src/tracer/cost/estimate.ts';
import { measureMachine } from '../../src/tracer/cost/machine.ts';
import { TracingTeller } from '../../src/tracer/cost/others.ts';
import { beginSample, noteMade, type Sample } from '../../src/tracer/cost/sampled.ts';
import { watchAfter } from '../../src/tracer/names/watched.ts';
import { Control, createRing } from '../../src/tracer/sending/ring.ts';
import { traced } from '../support/traced.ts';

test('the cost of each thread is told for itself', async () => {
  const run = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      async function leaf() { await null; }
      for (let at = 0; at < 5_000; at++) await leaf();
      await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit');
    `,
    'worker.mjs': `await null;`,
  });
  // No amount is expected, because it depends on what else the machine does: the time that putting markers into files takes is measured.
  for (const { loop } of run.report.threads) expect(loop!.tracingMs).toBeGreaterThan(0);
});

test('the cost that was told before a program was cut off is kept', async () => {
  const endless = `
    async function leaf() { await null; }
    for (let at = 0; at < 1_000; at++) await leaf();
    console.log('go');
    setInterval(() => {}, 10);
  `;
  // The cost is told four times a second, so a second is enough to hear of it.
  const run = await traced(endless, { stopAt: 'go', stopAfterMs: 1000 });
  expect(run.signal).toBe('SIGTERM');
  expect(run.report.loop.tracingMs).toBeGreaterThan(0);
});

test('the estimate contains the machine’s speed, the time it took to load files, and the time it took to wait for the pipe', () => {
  const counts = new Float64Array(COUNTS);
  expect(tracingNs(counts, 0)).toBe(0);
  counts[Count.promises] = 1000;
  const promisesNs = tracingNs(counts, 0);
  counts[Count.clocks] = 1000;
  expect(tracingNs(counts, 0)).toBeGreaterThan(promisesNs);
  const usual = measureMachine();
  counts[Count.machineNs] = usual;
  const onceNs = tracingNs(counts, 0);
  counts[Count.machineNs] = 2 * usual;
  expect(tracingNs(counts, 0) / onceNs).toBeCloseTo(2, 4);
  // The following is measured by the clock instead of counted, so the machine's speed does not change it.
  counts[Count.loadingNs] = 5e6;
  expect(tracingNs(counts, 7e6) / (2 * onceNs + 12e6)).toBeCloseTo(1, 4);
  counts[Count.sampledNs] = 1e6;
  const sampledNs = tracingNs(counts, 7e6);
  expect(sampledNs).toBeGreaterThan(2 * onceNs + 13e6);
  // The time of a timed callback already contains its look at the clock.
  counts[Count.sampledClocks] = 500;
  expect(tracingNs(counts, 7e6)).toBeLessThan(sampledNs);
  // Records, calls and C++'s promises are counted in addition.
  for (const what of [Count.records, Count.nativePromises, Count.calledByNative]) {
    const before = tracingNs(counts, 7e6);
    counts[what] = 1000;
    expect(tracingNs(counts, 7e6)).toBeGreaterThan(before);
  }
});

test('one of the tracer’s callbacks in so many is timed, but for what it calls of the program’s', () => {
  const counts = new Float64Array(COUNTS);
  countIn(counts);
  const samples: Sample[] = [];
  for (let calls = 0; calls < 1990; calls++) {
    const sample = beginSample();
    if (sample === null) continue;
    samples.push(sample);
    count(Count.clocks);
    sample.pause();
    count(Count.clocks, 100);
    sample.resume();
    sample.end();
  }
  expect(samples.length).toBe(10);
  expect(counts[Count.sampledClocks]).toBe(1990);
});

test('what stands in for a method is timed, too', () => {
  const counts = new Float64Array(COUNTS);
  countIn(counts);
  const timer = { refreshed: 0, refresh: (): void => void timer.refreshed++ };
  watchAfter(timer, 'refresh', () => count(Count.clocks));
  for (let calls = 0; calls < 1990; calls++) timer.refresh();
  expect(timer.refreshed).toBe(1990);
  expect(counts[Count.sampledClocks]).toBe(1990);
});

test('each resource of C++’s promises that is timed stands for as many that are not', () => {
  const counts = new Float64Array(COUNTS);
  countIn(counts);
  noteMade('FSREQPROMISE', {});
  noteMade('FSREQCALLBACK', {});
  expect(counts[Count.calledByNative]).toBe(398);
  expect(counts[Count.nativePromises]).toBe(199);
});

test('how many records another thread has written is seen in its ring, also where that counts anew', () => {
  const ring = createRing(1);
  const teller = new TracingTeller(ring);
  for (const head of [400, 2 ** 31, -400, 400]) {
    Atomics.store(ring.control, Control.HEAD, head | 0);
    teller.look(0, 0);
  }
  expect(ring.counts[Count.records]).toBe(2 ** 30 + 100);
});

test('the cost of another thread is told once that has said hello, and not more often than anybody looks', () => {
  const ring = createRing(1);
  const teller = new TracingTeller(ring);
  const told = (): number[] => {
    const all: number[] = [];
    const record = (type: number, _argument: number, _timeNs: number, a: number): void => {
      expect(type).toBe(RecordType.tracing);
      all.push(a);
    };
    const records = teller.look(0, 0);
    if (records !== undefined) new RecordDecoder().push(records, { record, blob() {} });
    return all;
  };
  ring.counts[Count.promises] = 10;
  expect(told()).toEqual([]);
  ring.control[Control.HEAD] = 8;
  expect(told()).toEqual([tracingNs(ring.counts, 0)]);
  ring.control[Control.HEAD] = 16;
  expect(told()).toEqual([]);
});
