import { expect, test } from 'vitest';
import { PictureFeed } from '../../../src/renderer/chart/picture-feed.ts';
import { type SessionClient, SessionClosedError } from '../../../src/renderer/session/session-client.ts';

const listening = (arrived = () => {}) => ({ arrived, rows: () => ({}) });

const VIEW = {
  window: { fromNs: 0, toNs: 1e9 },
  widthPx: 800,
  ratio: 1,
  fromRow: 0,
  toRow: 20,
  inView: [],
  lookedAt: [],
  links: null,
} as never;

test('a closed session is asked only once', async () => {
  let asked = 0;
  const closed = {
    query: () => {
      asked++;
      return Promise.reject(new SessionClosedError());
    },
  } as unknown as SessionClient;
  const feed = new PictureFeed(closed, listening());
  feed.look(VIEW);
  for (let tick = 0; tick < 50; tick++) await null;
  expect(asked).toBe(1);
  // And nobody waits for ever for a picture that will not come.
  await feed.settled();
  expect(feed.shown).toBeNull();
});

test('while a program is faster than the pictures, a caller waits only for the picture that is requested next', async () => {
  let asked = 0;
  let isOver = false;
  const running = {
    query: async (_name: string, request: unknown) => {
      asked++;
      await new Promise((resolve) => setTimeout(resolve));
      if (isOver) throw new SessionClosedError();
      return { picture: { request, rowCount: 1 } };
    },
  } as unknown as SessionClient;
  // Each picture is out of date as it comes.
  const feed: PictureFeed = new PictureFeed(
    running,
    listening(() => feed.invalidate()),
  );
  feed.look(VIEW);
  await feed.settled();
  isOver = true;
  // One was under way, and may know nothing of what is waited for; the third is asked for as the second comes.
  expect(asked).toBe(3);
});

test('once rows may move, one more picture is requested, in which rows that were kept apart are folded', async () => {
  const asked: unknown[] = [];
  const client = {
    query: async (_name: string, request: { inView: readonly number[] }) => {
      asked.push(request.inView);
      return { picture: { request, rowCount: 1, counterLanes: null } };
    },
  } as unknown as SessionClient;
  const feed = new PictureFeed(client, listening());
  feed.look({ ...(VIEW as object), inView: [1, 2] } as never);
  await feed.settled();
  for (let time = 0; time < 3; time++) {
    feed.look(VIEW);
    await feed.settled();
  }
  expect(asked).toEqual([[1, 2], []]);
});
