// Messages between a thread and those that it has started. Both ends deliver in order and lose nothing, so the n-th that one end sends is
// the n-th that the other receives: each end tells of its own with that number, and nothing goes along with the message.
//
// What cannot be counted so is not told of: other ports, which may change hands, and broadcasts.

import { EventEmitter } from 'node:events';
import { MessagePort } from 'node:worker_threads';
import { BlobKind, type Channel, RecordType } from '../../protocol/events.ts';
import { currentTask, runningTask } from '../context.ts';
import { ownValue } from '../names/own-value.ts';
import { standIn, watch } from '../names/watched.ts';
import { put, putBlob } from '../sending/writer.ts';

/** One end of a channel. */
interface ChannelEnd {
  /** 0 before anything was told of it. */
  number: number;
  readonly channel: Channel;
  sent: number;
  received: number;
}

let lastNumber = 0;
/** Whose message was handed over last within a callback of something else's: as a worker ends, all that it has sent is. */
let within: ChannelEnd | null = null;
const ends = new WeakMap<object, ChannelEnd>();

const channelEnd = (channel: Channel): ChannelEnd => ({ number: 0, channel, sent: 0, received: 0 });

function tell(type: RecordType, end: ChannelEnd, a: number, b: number): void {
  if (end.number === 0) {
    end.number = ++lastNumber;
    putBlob(BlobKind.channel, JSON.stringify(end.channel), end.number);
  }
  put(type | (end.number << 8), a, b);
}

/** Told before the message is on its way, so that nobody receives what was not sent; the number of one that was refused is the next one's. */
function sends(end: ChannelEnd, call: () => unknown): unknown {
  const task = currentTask();
  tell(RecordType.sent, end, end.sent + 1, task === null ? 0 : task.id);
  const result = call();
  end.sent++;
  return result;
}

const receives = (end: ChannelEnd): void => tell(RecordType.received, end, ++end.received, 0);

/** A port is an end of the channel between a worker and who started it. */
export function isChannelOf(port: object, channel: Channel): void {
  ends.set(port, channelEnd(channel));
}

/** The loop calls a port: with a message, or, last of all, because it is closed, which is counted as one that nobody sent. */
export function portCalls(port: object, isNested: boolean): void {
  messageIsOver();
  const end = ends.get(port);
  if (end === undefined) return;
  receives(end);
  if (isNested) within = end;
}

/** What the loop runs from now on has nothing to do with the message any more. */
export function messageIsOver(): void {
  if (within === null) return;
  tell(RecordType.received, within, 0, 0);
  within = null;
}

/** `call` hands a message from the other end to the program. */
export function emitsMessage(emitter: object, call: () => boolean): boolean {
  const end = ends.get(emitter);
  // The program emits some, too, that nobody sent; Node's come from a tick, outside of any task's body.
  if (end === undefined || runningTask() !== null) return call();
  receives(end);
  try {
    return call();
  } finally {
    tell(RecordType.received, end, 0, 0);
  }
}

/** `workerThreads`: what that module of Node's exports, which has to be told of the change. */
export function watchPorts(workerThreads: object): void {
  watch(MessagePort.prototype, 'postMessage', (call, _args, self) => {
    const end = ends.get(self as object);
    return end === undefined ? call() : sends(end, call);
  });
  watch(workerThreads, 'receiveMessageOnPort', (call, [port]) => {
    const message = call();
    const end = typeof port === 'object' && port !== null ? ends.get(port) : undefined;
    // Whoever looks by itself was woken by nobody.
    if (end !== undefined && message !== undefined) end.received++;
    return message;
  });
}

/** Node's own, which it does not hand to the program; and what carries a handle may come later than what follows. */
function isNodes(message: unknown): boolean {
  const command = typeof message === 'object' && message !== null ? ownValue(message, 'cmd') : null;
  return typeof command === 'string' && command.startsWith('NODE_');
}

/** Around a process's `send`. */
const sending =
  (end: ChannelEnd) =>
  (call: () => unknown, [message, handle]: readonly unknown[]): unknown => {
    if (isNodes(message)) return call();
    // From then on nothing is told that could be wrong: the other end counts on.
    if (typeof handle === 'object' && handle !== null) end.sent = Number.NaN;
    return Number.isNaN(end.sent) ? call() : sends(end, call);
  };

/** This process may have a channel to the one that started it. */
export function watchOwnChannel(start: string): void {
  const end = channelEnd({ start, end: 'started' });
  ends.set(process, end);
  watch(process, 'send', sending(end));
}

/** A process that has just been started with a channel: Node gives it its `send` next. */
export function watchChild(child: object, start: string): void {
  if ('send' in child) return;
  const prototype = Object.getPrototypeOf(child) as object;
  const end = channelEnd({ start, end: 'starter' });
  ends.set(child, end);
  Object.defineProperty(prototype, 'send', {
    configurable: true,
    set(this: object, send: (...args: unknown[]) => unknown) {
      delete (prototype as { send?: unknown }).send;
      const value = standIn(send, sending(end));
      Object.defineProperty(this, 'send', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  if (Object.hasOwn(prototype, 'emit')) return;
  const emit = EventEmitter.prototype.emit as (...args: unknown[]) => boolean;
  const value = standIn(emit, (call, args, self) =>
    args[0] === 'message' ? emitsMessage(self as object, call as () => boolean) : call(),
  );
  Object.defineProperty(prototype, 'emit', { value, configurable: true, enumerable: false, writable: true });
}
