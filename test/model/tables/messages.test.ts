// Which task sent what an end of a channel received, whatever the order in which threads tell of it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Messages } from '../../../src/model/tables/threads/messages.ts';

/** Streams 1 and 2, with the two ends of a channel `c` between them, number 1 in both. */
function between(): Messages {
  const messages = new Messages();
  messages.end(1, 1, { start: 'c', end: 'starter' }, 0);
  messages.end(2, 1, { start: 'c', end: 'started' }, 0);
  return messages;
}

function receives(messages: Messages, stream: number, end: number, message: number): () => number | null {
  const received = messages.received(stream, end, message);
  messages.began(received, received);
  return () => messages.thatBegan(received)?.task ?? null;
}

test('a port that is transferred twice keeps its messages, even if its receiver reports first', () => {
  const messages = between();
  // Stream 3 got from 2, with the second that came through d, what 2 had got from 1 with the first through c.
  messages.end(3, 1, { start: 'd', end: 'started' }, 0);
  messages.end(3, 2, { cameWith: { end: 1, message: 2, index: 0 } }, 0);
  const third = receives(messages, 3, 2, 1);
  messages.end(1, 2, { start: 'p', end: 'starter' }, 0);
  messages.sent(1, 2, 1, 10, 1);
  messages.sent(1, 2, 2, 11, 2);
  messages.sent(1, 2, 3, 12, 3);
  expect(third()).toBeNull();
  messages.end(2, 2, { start: 'd', end: 'starter' }, 0);
  messages.end(2, 3, { cameWith: { end: 1, message: 1, index: 1 } }, 0);
  const first = receives(messages, 2, 3, 1);
  messages.handOver(2, 3, { end: 2, message: 2, index: 0, sent: 1, received: 2 });
  expect(third()).toBeNull();
  messages.end(1, 3, { start: 'p', end: 'started' }, 0);
  messages.handOver(1, 3, { end: 1, message: 1, index: 1, sent: 0, received: 0 });
  expect([first(), third()]).toEqual([10, 12]);
  messages.sent(2, 3, 1, 20, 4);
  messages.sent(3, 2, 1, 30, 5);
  expect([receives(messages, 1, 2, 1)(), receives(messages, 1, 2, 2)()]).toEqual([20, 30]);
});

test('a port that came with itself belongs nowhere', () => {
  const messages = between();
  messages.end(1, 2, { cameWith: { end: 2, message: 1, index: 0 } }, 0);
  messages.handOver(1, 2, { end: 2, message: 1, index: 0, sent: 0, received: 0 });
  expect(receives(messages, 1, 2, 1)()).toBeNull();
});

test('ports that are transferred through one another, ten thousand deep, are found, even if the last is reported first', () => {
  const DEEP = 10_000;
  const messages = between();
  for (let port = DEEP; port > 1; port--) {
    messages.end(2, port, { cameWith: { end: port - 1, message: 1, index: 0 } }, 0);
    messages.end(1, port, { start: `p${port}`, end: 'starter' }, 0);
    messages.end(1, DEEP + port, { start: `p${port}`, end: 'started' }, 0);
    messages.handOver(1, DEEP + port, { end: port - 1, message: 1, index: 0, sent: 0, received: 0 });
  }
  messages.sent(1, DEEP, 1, 7, 1);
  expect(receives(messages, 2, DEEP, 1)()).toBe(7);
});

/** Who speaks when, and for how long, in microseconds; the task is the message's how manyth it is of all. */
function broadcast(...spoken: [stream: number, fromNs: number, toNs: number][]): Messages {
  const messages = new Messages();
  for (const stream of [1, 2, 3]) messages.end(stream, 1, { broadcast: 'b', sinceUs: 5 }, 100_000);
  const sent = [0, 0, 0, 0];
  spoken.forEach(([stream, fromNs, toNs], task) => {
    messages.sent(stream, 1, ++sent[stream]!, task, fromNs);
    messages.sent(stream, 1, 0, -1, toNs);
  });
  return messages;
}

test('broadcasts are received in the order of sending, by everybody but the sender', () => {
  const messages = broadcast([1, 110_000, 111_000], [2, 120_000, 121_000], [1, 130_000, 131_000]);
  const heard = (stream: number) => [1, 2, 3].map((number) => receives(messages, stream, 1, number)());
  expect([heard(3), heard(1), heard(2)]).toEqual([
    [0, 1, 2],
    [1, null, null],
    [0, 2, null],
  ]);
});

test('the senders of two simultaneous broadcasts stay unknown; those of later ones are known', () => {
  const messages = broadcast([1, 110_000, 112_000], [2, 111_000, 113_000], [1, 130_000, 131_000]);
  expect([1, 2, 3].map((number) => receives(messages, 3, 1, number)())).toEqual([null, null, 2]);
});

test('an end that began to listen during a broadcast may have missed it', () => {
  const messages = broadcast([2, 96_000, 97_000], [1, 110_000, 111_000]);
  expect(receives(messages, 3, 1, 1)()).toBeNull();
  expect(receives(messages, 1, 1, 1)()).toBeNull();
  const before = broadcast([2, 90_000, 94_000], [1, 110_000, 111_000]);
  expect(receives(before, 3, 1, 1)()).toBe(1);
});

test('if two broadcasts fall into a third, long one, all three senders stay unknown', () => {
  const messages = new Messages();
  const news = { broadcast: 'news', sinceUs: 0 };
  for (const stream of [1, 2, 3]) messages.end(stream, 1, news, 0);
  const broadcast = (stream: number, message: number, task: number, atNs: number, overNs: number) => {
    messages.sent(stream, 1, message, task, atNs);
    messages.sent(stream, 1, 0, 0, overNs);
  };
  broadcast(1, 1, 10, 100, 500);
  broadcast(2, 1, 20, 200, 210);
  broadcast(2, 2, 21, 300, 310);
  broadcast(1, 2, 11, 600, 610);
  const heard = [1, 2, 3, 4].map((message) => receives(messages, 3, 1, message)());
  expect(heard).toEqual([null, null, null, 11]);
});

test('simultaneous broadcasts of several threads have the right sender or none, never a wrong one', () => {
  const spoken = fc.record({
    stream: fc.integer({ min: 1, max: 3 }),
    gap: fc.nat(3),
    long: fc.oneof(fc.nat(3), fc.nat(60)),
  });
  let known = 0;
  fc.assert(
    fc.property(
      fc.array(spoken, { maxLength: 12 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12 }),
      (all, chance) => {
        const messages = new Messages();
        for (const stream of [1, 2, 3, 4]) messages.end(stream, 1, { broadcast: 'news', sinceUs: 0 }, 0);
        const free = [0, 1, 1, 1];
        const sent = [0, 0, 0, 0];
        const came: { task: number; at: number }[] = [];
        all.forEach(({ stream, gap, long }, task) => {
          const atNs = free[stream]! + gap;
          const overNs = atNs + long;
          free[stream] = overNs + 1;
          messages.sent(stream, 1, ++sent[stream]!, task, atNs);
          messages.sent(stream, 1, 0, 0, overNs);
          came.push({ task, at: atNs + chance[task]! * long });
        });
        came.sort((one, other) => one.at - other.at);
        came.forEach(({ task }, at) => {
          const told = receives(messages, 4, 1, at + 1)();
          if (told !== null) known++;
          expect([task, null]).toContain(told);
        });
      },
    ),
  );
  expect(known).toBeGreaterThan(20);
});
