import type { Channel, HandOver } from '../../protocol/events.ts';

/** An end of a channel, as one stream tells of it. */
export interface End {
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
  readonly #homeless = new Set<End>();
  readonly #handed: Handed[] = [];
  /** By the message that took them and their place in it. */
  readonly #byMessage = new Map<string, Handed>();
  readonly #at = new Map<string, End[]>();
  readonly #broadcasts = new Map<string, End[]>();
  /** Something was told since it was last found out where ends belong. */
  #isNew = false;

  add(stream: number, number: number, channel: Channel, toldNs: number): void {
    const end: End = { stream, channel, toldNs, tasks: [], atNs: [], overNs: [], place: null };
    this.#ends.set(stream * NUMBERS + number, end);
    if ('broadcast' in channel) add(this.#broadcasts, channel.broadcast, end);
    else this.#homeless.add(end);
    this.#isNew = true;
  }

  find(stream: number, number: number): End | null {
    return this.#ends.get(stream * NUMBERS + number) ?? null;
  }

  handOver(stream: number, number: number, handOver: HandOver): void {
    this.#handed.push({ stream, number, ...handOver });
    this.#isNew = true;
  }

  /** All ends through which somebody broadcasts to, or hears, the same. */
  sharing(broadcast: string): readonly End[] {
    return this.#broadcasts.get(broadcast) ?? [];
  }

  /** The task that sent what an end received as its `number`th, and when; null where that is not known. */
  senderOf(end: End, number: number): { task: number; atNs: number } | null {
    if (this.#isNew) this.#settle();
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

  /** Finds out where ends belong of which that was not known, as long as one leads to another. */
  #settle(): void {
    this.#isNew = false;
    for (let before = -1; this.#homeless.size + this.#handed.length !== before; ) {
      before = this.#homeless.size + this.#handed.length;
      for (const end of this.#homeless) {
        end.place = this.#placeOf(end);
        if (end.place === null) continue;
        this.#homeless.delete(end);
        add(this.#at, key(end.place.channel, end.place.side), end);
      }
      for (let at = this.#handed.length - 1; at >= 0; at--) {
        const handed = this.#handed[at]!;
        const carrier = this.find(handed.stream, handed.end)?.place;
        if (carrier == null) continue;
        this.#handed.splice(at, 1);
        const { channel, side, sent } = carrier;
        this.#byMessage.set(`${key(channel, side)} ${handed.message + sent} ${handed.index}`, handed);
      }
    }
  }

  #placeOf({ stream, channel }: End): Place | null {
    if ('start' in channel)
      return { channel: channel.start, side: channel.end === 'starter' ? 0 : 1, sent: 0, received: 0 };
    if (!('cameWith' in channel)) return null;
    const { end, message, index } = channel.cameWith;
    const carrier = this.find(stream, end)?.place;
    if (carrier == null) return null;
    const number = message + carrier.received;
    const handed = this.#byMessage.get(`${key(carrier.channel, 1 - carrier.side)} ${number} ${index}`);
    const before = handed === undefined ? null : this.find(handed.stream, handed.number)?.place;
    if (handed === undefined || before == null) return null;
    return {
      channel: before.channel,
      side: before.side,
      sent: before.sent + handed.sent,
      received: before.received + handed.received,
    };
  }
}

const key = (channel: string, side: number): string => `${channel} ${side}`;

function add(lists: Map<string, End[]>, name: string, end: End): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [end]);
  else list.push(end);
}
