// The tracer's thread counts among those of the process, so the number of each later thread is one higher than it would be.

import { createRequire, syncBuiltinESMExports } from 'node:module';
import { framesBelow } from '../frames.ts';
import { standIn, watch } from '../names/watched.ts';

let own = Number.POSITIVE_INFINITY;

/** The number of a thread as the program sees it. */
export const shownId = (id: unknown): unknown => (typeof id === 'number' && id > own ? id - 1 : id);
const realId = (id: unknown): unknown => (typeof id === 'number' && id >= own ? id + 1 : id);

/** Corrects this thread's own number, and messages that are sent by number. `id`: the number of the tracer's thread. For workers see `showIds`. */
export function hideOwnThread(id: number): void {
  own = id;
  const shared = createRequire(__filename)('node:worker_threads') as { threadId: unknown };
  shared.threadId = shownId(shared.threadId);
  watch(shared, 'postMessageToThread', (call, args) => {
    (args as unknown[])[0] = realId(args[0]);
    return call();
  });
  syncBuiltinESMExports();
}

/** Corrects the number that a worker's object shows, except to Node's own code. */
export function showIds(prototype: object): void {
  const property = Object.getOwnPropertyDescriptor(prototype, 'threadId');
  if (property?.get === undefined) return;
  const get = standIn(property.get, (call) => {
    const id = call();
    return shownId(id) === id || isNodeAsking() ? id : shownId(id);
  });
  Object.defineProperty(prototype, 'threadId', { ...property, get });
}

function isNodeAsking(): boolean {
  const asks = framesBelow(8).find((site) => site.getFileName() !== __filename);
  return asks?.getFileName() === 'node:internal/worker';
}
