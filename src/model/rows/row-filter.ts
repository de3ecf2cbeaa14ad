import type { TaskKindName } from '../../protocol/events.ts';
import { grown } from '../columns/columns.ts';
import { NumbersById, ofStream } from '../columns/numbers-by-id.ts';
import { asciiNeedle } from '../columns/text-pool.ts';
import { isInstalled, kindOf, labelOf, nameOf, placeOf } from '../details/labels.ts';
import { stateOf } from '../details/states.ts';
import { SiteReader } from '../events/site-reader.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { LineTasks } from '../totals/line-tasks.ts';
import type { RowView } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { PlaceTasks } from './place-tasks.ts';
import { rowTreeOf } from './row-tree.ts';
import { SearchedPaths } from './searched-paths.ts';

/** Which tasks to show: those that meet all of these conditions. */
export interface TaskFilter {
  /** Part of a name, a label or a file's path below the folder of all files; case does not matter. */
  readonly text: string;
  /** Empty for any. */
  readonly states: readonly RowView['state'][];
  /** Empty for any. */
  readonly kinds: readonly TaskKindName[];
  /** The path of the file in which it is defined; with a line, it is defined or has waited there. Null for any. */
  readonly file: string | null;
  readonly line: number | null;
  /** At least this long, nanoseconds. */
  readonly longerNs: number;
  /** Shorter than this, and ended; null for any. */
  readonly shorterNs: number | null;
  /** Only what is defined in the user's own code, outside the folders for installed packages. */
  readonly mine: boolean;
}

export const NO_FILTER: TaskFilter = {
  text: '',
  states: [],
  kinds: [],
  file: null,
  line: null,
  longerNs: 0,
  shorterNs: null,
  mine: false,
};

/** Tasks looked at before other questions may be answered: 1 ms. */
const PIECE = 16_384;

/** What a filter decides about a task. `context`: the task itself does not match, but it started one that does. */
export const Shown = { no: 0, context: 1, match: 2 } as const;

/** Decides which tasks match. What only depends on a task's place is decided once per place. */
export class RowFilter {
  readonly #model: Model;
  readonly #sites: SiteReader;
  readonly #placeTasks: PlaceTasks;
  #filter: TaskFilter = NO_FILTER;
  #text = '';
  /** The text as bytes, when it contains no bracket: then it can only be in a task's name or in its recorded arguments, not across both. */
  #needle: Uint8Array | null = null;
  #active = false;
  /** Whether the filter depends on more than a task's place and its label. */
  #isOfTasks = false;
  /** By row of the site store, bits of `Place`; 0 while it has not been looked at. */
  #places = new Uint8Array(0);
  /** The same by stream and by the tracer's id of the place, which is quicker to find for a task. */
  readonly #placesById = new Map<number, NumbersById>();
  #stream = -1;
  #ofStream = new NumbersById();
  /** A `Shown` for each task that has been looked at. */
  #marks = new Uint8Array(0);
  #looked = 0;
  #matches = 0;
  /** Tasks that had not ended when they were looked at, so the decision may change. */
  #alive: number[] = [];
  /** Whether a task no longer matches, so that its ancestors may no longer be needed as context. */
  #someLeft = false;
  /** Whether some tasks are defined at places that are not known yet. */
  #placesMissing = false;
  #rewrites = 0;
  readonly #paths: SearchedPaths;
  /** The last answer of `shown`, and whether it has changed since. */
  #shown = new Uint8Array(0);
  #moved = true;
  #line: LineTasks | null = null;
  #version = -1;
  #changes = 0;

  constructor(model: Model) {
    this.#model = model;
    this.#sites = new SiteReader(model);
    this.#placeTasks = new PlaceTasks(model);
    this.#paths = new SearchedPaths(model.tables.sites.files);
  }

  get active(): boolean {
    return this.#active;
  }

  /** Increases with every `set`. */
  get changes(): number {
    return this.#changes;
  }

  set(filter: TaskFilter): void {
    this.#changes++;
    this.#filter = filter;
    this.#text = filter.text.trim().toLowerCase();
    this.#needle = /[()]/.test(this.#text) ? null : asciiNeedle(this.#text);
    const { states, kinds, file, longerNs, shorterNs, mine } = filter;
    const bounded = longerNs > 0 || shorterNs !== null;
    this.#isOfTasks = states.length + kinds.length > 0 || bounded;
    this.#active = this.#text !== '' || this.#isOfTasks || file !== null || mine;
    this.#forget();
  }

  /** How many tasks pass. */
  count(): number {
    if (!this.#active) return this.#model.tables.tasks.length;
    allOf(this.updating());
    return this.#matches;
  }

  /** The same in pieces. If only places and labels matter, this takes far less than deciding for each task. */
  *counting(): Work<number> {
    const { tables, version } = this.#model;
    if (!this.#active) return tables.tasks.length;
    const { changes } = this;
    const isByTask = this.#version === version || this.#isOfTasks || this.#filter.line !== null;
    const byPlace = isByTask ? null : yield* this.#countingByPlace();
    if (changes !== this.#changes) return yield* this.counting();
    if (byPlace !== null) return byPlace;
    yield* this.updating();
    return this.#matches;
  }

  /** Prepares for the next search, which would otherwise take 10 ms longer with a million tasks. */
  keepUp(): void {
    this.#placeTasks.update();
  }

  /** Null if some tasks have places that are not known yet. */
  *#countingByPlace(): Work<number | null> {
    this.#lookAtChanges();
    const { changes } = this;
    const { labelled } = this.#model.tables;
    const { places, others } = this.#placeTasks.update();
    const isText = this.#text !== '';
    let count = 0;
    for (const { task, count: ofPlace } of places) {
      const place = this.#placeOf(task);
      if (this.#sites.definition(task) < 0) return null;
      if ((place & Place.wanted) !== 0 && (!isText || (place & Place.hasText) !== 0)) count += ofPlace;
    }
    const looked = [others.length, isText ? labelled.length : 0] as const;
    for (let at = 0; at < looked[0] + looked[1]; at++) {
      const task = at < looked[0] ? others[at]! : labelled[at - looked[0]]!;
      if (at < looked[0] ? this.#passes(task) : this.#passesByLabel(task)) count++;
      if (at % PIECE !== PIECE - 1) continue;
      yield;
      // Another filter may have been set meanwhile.
      if (changes !== this.#changes) return null;
    }
    return count;
  }

  /** Whether a task matches by its label although its place does not contain the text. */
  #passesByLabel(task: number): boolean {
    if (this.#model.tables.tasks.site.get(task) === 0) return false;
    const place = this.#placeOf(task);
    return (place & Place.wanted) !== 0 && (place & Place.hasText) === 0 && this.#labelHasText(task);
  }

  /** A `Shown` for every present task, by task index. It is not updated: ask again when the model has changed. */
  shown(): Uint8Array {
    allOf(this.updating());
    return this.#shown;
  }

  /** Decides, in pieces, about new tasks and those that had not ended. Without this it is done at once when `shown` is called. */
  *updating(): Work<void> {
    const { tables, version } = this.#model;
    if (this.#version === version || !this.#active) return;
    const changes = this.#changes;
    this.#lookAgain();
    for (;;) {
      this.#lookUntil(Math.min(tables.tasks.length, this.#looked + PIECE));
      if (this.#looked === tables.tasks.length) break;
      yield;
      // Another filter may have been set meanwhile.
      if (changes !== this.#changes) {
        yield* this.updating();
        return;
      }
    }
    this.#tell();
    this.#version = version;
  }

  #forget(): void {
    this.#forgetPlaces(0);
    this.#version = -1;
    this.#looked = 0;
    this.#matches = 0;
    this.#alive = [];
    this.#marks.fill(0);
    this.#placesMissing = false;
    this.#line = null;
    this.#moved = true;
  }

  #forgetPlaces(places: number): void {
    this.#places = new Uint8Array(places);
    this.#placesById.clear();
    this.#stream = -1;
  }

  /** Decides again about tasks that had not ended; about all if something changed for those that had. */
  #lookAgain(): void {
    this.#lookAtChanges();
    const alive = this.#alive;
    this.#alive = [];
    for (const task of alive) this.#look(task);
  }

  #lookAtChanges(): void {
    const { rewrites, sites } = this.#model.tables;
    const { file, line } = this.#filter;
    const placesCame = this.#places.length < sites.length;
    const pathsChanged = this.#paths.update() && this.#text !== '';
    if (rewrites !== this.#rewrites || pathsChanged || (placesCame && (this.#placesMissing || line !== null)))
      this.#forget();
    this.#rewrites = rewrites;
    if (this.#places.length < sites.length) this.#forgetPlaces(sites.length);
    if (file !== null && line !== null && (placesCame || this.#line === null))
      this.#line = new LineTasks(this.#model, file, line);
  }

  #lookUntil(untilTask: number): void {
    if (this.#marks.length < untilTask)
      this.#marks = grown(this.#marks, Math.max(2 * this.#marks.length, untilTask));
    for (; this.#looked < untilTask; this.#looked++) this.#look(this.#looked);
  }

  #look(task: number): void {
    const { tasks, alive } = this.#model.tables;
    const was = this.#marks[task] === Shown.match;
    const passes = this.#passes(task);
    if (alive > 0 && tasks.state.get(task) !== TaskState.over) this.#alive.push(task);
    if (passes === was) return;
    this.#moved = true;
    this.#matches += passes ? 1 : -1;
    if (passes) this.#mark(task);
    else {
      this.#marks[task] = Shown.no;
      this.#someLeft = true;
    }
  }

  /** Marks a task, and its ancestors as context. */
  #mark(task: number): void {
    const tree = rowTreeOf(this.#model);
    this.#marks[task] = Shown.match;
    for (
      let above = tree.above(task);
      above >= 0 && this.#marks[above] === Shown.no;
      above = tree.above(above)
    )
      this.#marks[above] = Shown.context;
  }

  #tell(): void {
    if (this.#someLeft) {
      for (let task = 0; task < this.#looked; task++)
        if (this.#marks[task] === Shown.context) this.#marks[task] = Shown.no;
      for (let task = 0; task < this.#looked; task++) if (this.#marks[task] === Shown.match) this.#mark(task);
      this.#someLeft = false;
    }
    if (this.#moved || this.#shown.length < this.#looked) this.#shown = this.#marks.slice(0, this.#looked);
    this.#moved = false;
  }

  #passes(task: number): boolean {
    if (this.#isOfTasks && !this.#passesItself(task)) return false;
    const { tasks } = this.#model.tables;
    const place = this.#placeOf(task);
    if ((place & Place.wanted) === 0) return false;
    const hasText =
      this.#text === '' ||
      (place & Place.hasText) !== 0 ||
      (tasks.label.get(task) >= 0 && this.#labelHasText(task));
    return hasText && this.#line?.has(task) !== false;
  }

  #passesItself(task: number): boolean {
    const { states, kinds, longerNs, shorterNs } = this.#filter;
    const { tasks } = this.#model.tables;
    if (
      longerNs > 0 &&
      Math.min(tasks.endNs.get(task), this.#model.endNs) - tasks.startNs.get(task) < longerNs
    )
      return false;
    if (shorterNs !== null && !(tasks.endNs.get(task) - tasks.startNs.get(task) < shorterNs)) return false;
    if (states.length > 0 && !states.includes(stateOf(this.#model, task))) return false;
    return kinds.length === 0 || kinds.includes(kindOf(this.#model, task));
  }

  #labelHasText(task: number): boolean {
    const { tasks, texts } = this.#model.tables;
    if (this.#needle !== null) return texts.includes(tasks.label.get(task), this.#needle);
    return this.#has(labelOf(this.#model, task));
  }

  #placeOf(task: number): number {
    const { tasks } = this.#model.tables;
    const id = tasks.site.get(task);
    const stream = tasks.stream.get(task);
    if (stream !== this.#stream) {
      this.#stream = stream;
      this.#ofStream = ofStream(this.#placesById, stream);
    }
    return this.#ofStream.get(id) || this.#findPlace(task, id);
  }

  #findPlace(task: number, id: number): number {
    const site = this.#sites.definition(task);
    if (site < 0 && id !== 0) this.#placesMissing = true;
    // Tasks without a place may each have another name.
    if (site < 0) return this.#lookAtPlace(task, site);
    if (this.#places[site] === 0) this.#places[site] = this.#lookAtPlace(task, site);
    this.#ofStream.set(id, this.#places[site]!);
    return this.#places[site]!;
  }

  #lookAtPlace(task: number, site: number): number {
    const { file, mine } = this.#filter;
    const place = placeOf(this.#model, site);
    const wanted =
      (file === null || place?.file === file) && (!mine || (place !== null && !isInstalled(place.file)));
    const hasText = this.#has(nameOf(this.#model, task)) || this.#has(this.#paths.of(place?.file ?? ''));
    return Place.lookedAt | (wanted ? Place.wanted : 0) | (hasText ? Place.hasText : 0);
  }

  #has(text: string): boolean {
    return text.toLowerCase().includes(this.#text);
  }
}

/** What is known about a place, as bits. */
const Place = { lookedAt: 1, wanted: 2, hasText: 4 } as const;
