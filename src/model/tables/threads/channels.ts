import type { Channel, HandOver } from '../../../protocol/channels.ts';
import { addToList } from '../../lists.ts';

/** An end of a channel, as one stream reported it. */
export interface End {
  /** Its name, unique among all ends. */
  readonly name: string;
  readonly stream: number;
  readonly channel: Channel;
  readonly toldNs: number;
  /** By the number of a message that it sent, from 1: the task that sent it (-1 for none), and when. */
  readonly tasks: number[];
  readonly atNs: number[];
  /** When each of its broadcasts had reached everybody. */
  readonly overNs: number[];
  /** Null while unknown. */
  place: Place | null;
}

/** Which end of which channel it is, wherever it is transferred, and how many messages had gone through that end before. */
interface Place {
  readonly channel: string;
  readonly side: 0 | 1;
  readonly sent: number;
  readonly received: number;
}

interface Handed extends HandOver {
  readonly stream: number;
  /** The end that was transferred. */
  readonly number: number;
}

const NUMBERS = 2 ** 24;

/**
 * The ends of channels. A port may be transferred from thread to thread. Sender and receiver report the same message in two streams, in
 * any order. So it is worked out only on demand which end of which channel a port is.
 */
export class Channels {
  readonly #ends = new Map<number, End>();
  /** Ends whose place is unknown, and ends that were transferred, in order of arrival. */
  readonly #news: (End | Handed)[] = [];
  /** Those that were looked at, by what has to be known first. */
  readonly #waiting = new Map<string, (End | Handed)[]>();
  readonly #freed: (End | Handed)[] = [];
  /** Transferred ends, by the message that carried them and their number in it. */
  readonly #byMessage = new Map<string, Handed>();
  readonly #at = new Map<string, End[]>();
  readonly #broadcasts = new Map<string, End[]>();

  add(stream: number, number: number, channel: Channel, toldNs: number): void {
    const name = endKey(stream, number);
    const end: End = { name, stream, channel, toldNs, tasks: [], atNs: [], overNs: [], place: null };
    this.#ends.set(stream * NUMBERS + number, end);
    if ('broadcast' in channel) addToList(this.#broadcasts, channel.broadcast, end);
    else this.#news.push(end);
  }

  find(stream: number, number: number): End | null {
    return this.#ends.get(stream * NUMBERS + number) ?? null;
  }

  handOver(stream: number, number: number, handOver: HandOver): void {
    this.#news.push({ stream, number, ...handOver });
  }

  /** All ends of the same broadcast channel. */
  sharing(broadcast: string): readonly End[] {
    return this.#broadcasts.get(broadcast) ?? [];
  }

  /** The task that sent the `number`th message that an end received, and when; null if unknown. */
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

  /** Works out the places of ends, as long as one leads to another: each is looked at when what it depends on is known. */
  #settle(): void {
    const found: (End | Handed)[] = [...this.#news.splice(0)];
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      const waitsFor = 'channel' in next ? this.#place(next) : this.#take(next);
      if (waitsFor !== null) addToList(this.#waiting, waitsFor, next);
      else found.push(...this.#freed.splice(0));
    }
  }

  /** Works out an end's place. Returns what has to be known first; null when done. */
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
    addToList(this.#at, key(place.channel, place.side), end);
    this.#free(end.name);
    return null;
  }

  /** Works out with which message an end was transferred; returns the same. */
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
