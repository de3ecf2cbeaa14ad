import type { Channel } from '../../protocol/events.ts';

/** One direction of a channel: what one end sends and the other receives. */
interface Way {
  /** By its number, from 1: the task that sent it, -1 for none, and when. */
  readonly tasks: number[];
  readonly atNs: number[];
}

/** A message that reached its receiver. */
interface Received {
  readonly way: Way;
  readonly number: number;
}

export interface SentMessage {
  readonly task: number;
  readonly atNs: number;
}

/**
 * Messages between threads, and which runs came of them. What was sent and what was received are told by two streams, in any order:
 * who sent it is known when both are there.
 */
export class Messages {
  readonly #ends = new Map<string, Channel>();
  readonly #ways = new Map<string, Way>();
  readonly #received: Received[] = [];
  /** By run: the message that its task began with. */
  readonly #began = new Map<number, number>();
  /** By run: the message that made the wait after it ready. */
  readonly #woke = new Map<number, number>();

  end(stream: number, number: number, channel: Channel): void {
    this.#ends.set(`${stream} ${number}`, channel);
  }

  /** False where the stream has not told of that end. */
  sent(stream: number, end: number, number: number, task: number, atNs: number): boolean {
    const way = this.#way(stream, end, 'out');
    if (way === null) return false;
    way.tasks[number] = task;
    way.atNs[number] = atNs;
    return true;
  }

  /** What to call it; -1 where the stream has not told of that end. */
  received(stream: number, end: number, number: number): number {
    const way = this.#way(stream, end, 'in');
    if (way === null) return -1;
    return this.#received.push({ way, number }) - 1;
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
    const { way, number } = received;
    const task = way.tasks[number] ?? -1;
    return task < 0 ? null : { task, atNs: way.atNs[number]! };
  }

  #way(stream: number, end: number, direction: 'out' | 'in'): Way | null {
    const channel = this.#ends.get(`${stream} ${end}`);
    if (channel === undefined) return null;
    const isStarters = (channel.end === 'starter') === (direction === 'out');
    const key = `${channel.start} ${isStarters ? 'down' : 'up'}`;
    let way = this.#ways.get(key);
    if (way === undefined) {
      way = { tasks: [], atNs: [] };
      this.#ways.set(key, way);
    }
    return way;
  }
}
