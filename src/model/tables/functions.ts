import { definitionOf, nameOf } from '../details/labels.ts';
import type { Model } from '../model.ts';

/**
 * Which function, module or callback each task is a call of, the same in every thread. Tasks are told apart by place, or by kind and
 * name if their place is unknown.
 */
export class Functions {
  readonly #model: Model;
  /** The first call of each function, in the order in which tasks were looked at. */
  readonly firsts: number[] = [];
  /** By task, the number of its function + 1. */
  readonly #of: Uint32Array;
  readonly #bySite = new Map<number, number>();
  readonly #byKey = new Map<string, number>();

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
    if (site < 0) {
      const kind = this.#model.tables.tasks.kind.get(task);
      return this.#numberOf(`${kind} named ${nameOf(this.#model, task)}`, task);
    }
    const known = this.#bySite.get(site);
    if (known !== undefined) return known;
    const index = this.#numberOf(`at ${this.#model.tables.sites.placeKey(site)}`, task);
    this.#bySite.set(site, index);
    return index;
  }

  #numberOf(key: string, task: number): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const index = this.firsts.push(task) - 1;
    this.#byKey.set(key, index);
    return index;
  }
}
