import type { Channel, HandOver } from '../../../protocol/channels.ts';

/** An end of a channel, as one stream tells of it. */
export interface End {
  /** What it is called among all of them. */
  readonly name: string;
  readonly stream: number;
  readonly channel: Channel;
  readonly toldNs: number;
  /** By the number of a message that it sent, from 1: the task that did, -1 for none, and when. */
  readonly tasks: number[];
  readonly atNs: number[];
  /** When what it broadcast had reached everybody. */
  readonly overNs: number[];
  /** Null while it is not known. */
  place: Place | null;
}

/** Which end of which channel, wherever it goes, and how many messages had gone through it before. */
interface Place {
  readonly channel: string;
  readonly side: 0 | 1;
  readonly sent: number;
  readonly received: number;
}

interface Handed extends HandOver {
  readonly stream: number;
  /** The end that went. */
  readonly number: number;
}

const NUMBERS = 2 ** 24;

/**
 * The ends of channels. A port may go from thread to thread: who gives it away and who gets it tell of the same message, in two streams
 * and in any order, so where an end belongs is looked up when somebody asks.
 */
export class Channels {
  readonly #ends = new Map<number, End>();
  /** Ends whose place is not known, and ends that went elsewhere, as they were told. */
  readonly #news: (End | Handed)[] = [];
  /** Those that were looked at, by what would tell more. */
  readonly #waiting = new Map<string, (End | Handed)[]>();
  readonly #freed: (End | Handed)[] = [];
  /** By the message that took them and their place in it. */
  readonly #byMessage = new Map<string, Handed>();
  readonly #at = new Map<string, End[]>();
  readonly #broadcasts = new Map<string, End[]>();

  add(stream: number, number: number, channel: Channel, toldNs: number): void {
    const name = endKey(stream, number);
    const end: End = { name, stream, channel, toldNs, tasks: [], atNs: [], overNs: [], place: null };
    this.#ends.set(stream * NUMBERS + number, end);
    if ('broadcast' in channel) add(this.#broadcasts, channel.broadcast, end);
    else this.#news.push(end);
  }

  find(stream: number, number: number): End | null {
    return this.#ends.get(stream * NUMBERS + number) ?? null;
  }

  handOver(stream: number, number: number, handOver: HandOver): void {
    this.#news.push({ stream, number, ...handOver });
  }

  /** All ends through which somebody broadcasts to, or hears, the same. */
  sharing(broadcast: string): readonly End[] {
    return this.#broadcasts.get(broadcast) ?? [];
  }

  /** The task that sent what an end received as its `number`th, and when; null where that is not known. */
  senderOf(end: End, number: number): { task: number; atNs: number } | null {
    if (this.#news.length > 0) this.#settle();
    const { place } = end;
    if (place === null) return null;
    const sent = number + place.received;
    for (const other of this.#at.get(key(place.channel, 1 - place.side)) ?? []) {
      const own = sent - (other.place as Place).sent;
      const task = other.tasks[own];
      if (task !== undefined) return { task, atNs: other.atNs[own]! };
    }
    return null;
  }

  /** Finds out where ends belong of which that was not known, as long as one leads to another: each is looked at when what it waits for is known. */
  #settle(): void {
    const found: (End | Handed)[] = [...this.#news.splice(0)];
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      const waitsFor = 'channel' in next ? this.#place(next) : this.#take(next);
      if (waitsFor !== null) add(this.#waiting, waitsFor, next);
      else found.push(...this.#freed.splice(0));
    }
  }

  /** Where an end belongs; what is not known yet and would tell it, null once it is told. */
  #place(end: End): string | null {
    const { channel, stream } = end;
    if ('start' in channel) {
      const side = channel.end === 'starter' ? 0 : 1;
      return this.#told(end, { channel: channel.start, side, sent: 0, received: 0 });
    }
    if (!('cameWith' in channel)) return null;
    const { end: carried, message, index } = channel.cameWith;
    const carrier = this.find(stream, carried)?.place;
    if (carrier == null) return endKey(stream, carried);
    const came = messageKey(carrier.channel, 1 - carrier.side, message + carrier.received, index);
    const handed = this.#byMessage.get(came);
    if (handed === undefined) return came;
    const before = this.find(handed.stream, handed.number)?.place;
    if (before == null) return endKey(handed.stream, handed.number);
    const { sent, received } = handed;
    return this.#told(end, {
      channel: before.channel,
      side: before.side,
      sent: before.sent + sent,
      received: before.received + received,
    });
  }

  #told(end: End, place: Place): null {
    end.place = place;
    add(this.#at, key(place.channel, place.side), end);
    this.#free(end.name);
    return null;
  }

  /** Which message an end went with. */
  #take(handed: Handed): string | null {
    const carrier = this.find(handed.stream, handed.end)?.place;
    if (carrier == null) return endKey(handed.stream, handed.end);
    const went = messageKey(carrier.channel, carrier.side, handed.message + carrier.sent, handed.index);
    this.#byMessage.set(went, handed);
    this.#free(went);
    return null;
  }

  #free(known: string): void {
    for (const waiting of this.#waiting.get(known) ?? []) this.#freed.push(waiting);
    this.#waiting.delete(known);
  }
}

const key = (channel: string, side: number): string => `${channel} ${side}`;

const endKey = (stream: number, number: number): string => `end ${stream} ${number}`;
const messageKey = (channel: string, side: number, message: number, index: number): string =>
  `${key(channel, side)} ${message} ${index}`;

function add<One>(lists: Map<string, One[]>, name: string, one: One): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [one]);
  else list.push(one);
}
