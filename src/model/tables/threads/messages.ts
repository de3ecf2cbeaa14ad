import type { Channel, HandOver } from '../../../protocol/channels.ts';
import { Broadcasts } from './broadcasts.ts';
import { Channels, type End } from './channels.ts';

/** A message that reached its receiver: the how manyth of that end. */
interface Received {
  readonly end: End;
  readonly number: number;
}

export interface SentMessage {
  readonly task: number;
  readonly atNs: number;
}

/**
 * Messages between threads, and within one, and which runs came of them. What was sent and what was received are told by two streams, in
 * any order: who sent it is known when both are there.
 */
export class Messages {
  readonly #channels = new Channels();
  readonly #broadcasts = new Broadcasts(this.#channels);
  readonly #received: Received[] = [];
  /** By run: the message that its task began with. */
  readonly #began = new Map<number, number>();
  /** By run: the message that made the wait after it ready. */
  readonly #woke = new Map<number, number>();

  end(stream: number, number: number, channel: Channel, atNs: number): void {
    this.#channels.add(stream, number, channel, atNs);
  }

  /** An end goes elsewhere. */
  handOver(stream: number, number: number, handOver: HandOver): void {
    this.#channels.handOver(stream, number, handOver);
  }

  /** False where the stream has not told of that end. */
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

  /** What to call it; -1 where the stream has not told of that end. */
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

  /** The message that a task began with, by its first run; null where there is none, or its sender is not known. */
  thatBegan(run: number): SentMessage | null {
    return this.#sender(this.#began.get(run));
  }

  /** The message that made the wait after a run ready. */
  thatWoke(run: number): SentMessage | null {
    return this.#sender(this.#woke.get(run));
  }

  /** The runs whose tasks began with what a task sent, and those whose waits it made ready. */
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
