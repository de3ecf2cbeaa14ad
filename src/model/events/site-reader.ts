import type { Model } from '../model.ts';
import type { SiteIds } from '../tables/sites.ts';

/**
 * Finds the places of tasks and runs that are read one after the other. It answers as `definitionOf` and `siteRow` do, but does not look
 * for the thread each time, which takes most of the time for a million tasks.
 */
export class SiteReader {
  readonly #model: Model;
  #stream = -1;
  #ids: SiteIds | null = null;

  constructor(model: Model) {
    this.#model = model;
  }

  /** Where a task is defined, -1 when it is not known. */
  definition(task: number): number {
    return this.#row(task, this.#model.tables.tasks.site.get(task));
  }

  /** Where a run's wait stands, -1 when it is not known. */
  wait(run: number): number {
    const { runs } = this.#model.tables;
    return this.#row(runs.task.get(run), runs.site.get(run));
  }

  #row(task: number, site: number): number {
    if (site === 0) return -1;
    const stream = this.#model.tables.tasks.stream.get(task);
    if (stream !== this.#stream || this.#ids === null) {
      this.#stream = stream;
      this.#ids = this.#model.stream(stream).events.sites;
    }
    return this.#ids.find(site);
  }
}
