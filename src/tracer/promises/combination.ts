import { types } from 'node:util';
import { Combinator, MOST_MEMBERS } from '../../protocol/events.ts';
import { keepShape } from '../runtime/kept-shapes.ts';
import { clockNs } from '../sending/writer.ts';
import { State } from '../tasks/task-state.ts';
import { isRejected } from './promise-state.ts';

/** A combination: what `Promise.all`, `race`, `any` or `allSettled` makes one promise of. */
export class Combination {
  /** A combination waits for its members, so it needs what a waiting task has: `state` and `id`. */
  state: State = State.combination;
  readonly id = 0;
  readonly how: Combinator;
  /** How many members there are. */
  readonly count: number;
  /** The first MOST_MEMBERS of them, which are watched to see which of them settles the whole. */
  readonly members: readonly unknown[];
  /** The site where it is made, if the text shows that nobody else can wait for its members; otherwise 0. */
  readonly site: number;
  /** The number of the task that makes it, 0 for none. */
  readonly by: number;
  /** A task waits for it or has waited for it. */
  isAwaited = false;
  /** A task may wait for a promise that `then`, `catch` or `finally` made of it. So which member decided is kept until that one settles. */
  leads = false;
  /** This is so of a member, or it was told as a file that something else has settled: see `settled`. */
  isGuarded = false;
  #decided = -1;
  /** The members that have settled so far, in that order. */
  readonly #settled: object[] = [];
  /** When the last member settled, and the one before it: nanoseconds since time zero. Not zero before that: the first number above 2^31, after
   * two seconds, would give all combinations another shape. */
  #lastNs = Number.NEGATIVE_INFINITY;
  #beforeNs = Number.NEGATIVE_INFINITY;

  constructor(how: Combinator, all: readonly unknown[], site: number, by: number) {
    this.how = how;
    this.site = site;
    this.by = by;
    this.count = all.length;
    const members: unknown[] = [];
    // By its descriptor, since an element may be a getter of the program's.
    for (let i = 0; i < all.length && i < MOST_MEMBERS; i++) {
      members[i] = Object.getOwnPropertyDescriptor(all, i)?.value;
    }
    this.members = members;
  }

  /** `isGuarded`: a timer had been set or a file asked for along with the member, and something else has settled it. */
  settled(member: object, isGuarded = false): void {
    if (isGuarded) this.isGuarded = true;
    this.#settled[this.#settled.length] = member;
    if (!this.#needsAll()) return;
    this.#beforeNs = this.#lastNs;
    this.#lastNs = clockNs();
  }

  /**
   * For how many microseconds all members but the last one to settle have been settled, or longer if there are more members than are watched.
   * However late the last member was, the whole was late by no more than that.
   */
  sinceOthersUs(): number {
    return this.#needsAll() ? Math.floor((clockNs() - this.#beforeNs) / 1000) : Number.POSITIVE_INFINITY;
  }

  #needsAll(): boolean {
    return this.how === Combinator.all || this.how === Combinator.allSettled;
  }

  /** Which member settled the whole, counted from 1; 0 if that is unknown. */
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
        // If all members have settled, the last one decided. Otherwise the whole was rejected early.
        if (settled.length === this.members.length || !types.isPromise(whole) || !isRejected(whole))
          return last;
        return settled.find((member) => isRejected(member));
      default:
        return last;
    }
  }
}

keepShape(new Combination(Combinator.all, [], 0, 0));
