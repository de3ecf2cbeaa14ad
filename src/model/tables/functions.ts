import { definitionOf, nameOf } from '../details/labels.ts';
import type { Model } from '../model.ts';

/** Which function, module or callback each task is a call of. Tasks are told apart by place, or by name if their place is unknown. */
export class Functions {
  readonly #model: Model;
  /** The first call of each function, in the order in which tasks were looked at. */
  readonly firsts: number[] = [];
  /** By task, the number of its function + 1. */
  readonly #of: Uint32Array;
  readonly #bySite = new Map<number, number>();
  readonly #byName = new Map<string, number>();

  constructor(model: Model) {
    this.#model = model;
    this.#of = new Uint32Array(model.tables.tasks.length);
  }

  /** Functions are counted from 0; the next new one is `firsts.length`. */
  of(task: number): number {
    if (this.#of[task] === 0) this.#of[task] = this.#find(task) + 1;
    return this.#of[task]! - 1;
  }

  #find(task: number): number {
    const site = definitionOf(this.#model, task);
    const name = site < 0 ? nameOf(this.#model, task) : '';
    const known = site < 0 ? this.#byName.get(name) : this.#bySite.get(site);
    if (known !== undefined) return known;
    const index = this.firsts.push(task) - 1;
    if (site < 0) this.#byName.set(name, index);
    else this.#bySite.set(site, index);
    return index;
  }
}
