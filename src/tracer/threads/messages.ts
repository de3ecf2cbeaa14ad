// Messages between a thread and the workers and processes that it has started.

import { ownValue } from '../names/own-value.ts';
import { standIn, watch, watchInherited } from '../names/watched.ts';
import { runningTask } from '../tasks/context.ts';
import { type ChannelEnd, endOf, isEndOf, isOver, receives, sends } from './channel-ends.ts';

/** `call` hands a message from the other end to the program. */
export function emitsMessage(emitter: object, message: unknown, call: () => boolean): boolean {
  const end = isNodes(message) ? undefined : endOf(emitter);
  // The program may emit `message` itself. Node's messages come from a tick, outside of any task's body.
  if (end === undefined || runningTask() !== null) return call();
  receives(end);
  try {
    return call();
  } finally {
    isOver(end);
  }
}

/**
 * Whether it is one of Node's own messages. Node does not hand them to the program, and one that carries a handle may arrive after later ones.
 * Also what Node tells `node --watch` of the files that it loads, which begins before the tracer is there.
 */
function isNodes(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const command = ownValue(message, 'cmd');
  if (typeof command === 'string' && command.startsWith('NODE_')) return true;
  return Array.isArray(ownValue(message, 'watch:require') ?? ownValue(message, 'watch:import'));
}

/** What stands around a process's `send`. */
const sending =
  (end: ChannelEnd) =>
  (call: () => unknown, { 0: message, 1: handle }: readonly unknown[]): unknown => {
    if (isNodes(message)) return call();
    // A message with a handle may arrive out of order, so from then on nothing is recorded. The other end goes on counting.
    if (typeof handle === 'object' && handle !== null) end.sent = Number.NaN;
    return Number.isNaN(end.sent) ? call() : sends(end, call);
  };

/** This process may have a channel to the one that started it. */
export function watchOwnChannel(start: string): void {
  watch(process, 'send', sending(isEndOf(process, { start, end: 'started' })));
}

/** A process has just been started with a channel. Next, Node assigns its `send`. */
export function watchChild(child: object, start: string): void {
  if ('send' in child) return;
  const prototype = Object.getPrototypeOf(child) as object;
  const end = isEndOf(child, { start, end: 'starter' });
  Object.defineProperty(prototype, 'send', {
    configurable: true,
    set(this: object, send: (...args: unknown[]) => unknown) {
      delete (prototype as { send?: unknown }).send;
      const value = standIn(send, sending(end));
      Object.defineProperty(this, 'send', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  if (Object.hasOwn(prototype, 'emit')) return;
  watchInherited(prototype, 'emit', (call, args, self) =>
    args[0] === 'message' ? emitsMessage(self as object, args[1], call as () => boolean) : call(),
  );
}
