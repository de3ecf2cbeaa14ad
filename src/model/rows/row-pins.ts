import { taskOf } from './row-items.ts';
import type { Grouping } from './task-sets.ts';

/**
 * The rows that the user pinned, in the order of pinning. A pinned task stays pinned however rows are grouped. A set or a thread belongs
 * to the grouping in which it was pinned, and reappears with it.
 */
export class RowPins {
  readonly #pins: { readonly item: number; readonly grouping: Grouping | null }[] = [];

  /** Pins an item, or unpins it. */
  toggle(item: number, grouping: Grouping): void {
    const of = taskOf(item) === null ? grouping : null;
    const at = this.#pins.findIndex((pin) => pin.item === item && pin.grouping === of);
    if (at < 0) this.#pins.push({ item, grouping: of });
    else this.#pins.splice(at, 1);
  }

  clear(): void {
    this.#pins.length = 0;
  }

  in(grouping: Grouping): number[] {
    return this.#pins.flatMap((pin) =>
      pin.grouping === null || pin.grouping === grouping ? [pin.item] : [],
    );
  }
}
