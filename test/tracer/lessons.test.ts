// The lessons under the tracer show what their lesson.json tells the learner to look for.

import { expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { picture, runTraced } from '../support/traced.ts';
import { tree } from '../support/tree.ts';

test('two coroutines wait side by side', async () => {
  const run = await runTraced(at('samples/01-two-coroutines/main.mjs'));
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :28
      order_food fulfilled: await timer :13
      call_driver fulfilled: await timer :19
  `);
  const [order, driver] = [run.task('order_food'), run.task('call_driver')];
  expect(driver.startMs).toBeLessThan(order.endMs ?? 0);
  expect(run.endsInOrder('order_food', 'call_driver', 'main.mjs')).toBe(true);
});

test('a blocking call: the alarm is due, and has to wait', async () => {
  const run = await runTraced(at('samples/02-stock-prices/blocking.mjs'));
  const alarm = run.task('alarm');
  expect(alarm.waits.map(({ on }) => on.kind)).toEqual(['timer']);
  expect(alarm.readyMs).toBeGreaterThan(alarm.suspendedMs);
  expect(run.task('blocking.mjs').runningMs).toBeGreaterThan(run.task('blocking.mjs').suspendedMs);
});

test('one after the other: each price is asked for when the one before has come', async () => {
  const run = await runTraced(at('samples/02-stock-prices/sequential.mjs'));
  const prices = run.tasks('fetchPrice');
  expect(prices.map(({ label }) => label)).toEqual(
    ['AAPL', 'GOOG', 'MSFT', 'NVDA', 'TSLA'].map((symbol) => `fetchPrice("${symbol}")`),
  );
  for (const [index, price] of prices.entries()) {
    expect(price.waits[0]?.on.kind).toBe('network');
    if (index > 0) expect(price.startMs).toBeGreaterThanOrEqual(prices[index - 1]?.endMs ?? Infinity);
  }
  expect(run.task('alarm').readyMs).toBeLessThan(run.task('alarm').suspendedMs);
});

test('all at once: every price is asked for before the first has come', async () => {
  const run = await runTraced(at('samples/02-stock-prices/concurrent.mjs'));
  const prices = run.tasks('fetchPrice');
  const firstEnd = Math.min(...prices.map(({ endMs }) => endMs ?? Infinity));
  expect(prices).toHaveLength(5);
  expect(prices.every(({ startMs }) => startMs < firstEnd)).toBe(true);
});
