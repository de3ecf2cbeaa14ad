// Both ends of a channel deliver in order and lose nothing, so the n-th that one end sends is the n-th that the other receives: each end
// tells of its own with that number, and nothing goes along with the message.

import type { Carried, Channel, HandOver } from '../../protocol/channels.ts';
import { BlobKind, RecordType } from '../../protocol/events.ts';
import { put, putBlob } from '../sending/writer.ts';
import { currentTask } from '../tasks/context.ts';

/** One end of a channel. */
export interface ChannelEnd {
  /** 0 before anything was told of it. */
  number: number;
  readonly channel: Channel;
  sent: number;
  received: number;
}

let lastNumber = 0;
const ends = new WeakMap<object, ChannelEnd>();
// Taken before the program can replace them.
const { get, set } = ends;

export const endOf = (object: object): ChannelEnd | undefined => get.call(ends, object);

/** What sends and receives, a port, a process, a worker's object, is an end of the channel. */
export function isEndOf(object: object, channel: Channel): ChannelEnd {
  const end = { number: 0, channel, sent: 0, received: 0 };
  set.call(ends, object, end);
  return end;
}

/** The number of an end, which the stream tells of from now on. */
export function numberOf(end: ChannelEnd): number {
  if (end.number === 0) {
    end.number = ++lastNumber;
    putBlob(BlobKind.channel, JSON.stringify(end.channel), end.number);
  }
  return end.number;
}

/** Told before the message is on its way, so that nobody receives what was not sent; the number of one that was refused is the next one's. */
export function sends<T>(end: ChannelEnd, call: () => T): T {
  const task = currentTask();
  put(RecordType.sent | (numberOf(end) << 8), end.sent + 1, task === null ? 0 : task.id);
  const result = call();
  end.sent++;
  if ('broadcast' in end.channel) put(RecordType.sent | (end.number << 8), 0, 0);
  return result;
}

export const receives = (end: ChannelEnd): void =>
  put(RecordType.received | (numberOf(end) << 8), ++end.received, 0);

/** What runs from now on has nothing to do with what an end received last. */
export const isOver = (end: ChannelEnd): void => put(RecordType.received | (numberOf(end) << 8), 0, 0);

/** An end has gone elsewhere with a message. */
export function goesElsewhere(end: ChannelEnd, carried: Carried): void {
  const { sent, received } = end;
  const handOver: HandOver = { ...carried, sent, received };
  putBlob(BlobKind.handOver, JSON.stringify(handOver), numberOf(end));
}
