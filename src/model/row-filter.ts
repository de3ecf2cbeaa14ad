import { definitionOf, labelOf, nameOf, placeOf } from './labels.ts';
import type { Model } from './model.ts';
import { stateOf } from './states.ts';
import type { RowView } from './view-types.ts';

export interface FilterText {
  /** Part of a name, a label or a file's path; case does not matter. */
  readonly text: string;
  /** Empty for any. */
  readonly states: readonly RowView['state'][];
}

/** Decides which tasks the chart shows: those that match, and their ancestors. */
export class RowFilter {
  readonly #model: Model;
  #text = '';
  #states: ReadonlySet<string> = new Set();
  /** Whether a place's name and file match, by row of the site store: 0 not looked at, 1 no, 2 yes. */
  #sites = new Uint8Array(0);

  constructor(model: Model) {
    this.#model = model;
  }

  get active(): boolean {
    return this.#text !== '' || this.#states.size > 0;
  }

  set({ text, states }: FilterText): void {
    this.#text = text.trim().toLowerCase();
    this.#states = new Set(states);
    this.#sites = new Uint8Array(0);
  }

  /** One for every task to show, by task index. */
  shown(): Uint8Array {
    const { tasks, sites } = this.#model.tables;
    const shown = new Uint8Array(tasks.length);
    if (this.#sites.length < sites.length) this.#sites = new Uint8Array(sites.length);
    for (let task = 0; task < tasks.length; task++) {
      if (!this.#matches(task)) continue;
      for (let one = task; one >= 0 && shown[one] === 0; one = tasks.parent[one]!) shown[one] = 1;
    }
    return shown;
  }

  #matches(task: number): boolean {
    if (this.#states.size > 0 && !this.#states.has(stateOf(this.#model, task))) return false;
    if (this.#text === '') return true;
    const site = definitionOf(this.#model, task);
    if (site < 0) return this.#has(labelOf(this.#model, task));
    if (this.#sites[site] === 0) this.#sites[site] = this.#siteMatches(task, site) ? 2 : 1;
    if (this.#sites[site] === 2) return true;
    return this.#model.tables.tasks.label[task]! >= 0 && this.#has(labelOf(this.#model, task));
  }

  #siteMatches(task: number, site: number): boolean {
    return this.#has(nameOf(this.#model, task)) || this.#has(placeOf(this.#model, site)?.file ?? '');
  }

  #has(text: string): boolean {
    return text.toLowerCase().includes(this.#text);
  }
}
