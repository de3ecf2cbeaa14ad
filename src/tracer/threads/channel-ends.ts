// Both ends of a channel deliver in order and lose nothing, so the n-th message that one end sends is the n-th that the other receives. Each
// end records its messages by that number, and nothing is added to the messages themselves.

import type { Carried, Channel, HandOver } from '../../protocol/channels.ts';
import { BlobKind, RecordType } from '../../protocol/events.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import { put, putBlob } from '../sending/writer.ts';
import { currentTask } from '../tasks/context.ts';

/** One end of a channel. */
export interface ChannelEnd {
  /** Its number in the stream; 0 before anything was recorded of it. */
  number: number;
  readonly channel: Channel;
  sent: number;
  received: number;
}

let lastNumber = 0;
const ends = new SafeWeakMap<object, ChannelEnd>();

export const endOf = (object: object): ChannelEnd | undefined => ends.get(object);

/** An object that sends and receives (a port, a process, a worker's object) is an end of the channel. */
export function isEndOf(object: object, channel: Channel): ChannelEnd {
  const end = { number: 0, channel, sent: 0, received: 0 };
  ends.set(object, end);
  return end;
}

/** The number of an end. Introduces the end in the stream if it was not yet. */
export function numberOf(end: ChannelEnd): number {
  if (end.number === 0) {
    end.number = ++lastNumber;
    putBlob(BlobKind.channel, JSON.stringify(end.channel), end.number);
  }
  return end.number;
}

/** Records a message before `call` sends it, so that nobody receives what was not sent. If `call` throws, the next message gets the same number. */
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

/** What runs from now on does not come of the message that an end received last. */
export const isOver = (end: ChannelEnd): void => put(RecordType.received | (numberOf(end) << 8), 0, 0);

/** An end has gone elsewhere with a message. */
export function goesElsewhere(end: ChannelEnd, carried: Carried): void {
  const { sent, received } = end;
  const handOver: HandOver = { ...carried, sent, received };
  putBlob(BlobKind.handOver, JSON.stringify(handOver), numberOf(end));
}
