import { types } from 'node:util';
import { Combinator } from '../../protocol/events.ts';
import { clockNs } from '../sending/writer.ts';
import { State } from '../tasks/task-state.ts';
import { isRejected } from './promise-state.ts';

/** Members that are told, and looked at to see which settles the whole. */
export const LOOKED_AT = 100;

/** What `Promise.all`, `race`, `any` and `allSettled` make one promise of. */
export class Combination {
  /** So that it can stand among those who wait for a promise. */
  state: State = State.combination;
  readonly id = 0;
  readonly how: Combinator;
  /** How many there are. */
  readonly count: number;
  /** The first of them. */
  readonly members: readonly unknown[];
  /** Where it is made, if the text tells that its members are nobody else's; otherwise 0. */
  readonly site: number;
  /** The number of the task that makes it, 0 for none. */
  readonly by: number;
  /** A task waits for it, or did. */
  isAwaited = false;
  /** What others are made of its promise are waited for in its place: then who settled that is kept for them. */
  leads = false;
  #decided = -1;
  /** Those that have settled meanwhile, in order. */
  readonly #settled: object[] = [];
  /** When the last of them did, and the one before it: nanoseconds since time zero. */
  #lastNs = 0;
  #beforeNs = 0;

  constructor(how: Combinator, all: readonly unknown[], site: number, by: number) {
    this.how = how;
    this.site = site;
    this.by = by;
    this.count = all.length;
    const members: unknown[] = [];
    // Not by index: an element may be a getter of the program's.
    for (let i = 0; i < all.length && i < LOOKED_AT; i++) {
      members[i] = Object.getOwnPropertyDescriptor(all, i)?.value;
    }
    this.members = members;
  }

  settled(member: object): void {
    this.#settled[this.#settled.length] = member;
    if (!this.#needsAll()) return;
    this.#beforeNs = this.#lastNs;
    this.#lastNs = clockNs();
  }

  /**
   * For how long by now, in microseconds, the whole has had all but the member that settled it last, or longer, where there are more members
   * than are looked at: by no more was it late, however late that member was.
   */
  sinceOthersUs(): number {
    return this.#needsAll() ? Math.floor((clockNs() - this.#beforeNs) / 1000) : Number.POSITIVE_INFINITY;
  }

  #needsAll(): boolean {
    return this.how === Combinator.all || this.how === Combinator.allSettled;
  }

  /** Which member settled the whole, counted from 1; 0 where that cannot be told. */
  decidedBy(whole: object): number {
    if (this.#decided >= 0) return this.#decided;
    const decided = this.#find(whole);
    if (this.leads) this.#decided = decided;
    return decided;
  }

  #find(whole: object): number {
    const settled = this.#settled;
    if (settled.length === 0 || this.count > this.members.length) return 0;
    return this.members.indexOf(this.#decisive(settled, whole)) + 1;
  }

  #decisive(settled: readonly object[], whole: object): object | undefined {
    const last = settled[settled.length - 1];
    switch (this.how) {
      case Combinator.race:
        return settled[0];
      case Combinator.any:
        return settled.find((member) => !isRejected(member)) ?? last;
      case Combinator.all:
        // Only one that gave up early has members that have not settled.
        if (settled.length === this.members.length || !types.isPromise(whole) || !isRejected(whole))
          return last;
        return settled.find((member) => isRejected(member));
      default:
        return last;
    }
  }
}
