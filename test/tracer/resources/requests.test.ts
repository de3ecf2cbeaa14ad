// The tracer's own table of requests to the pool by their numbers, compared with a Map that has the same in it.

import { expect, test } from 'vitest';
import { type Made, requestMade, takeRequest } from '../../../src/tracer/resources/requests.ts';

test('each request is found once, by its number, whatever others are under way', () => {
  const under = new Map<number, Made>();
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  let id = 0;
  const wrong: number[] = [];
  const take = (one: number): void => {
    if (takeRequest(one) !== (under.get(one) ?? null)) wrong.push(one);
    under.delete(one);
  };
  for (let step = 0; step < 60_000; step++) {
    // First more and more requests are under way, then fewer. Some numbers want the same place in the table, and some come around.
    const most = step < 30_000 ? step / 30 : (60_000 - step) / 30;
    if (under.size <= most) {
      id += 1 + random(3) * 128;
      const made = { type: null as never, origin: null, sinceNs: id, asked: '', setIn: null };
      requestMade(id, made);
      under.set(id, made);
    }
    if (under.size > most || random(2) === 0) {
      const one = [...under.keys()].at(random(Math.min(under.size, 8))) ?? -1;
      take(one);
      take(one);
    }
  }
  for (const one of [...under.keys(), id]) take(one);
  expect(wrong).toEqual([]);
});
