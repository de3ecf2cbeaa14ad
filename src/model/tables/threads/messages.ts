import type { Channel, HandOver } from '../../../protocol/channels.ts';
import { Broadcasts } from './broadcasts.ts';
import { Channels, type End } from './channels.ts';

/** A message that reached its receiver, with its number at that end. */
interface Received {
  readonly end: End;
  readonly number: number;
}

export interface SentMessage {
  readonly task: number;
  readonly atNs: number;
}

/**
 * Messages between threads, or within one, and the runs that they caused. Sending and receiving are reported by two streams, in any order.
 * The sender is known once both have come.
 */
export class Messages {
  readonly #channels = new Channels();
  readonly #broadcasts = new Broadcasts(this.#channels);
  readonly #received: Received[] = [];
  /** By run, the message with which its task began. */
  readonly #began = new Map<number, number>();
  /** By run, the message that made the wait after it ready. */
  readonly #woke = new Map<number, number>();

  end(stream: number, number: number, channel: Channel, atNs: number): void {
    this.#channels.add(stream, number, channel, atNs);
  }

  /** An end is transferred. */
  handOver(stream: number, number: number, handOver: HandOver): void {
    this.#channels.handOver(stream, number, handOver);
  }

  /** A message was sent. False if the stream has not reported that end. */
  sent(stream: number, number: number, message: number, task: number, atNs: number): boolean {
    const end = this.#channels.find(stream, number);
    if (end === null) return false;
    if (message === 0) {
      if (end.tasks.length > 0) end.overNs[end.tasks.length - 1] = atNs;
      return true;
    }
    end.tasks[message] = task;
    end.atNs[message] = atNs;
    return true;
  }

  /** A message was received. Returns its number for `began` and `woke`; -1 if the stream has not reported that end. */
  received(stream: number, number: number, message: number): number {
    const end = this.#channels.find(stream, number);
    return end === null ? -1 : this.#received.push({ end, number: message }) - 1;
  }

  began(run: number, message: number): void {
    this.#began.set(run, message);
  }

  woke(run: number, message: number): void {
    this.#woke.set(run, message);
  }

  /** The message with which a task began, by its first run; null if there is none, or its sender is unknown. */
  thatBegan(run: number): SentMessage | null {
    return this.#sender(this.#began.get(run));
  }

  /** The message that made the wait after a run ready. */
  thatWoke(run: number): SentMessage | null {
    return this.#sender(this.#woke.get(run));
  }

  /** The runs of tasks that began with a message from this task, and those whose waits such a message made ready. */
  *cameOf(task: number): Generator<{ readonly run: number; readonly began: boolean }> {
    for (const [run, message] of this.#began)
      if (this.#sender(message)?.task === task) yield { run, began: true };
    for (const [run, message] of this.#woke)
      if (this.#sender(message)?.task === task) yield { run, began: false };
  }

  #sender(message: number | undefined): SentMessage | null {
    const received = this.#received[message ?? -1];
    if (received === undefined) return null;
    const { end, number } = received;
    const { channel } = end;
    const sender =
      'broadcast' in channel
        ? this.#broadcasts.senderOf(end, number, channel.broadcast, channel.sinceUs)
        : this.#channels.senderOf(end, number);
    return sender === null || sender.task < 0 ? null : sender;
  }
}
