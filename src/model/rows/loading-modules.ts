import { TaskKind } from '../../protocol/events.ts';
import type { Model } from '../model.ts';

/**
 * The modules that did nothing but load other modules. A larger program loads hundreds of them before it starts its real work, and their
 * rows would fill many screens that nobody wants to read.
 */
export class LoadingModules {
  readonly #model: Model;
  /** Modules that started something else, directly or through one that they loaded. */
  readonly #working = new Set<number>();
  #seen = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  /** Whether a task is such a module that another module loaded, as far as is known now. */
  has(task: number): boolean {
    const { kind, parent, lastChild } = this.#model.tables.tasks;
    if (kind.get(task) !== TaskKind.module || parent.get(task) < 0 || lastChild.get(task) < 0) return false;
    this.#update();
    return !this.#working.has(task);
  }

  #update(): void {
    const { kind, parent, length } = this.#model.tables.tasks;
    for (; this.#seen < length; this.#seen++) {
      if (kind.get(this.#seen) === TaskKind.module) continue;
      let above = parent.get(this.#seen);
      while (above >= 0 && kind.get(above) === TaskKind.module && !this.#working.has(above)) {
        this.#working.add(above);
        above = parent.get(above);
      }
    }
  }
}
