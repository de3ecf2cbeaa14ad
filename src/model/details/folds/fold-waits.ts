import { AwaitedKind, type AwaitedKindName } from '../../../protocol/events.ts';
import type { SiteKind } from '../../../protocol/sites.ts';
import type { TaskIndex } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import type { PlaceView } from '../../view-types.ts';
import type { Work } from '../../work.ts';
import { awaitedKind, awaitedLabel, kindWords } from '../awaited.ts';
import { labelOf, placeOf, siteRow } from '../labels.ts';
import { waitEndNs } from '../states.ts';
import { waitSiteKind } from '../wait-view.ts';

/** Runs looked at before other questions may be answered: 2 to 3 ms. */
const PIECE = 16_384;
/** How many are listed, those with the most time first. */
const FOLD_WAITS_SHOWN = 100;

/** All waits of a fold's tasks at one place in the source, for one kind of thing. */
export interface FoldWait {
  readonly place: PlaceView | null;
  /** `await`, `for-await`, `yield` or `return`. */
  readonly at: SiteKind;
  readonly expression: string;
  readonly kind: AwaitedKindName;
  /** What they were for: `a timer of 2000 ms` if it was always the same, otherwise `a timer`. */
  readonly label: string;
  readonly count: number;
  readonly suspendedNs: number;
  readonly readyNs: number;
  /** False where some of the ready time is only an upper bound. */
  readonly readyExact: boolean;
  /** The task with the longest wait, from suspension to resumption. */
  readonly longest: { readonly task: TaskIndex; readonly label: string; readonly ns: number };
}

interface Sums {
  readonly run: number;
  isSame: boolean;
  count: number;
  suspendedNs: number;
  readyNs: number;
  readyExact: boolean;
  longest: number;
  longestNs: number;
}

/** What a fold's tasks waited for, by place and kind, the most time first; and how many such groups there are in all. */
export function* foldWaits(model: Model, members: Int32Array): Work<{ waits: FoldWait[]; count: number }> {
  const { tasks, runs } = model.tables;
  const sums = new Map<number, Sums>();
  const places = new Places(model);
  let count = 0;
  let looked = 0;
  for (const task of members) {
    for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
      if (++looked % PIECE === 0) yield;
      if ((runs.flags.get(run) & RunFlag.wait) === 0) continue;
      count++;
      // Exact: there are fewer places than 2^32, and fewer kinds than 16.
      const key = places.of(siteRow(model, task, runs.site.get(run))) * 16 + runs.awaited.get(run);
      const known = sums.get(key);
      if (known === undefined) sums.set(key, add(model, newSums(run), run));
      else add(model, known, run);
    }
  }
  const all = [...sums.values()].sort((a, b) => timeOf(b) - timeOf(a));
  return { waits: all.slice(0, FOLD_WAITS_SHOWN).map((one) => view(model, one)), count };
}

/** Finds equal places: every thread reports its own sites, so one place has a row for each thread. */
class Places {
  readonly #model: Model;
  /** By row of the site store, the first row of the same place. */
  readonly #known = new Map<number, number>();
  readonly #byText = new Map<string, number>();

  constructor(model: Model) {
    this.#model = model;
  }

  of(site: number): number {
    const known = this.#known.get(site);
    if (known !== undefined) return known;
    const { sites } = this.#model.tables;
    const text = site < 0 ? '' : `${sites.file[site]}:${sites.line[site]}:${sites.column[site]}`;
    const first = this.#byText.get(text) ?? site;
    this.#byText.set(text, first);
    this.#known.set(site, first);
    return first;
  }
}

const timeOf = ({ suspendedNs, readyNs }: Sums): number => suspendedNs + readyNs;

const newSums = (run: number): Sums => ({
  run,
  isSame: true,
  count: 0,
  suspendedNs: 0,
  readyNs: 0,
  readyExact: true,
  longest: run,
  longestNs: -1,
});

function add(model: Model, sums: Sums, run: number): Sums {
  const { runs } = model.tables;
  const startNs = runs.toNs.get(run);
  const endNs = Math.min(waitEndNs(model, run), model.endNs);
  const readyFromNs = Math.min(runs.readyNs.get(run), endNs);
  const readyNs = Math.max(0, endNs - readyFromNs);
  sums.count++;
  sums.suspendedNs += Math.max(0, readyFromNs - startNs);
  sums.readyNs += readyNs;
  if (readyNs > 0 && (runs.flags.get(run) & RunFlag.readyExact) === 0) sums.readyExact = false;
  sums.isSame &&=
    runs.reference.get(run) === runs.reference.get(sums.run) &&
    runs.about.get(run) === runs.about.get(sums.run);
  if (endNs - startNs > sums.longestNs) [sums.longest, sums.longestNs] = [run, endNs - startNs];
  return sums;
}

function view(
  model: Model,
  { run, isSame, count, suspendedNs, readyNs, readyExact, ...most }: Sums,
): FoldWait {
  const { runs, sites } = model.tables;
  const site = siteRow(model, runs.task.get(run), runs.site.get(run));
  const task = runs.task.get(most.longest) as TaskIndex;
  const isYield = (runs.flags.get(run) & RunFlag.yield) !== 0;
  // Each wait for a task is mostly for another task, so a single one's name would mislead.
  const isTold = (isSame || isYield) && (count === 1 || runs.awaited.get(run) !== AwaitedKind.task);
  return {
    place: placeOf(model, site),
    at: waitSiteKind(model, run),
    expression: site < 0 ? '' : sites.names[site]!,
    kind: awaitedKind(model, run),
    label: isTold ? awaitedLabel(model, run, { settler: false }) : kindWords(awaitedKind(model, run)),
    count,
    suspendedNs,
    readyNs,
    readyExact,
    longest: { task, label: labelOf(model, task), ns: most.longestNs },
  };
}
