import { NumbersById, ofStream } from '../columns/numbers-by-id.ts';
import type { Model } from '../model.ts';

/** The tasks of one thread that are defined at one place. */
export interface PlaceOfTasks {
  /** One of them. */
  readonly task: number;
  count: number;
}

/**
 * How many tasks each place has, kept up to date as tasks come. A question that only depends on the place is answered from here, without
 * looking at each of a million tasks.
 */
export class PlaceTasks {
  readonly #model: Model;
  /** By stream and by the tracer's id of the place, its index in `places` + 1. */
  readonly #byId = new Map<number, NumbersById>();
  readonly places: PlaceOfTasks[] = [];
  /** The tasks without a place. Each of them may have another name. */
  readonly others: number[] = [];
  #length = 0;
  #stream = -1;
  #ofStream = new NumbersById();

  constructor(model: Model) {
    this.#model = model;
  }

  /** Adds the new tasks. */
  update(): this {
    const { tasks } = this.#model.tables;
    for (; this.#length < tasks.length; this.#length++) {
      const id = tasks.site.get(this.#length);
      if (id === 0) this.others.push(this.#length);
      else this.#count(this.#length, tasks.stream.get(this.#length), id);
    }
    return this;
  }

  #count(task: number, stream: number, id: number): void {
    if (stream !== this.#stream) {
      this.#stream = stream;
      this.#ofStream = ofStream(this.#byId, stream);
    }
    const known = this.#ofStream.get(id);
    if (known > 0) this.places[known - 1]!.count++;
    else this.#ofStream.set(id, this.places.push({ task, count: 1 }));
  }
}
