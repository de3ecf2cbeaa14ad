import { NS_PER_US } from '../../../protocol/units.ts';
import type { Channels, End } from './channels.ts';

interface Broadcast {
  readonly by: End;
  readonly task: number;
  readonly atNs: number;
  readonly overNs: number;
  /** No other thread was sending at the same time, so everything that others sent came clearly before or after it. */
  isAlone: boolean;
}

/** What an end received, in order; null if it began to listen while another end was sending. */
type Heard = readonly Broadcast[] | null;

/**
 * Finds who sent what an end of a broadcast channel received. Every end receives what all others send, in the order of sending. So the
 * n-th message that an end receives is the n-th that the others sent since it began to listen. Two messages that were sent at the same
 * time may arrive in either order.
 */
export class Broadcasts {
  readonly #channels: Channels;
  readonly #heard = new Map<End, { readonly sent: number; readonly heard: Heard }>();

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  senderOf(end: End, number: number, name: string, sinceUs: number): { task: number; atNs: number } | null {
    const one = this.#heardBy(end, name, sinceUs)?.[number - 1];
    return one?.isAlone ? { task: one.task, atNs: one.atNs } : null;
  }

  #heardBy(end: End, name: string, sinceUs: number): Heard {
    const ends = this.#channels.sharing(name);
    const sent = ends.reduce((sum, { overNs }) => sum + overNs.length, 0);
    const known = this.#heard.get(end);
    if (known?.sent === sent) return known.heard;
    const earliestNs = end.toldNs - sinceUs * NS_PER_US;
    let isSure = true;
    const heard: Broadcast[] = [];
    for (const by of ends) {
      if (by === end) continue;
      by.overNs.forEach((overNs, number) => {
        const atNs = by.atNs[number]!;
        // A thread does one thing after another.
        const isBefore = by.stream === end.stream ? atNs < end.toldNs : overNs <= earliestNs;
        if (isBefore) return;
        if (by.stream !== end.stream && atNs < end.toldNs) isSure = false;
        heard.push({ by, task: by.tasks[number] ?? -1, atNs, overNs, isAlone: true });
      });
    }
    heard.sort((one, other) => one.atNs - other.atNs);
    noteOverlaps(heard);
    this.#heard.set(end, { sent, heard: isSure ? heard : null });
    return isSure ? heard : null;
  }
}

/** `heard` is sorted by when sending began. */
function noteOverlaps(heard: readonly Broadcast[]): void {
  // A thread's last message begins after all its others are over.
  const last = new Map<number, Broadcast>();
  for (const one of heard) {
    for (const [stream, other] of last) {
      if (stream === one.by.stream || other.overNs < one.atNs) continue;
      one.isAlone = false;
      other.isAlone = false;
    }
    last.set(one.by.stream, one);
  }
}
