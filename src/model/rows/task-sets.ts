import { TaskKind } from '../../protocol/events.ts';
import { IndexColumn, LongTable } from '../columns/long-table.ts';
import { CountColumn, FewColumn, Lengths, NearIndexColumn, NearRowColumn } from '../columns/near-columns.ts';
import { definitionOf, kindOf, nameOf, shortPath, threadLabel, threadOf } from '../details/labels.ts';
import { SiteReader } from '../events/site-reader.ts';
import type { Model } from '../model.ts';
import { Fold } from '../picture/fold.ts';
import type { Work } from '../work.ts';
import { FailuresBelow } from './hidden/failures-below.ts';
import { rowTreeOf } from './row-tree.ts';

/** What tasks of one set have in common: for `tree` their function and their parent, otherwise the property that is named. */
export type Grouping = 'tree' | 'function' | 'kind' | 'file' | 'thread';

/** Tasks added or gathered before other questions may be answered: 1 to 2 ms. */
const PIECE = 8192;
/** If a parent has more sets than this, they are looked up in a map instead of one by one. */
const FEW_SETS = 16;

/**
 * Sets of tasks that belong together, each in order of arrival. One row per set of 11 bytes, and 6 bytes per task. Tasks are only ever
 * added to a set.
 *
 *     by task     set of it, next member
 *     by set      first and last member, size, next set of the same parent
 *     by parent   first set
 */
export class TaskSets extends LongTable {
  readonly grouping: Grouping;
  readonly #membersBefore = new Lengths();
  readonly first = this.column(new NearIndexColumn(this.#membersBefore));
  readonly #last = this.column(new IndexColumn());
  readonly size = this.column(new CountColumn());
  readonly nextSet = this.column(new NearRowColumn());
  /** The index in `#keys` of what the set's tasks have in common. */
  readonly #key = this.column(new FewColumn());
  readonly members = new Members();
  readonly #model: Model;
  readonly #sites: SiteReader;
  readonly #parents = new Parents();
  readonly #folds = new Map<number, Fold>();
  /** By set, the last of its tasks that was added to its fold, where the order is another one. */
  readonly #lastFolded = new Map<number, number>();
  readonly #failures: FailuresBelow;
  /** By set, the last of its first tasks that do not share its row, and how many there are of those (-1 until it is needed). */
  readonly #apart = new Map<number, { readonly last: number; count: number }>();
  readonly #manySets = new Map<number, Map<number, number>>();
  readonly #keys: number[] = [];
  readonly #placesOfKeys = new Map<number, number>();
  /** A number for each text by which tasks are told apart. */
  readonly #words = new Map<string, number>();
  /** By row of the site store, its number + 1. */
  #siteNumbers: number[] = [];

  constructor(model: Model, grouping: Grouping) {
    super();
    this.#model = model;
    this.#sites = new SiteReader(model);
    this.#failures = new FailuresBelow(model, this);
    this.grouping = grouping;
  }

  /** Adds the new tasks. */
  update(): this {
    this.#takeIn(this.#model.tables.tasks.length);
    return this;
  }

  /** The same, in pieces. */
  *updating(): Work<void> {
    const { tasks } = this.#model.tables;
    while (this.members.length + PIECE < tasks.length) {
      this.#takeIn(this.members.length + PIECE);
      yield;
    }
    this.update();
  }

  #takeIn(untilTask: number): void {
    const isTree = this.grouping === 'tree';
    const tree = rowTreeOf(this.#model);
    for (let task = this.members.length; task < untilTask; task++) {
      // Only in a tree does a set have a parent.
      if (isTree || task === 0) this.#parents.add(this.length);
      const parent = isTree ? tree.above(task) : -1;
      const key = this.#keyOf(task);
      const known = this.#find(parent, key);
      const set = known < 0 ? this.#addSet(parent, key, task) : known;
      if (known >= 0) this.members.next.set(this.#last.get(set), task);
      this.#last.set(set, task);
      this.size.increment(set);
      this.members.add(set, this.length);
    }
  }

  /** The first set below a parent (-1: at the top level, where all sets of a flat grouping are); -1 for none. */
  firstOf(parent: number): number {
    return this.#parents.firstSet.get(parent + 1);
  }

  /** The tasks that share a set's row. */
  *tasksOf(set: number): Generator<number> {
    for (let task = this.firstSharing(set); task >= 0; task = this.members.next.get(task)) yield task;
  }

  /** How many tasks share a set's row; 0 if there is no such set. */
  sizeOf(set: number): number {
    return set < this.length ? this.size.get(set) - this.#apartCount(set) : 0;
  }

  /** The first of those tasks; -1 for none. */
  firstSharing(set: number): number {
    const last = this.lastApart(set);
    return last < 0 ? this.first.get(set) : this.members.next.get(last);
  }

  /** The last of a set's first tasks that have rows of their own; -1 if all share its row. */
  lastApart(set: number): number {
    return this.#apart.size === 0 ? -1 : (this.#apart.get(set)?.last ?? -1);
  }

  /** The sets of which the first tasks have rows of their own. */
  get withApart(): Iterable<number> {
    return this.#apart.keys();
  }

  /** Gives a set's tasks up to `last` rows of their own; with -1 all share its row. */
  setApart(set: number, last: number): void {
    if (last === this.lastApart(set)) return;
    this.#folds.delete(set);
    this.#lastFolded.delete(set);
    if (last < 0) this.#apart.delete(set);
    else this.#apart.set(set, { last, count: -1 });
  }

  /** From now on, all tasks of every set share its row. */
  shareAll(): void {
    for (const set of [...this.#apart.keys()]) this.setApart(set, -1);
  }

  /** The tasks of a set that have rows of their own. */
  *apartOf(set: number): Generator<number> {
    const last = this.lastApart(set);
    for (let task = this.first.get(set); task >= 0 && task <= last; task = this.members.next.get(task))
      yield task;
  }

  isApart(task: number): boolean {
    return this.#apart.size > 0 && task <= this.lastApart(this.members.set.get(task));
  }

  #apartCount(set: number): number {
    const apart = this.#apart.size === 0 ? undefined : this.#apart.get(set);
    if (apart === undefined) return 0;
    if (apart.count < 0) apart.count = [...this.apartOf(set)].length;
    return apart.count;
  }

  /** The fold of the tasks that share a set's row. It is kept, so that only what has come or changed since is looked at. */
  foldOf(set: number): Fold {
    const fold = this.#foldFor(set);
    this.#gather(set, fold, Number.POSITIVE_INFINITY);
    return fold;
  }

  /** Prepares that fold in pieces. */
  *folding(set: number): Work<void> {
    const fold = this.#foldFor(set);
    while (this.#gather(set, fold, PIECE)) yield;
    yield* fold.summing();
  }

  #foldFor(set: number): Fold {
    const known = this.#folds.get(set);
    if (known !== undefined) return known;
    const fold = new Fold(this.#model, new Int32Array(0));
    this.#folds.set(set, fold);
    return fold;
  }

  /** Adds at most `most` of a set's tasks to its fold; returns whether there are more. */
  #gather(set: number, fold: Fold, most: number): boolean {
    const known = fold.tasks.length;
    const left = this.sizeOf(set) - known;
    if (left === 0) return false;
    const more = new Int32Array(Math.min(most, left));
    const { next } = this.members;
    let task = known === 0 ? this.firstSharing(set) : next.get(this.#lastFolded.get(set)!);
    for (let at = 0; at < more.length; at++, task = next.get(task)) more[at] = task;
    this.#lastFolded.set(set, more[more.length - 1]!);
    fold.add(more);
    return left > more.length;
  }

  /** How many tasks that a set's tasks started, directly or not, were rejected. */
  failedBelow(set: number): number {
    return this.#failures.of(set);
  }

  /** A set's label: `leaf`, `callbacks`, `market.mjs`, `worker resize.mjs #1`. */
  labelOf(set: number): string {
    const task = this.first.get(set);
    if (this.grouping === 'kind') return KIND_WORDS[kindOf(this.#model, task)];
    if (this.grouping === 'thread') return threadLabel(threadOf(this.#model, task));
    if (this.grouping !== 'file') return nameOf(this.#model, task);
    const { sites } = this.#model.tables;
    const site = definitionOf(this.#model, task);
    return site < 0 ? 'no file' : shortPath(sites.files[sites.file[site]!]!, sites.files);
  }

  #find(parent: number, key: number): number {
    const many = this.#manySets.get(parent);
    if (many !== undefined) return many.get(key) ?? -1;
    let looked = 0;
    for (let set = this.firstOf(parent); set >= 0; set = this.nextSet.get(set)) {
      if (this.#keyOfSet(set) === key) return set;
      looked++;
    }
    if (looked >= FEW_SETS) {
      const map = new Map<number, number>();
      for (let set = this.firstOf(parent); set >= 0; set = this.nextSet.get(set))
        map.set(this.#keyOfSet(set), set);
      this.#manySets.set(parent, map);
    }
    return -1;
  }

  #addSet(parent: number, key: number, task: number): number {
    const set = this.addRow();
    this.#membersBefore.note(set, task);
    this.first.set(set, task);
    this.nextSet.set(set, this.firstOf(parent));
    this.#parents.firstSet.set(parent + 1, set);
    this.#key.set(set, this.#placeOfKey(key));
    this.#manySets.get(parent)?.set(key, set);
    return set;
  }

  #keyOfSet(set: number): number {
    return this.#keys[this.#key.get(set)]!;
  }

  #placeOfKey(key: number): number {
    const known = this.#placesOfKeys.get(key);
    if (known !== undefined) return known;
    this.#placesOfKeys.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  #keyOf(task: number): number {
    const { tasks } = this.#model.tables;
    const stream = tasks.stream.get(task);
    const site = tasks.site.get(task);
    const kind = tasks.kind.get(task);
    if (this.grouping === 'kind') return kind;
    if (this.grouping === 'thread') return stream;
    if (this.grouping === 'file') {
      const row = this.#sites.definition(task);
      return row < 0 ? -1 : this.#model.tables.sites.file[row]!;
    }
    // Spans without a place are told apart by name, callbacks by phase.
    if (kind === TaskKind.span) return -1 - this.#numberOf(`span ${nameOf(this.#model, task)}`);
    if (this.grouping === 'function') return this.#functionKey(task);
    const phase = site === 0 ? this.#phaseOf(task) : 0;
    // Exact in a double: 16 bits of stream, 20 of site, 4 each of kind and phase.
    return ((stream * 0x10_0000 + site) * 16 + kind) * 16 + phase;
  }

  #phaseOf(task: number): number {
    const { turns } = this.#model.streamOf(task);
    return turns.phase.get(turns.ofRun(this.#model.tables.tasks.firstRun.get(task)));
  }

  /** The same function in several threads has one key. */
  #functionKey(task: number): number {
    const { sites } = this.#model.tables;
    const site = this.#sites.definition(task);
    if (site < 0) return this.#numberOf(nameOf(this.#model, task));
    this.#siteNumbers[site] ??= this.#numberOf(sites.placeKey(site));
    return this.#siteNumbers[site];
  }

  #numberOf(words: string): number {
    const known = this.#words.get(words);
    if (known !== undefined) return known;
    this.#words.set(words, this.#words.size);
    return this.#words.size - 1;
  }
}

const KIND_WORDS = {
  async: 'async functions',
  generator: 'async generators',
  module: 'modules',
  callback: 'callbacks',
  span: 'spans',
} as const;

class Members extends LongTable {
  readonly #setsBefore = new Lengths();
  readonly set = this.column(new NearIndexColumn(this.#setsBefore));
  readonly next = this.column(new NearRowColumn());

  /** Adds a set, as number `sets`. */
  add(set: number, sets: number): void {
    const task = this.addRow();
    this.#setsBefore.note(task, sets);
    this.set.set(task, set);
  }
}

/** The first set of each parent, stored one row further on because -1 is a parent too. */
class Parents extends LongTable {
  readonly #setsBefore = new Lengths();
  readonly firstSet = this.column(new NearIndexColumn(this.#setsBefore));

  add(sets: number): void {
    this.#setsBefore.note(this.addRow(), sets);
  }
}
