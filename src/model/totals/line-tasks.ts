import { definitionOf, siteRow } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { SITE_KINDS } from '../tables/sites.ts';

const WAITS: ReadonlySet<string> = new Set(['await', 'for-await', 'yield', 'return']);

/** The tasks that belong to a line of a file: those defined there, and those that waited there. */
export class LineTasks {
  readonly #model: Model;
  readonly #definitions = new Set<number>();
  readonly #waits = new Set<number>();
  /** The definitions that contain the waits of that line; -1 for an unknown one. */
  readonly #owners = new Set<number>();

  constructor(model: Model, file: string, line: number) {
    this.#model = model;
    const { sites } = model.tables;
    for (let site = 0; site < sites.length; site++) {
      if (sites.line[site] !== line || sites.files[sites.file[site]!] !== file) continue;
      if (WAITS.has(SITE_KINDS[sites.kind[site]! - 1] ?? '')) {
        this.#waits.add(site);
        this.#owners.add(sites.owner[site]!);
      } else this.#definitions.add(site);
    }
  }

  has(task: number): boolean {
    const definition = definitionOf(this.#model, task);
    if (this.#definitions.has(definition)) return true;
    return (this.#owners.has(definition) || this.#owners.has(-1)) && this.#waitsIn(task);
  }

  #waitsIn(task: number): boolean {
    const { runs, tasks } = this.#model.tables;
    for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
      if ((runs.flags.get(run) & RunFlag.wait) === 0) continue;
      if (this.#waits.has(siteRow(this.#model, task, runs.site.get(run)))) return true;
    }
    return false;
  }
}
