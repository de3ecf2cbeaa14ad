import { expect, test } from 'vitest';
import { PictureFeed } from '../../../src/renderer/chart/picture-feed.ts';
import { type SessionClient, SessionClosedError } from '../../../src/renderer/session/session-client.ts';

const VIEW = {
  window: { fromNs: 0, toNs: 1e9 },
  widthPx: 800,
  ratio: 1,
  fromRow: 0,
  toRow: 20,
  links: null,
} as never;

test('a session that is closed is asked once, and not again and again', async () => {
  let asked = 0;
  const closed = {
    query: () => {
      asked++;
      return Promise.reject(new SessionClosedError());
    },
  } as unknown as SessionClient;
  const feed = new PictureFeed(closed, () => {});
  feed.look(VIEW);
  for (let tick = 0; tick < 50; tick++) await null;
  expect(asked).toBe(1);
  // And nobody waits for ever for a picture that will not come.
  await feed.settled();
  expect(feed.shown).toBeNull();
});

test('a program that goes on faster than pictures come keeps nobody waiting for more than the next one', async () => {
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
  const feed: PictureFeed = new PictureFeed(running, () => feed.invalidate());
  feed.look(VIEW);
  await feed.settled();
  isOver = true;
  // One was under way, and may know nothing of what is waited for; the third is asked for as the second comes.
  expect(asked).toBe(3);
});
