import { LoopPhase } from '../../protocol/events.ts';
import { msOf } from '../../protocol/units.ts';
import { labelOf, placeOf, siteRow } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { drainedRuns, phaseOf } from '../moment/drains.ts';
import { counted, duration, times } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import { asTasks, loopName, named, placed, siteKey, taskPlace } from './evidence/places.ts';
import { type StarvedTurn, starvedTurns } from './evidence/starved-turns.ts';
import type { InsightKind } from './kind.ts';
import type { Finding, Thresholds } from './types.ts';

/** Of more turns only the longest are told. */
const LOOKED_AT = 100;

/** What went on again and again from one place. */
interface Keeper {
  /** The tracer's id of an await, or of a callback's definition. */
  readonly site: number;
  /** Whether the place is an await that it went on from. */
  readonly isAwait: boolean;
  /** The task that was the first to. */
  readonly task: number;
  readonly isTick: boolean;
  count: number;
  ns: number;
}

class Keepers {
  readonly #model: Model;
  readonly #all = new Map<number, Keeper>();
  constructor(model: Model) {
    this.#model = model;
  }
  add(run: number, site: number, isAwait: boolean): void {
    const { runs } = this.#model.tables;
    const key = isAwait ? site : -1 - site;
    let keeper = this.#all.get(key);
    if (keeper === undefined) {
      const isTick = phaseOf(this.#model, run) === LoopPhase.nextTick;
      keeper = { site, isAwait, task: runs.task.get(run), isTick, count: 0, ns: 0 };
      this.#all.set(key, keeper);
    }
    keeper.count++;
    keeper.ns += runs.toNs.get(run) - runs.fromNs.get(run);
  }
  /** The one with the most time first. */
  inOrder(): Keeper[] {
    return [...this.#all.values()].sort((a, b) => b.ns - a.ns);
  }
}

/** What kept each of the turns going. Looks at every run once: a turn may have millions. */
function* keepersOf(model: Model, turns: readonly StarvedTurn[]): Work<Map<StarvedTurn, Keepers>> {
  const { runs, tasks } = model.tables;
  const all = new Map(turns.map((turn) => [turn, new Keepers(model)]));
  if (all.size === 0) return all;
  const streams = new Map<number, Map<number, Keepers>>();
  for (const [{ stream, turn }, keepers] of all)
    streams.set(stream, (streams.get(stream) ?? new Map<number, Keepers>()).set(turn, keepers));
  const look = (run: number): void => {
    const next = runs.next.get(run);
    if (next < 0 || runs.outer.get(next) >= 0) return;
    const keepers = streams.get(tasks.stream.get(runs.task.get(run)))?.get(model.turnOf(next));
    keepers?.add(next, runs.site.get(run), true);
  };
  yield* inPieces(runs.length, (from, to) => {
    for (let run = from; run < to; run++) look(run);
  });
  for (const [{ stream, turn }, keepers] of all) {
    for (const run of drainedRuns(model, stream, turn)) {
      const task = runs.task.get(run);
      if (tasks.firstRun.get(task) === run) keepers.add(run, tasks.site.get(task), false);
    }
  }
  return all;
}

function* find(model: Model, _: number, thresholds: Thresholds): Work<Finding[]> {
  const groups = new Map<string, Group>();
  const turns = (yield* starvedTurns(model, thresholds)).slice(0, LOOKED_AT);
  const all = yield* keepersOf(model, turns);
  for (const turn of turns) {
    const keepers = all.get(turn)!.inOrder();
    const { site, task } = keepers[0]!;
    const row = siteRow(model, task, site);
    const key = row < 0 ? `${turn.stream} ${site}` : siteKey(model, row);
    const group = groups.get(key);
    const streams = new Set([turn.stream]);
    if (group === undefined)
      groups.set(key, { count: 1, sumNs: turn.drainedNs, worst: turn, keepers, streams });
    else {
      group.streams.add(turn.stream);
      group.count++;
      group.sumNs += turn.drainedNs;
    }
  }
  return [...groups.values()].map((group) => insight(model, group));
}

interface Group {
  count: number;
  sumNs: number;
  readonly worst: StarvedTurn;
  readonly keepers: readonly Keeper[];
  /** Whose loops, that of the worst first. */
  readonly streams: Set<number>;
}

function insight(model: Model, { worst: turn, keepers, count, sumNs, streams }: Group): Finding {
  const [keeper, ...others] = keepers;
  const { task, isTick, isAwait, site } = keeper!;
  const place = placeOf(model, siteRow(model, task, site)) ?? taskPlace(model, task);
  const also = others.length > 0 ? `, as ${counted(others.length, 'other place')} did,` : '';
  const how = isAwait
    ? `went on ${times(keeper!.count)}${place === null ? '' : ` from its await on line ${place.line}`}${also}`
    : `ran ${times(keeper!.count)} as a ${isTick ? 'tick' : 'microtask'}${also}`;
  const often = count > 1 ? `, ${times(count)} in all (${duration(sumNs)})` : '';
  const [first, ...more] = turn.victims;
  const victims = more.length > 0 ? ` and ${counted(more.length, 'other')}` : '';
  return {
    id: 'microtask-starvation',
    severity: 'warning',
    message: `${placed(labelOf(model, task), isAwait ? taskPlace(model, task) : place)} ${how} before ${loopName(model, streams)} could go on, for ${duration(turn.drainedNs)}${often}: ${named(model, first!.task)}${victims} went on ${first!.exact ? '' : 'up to '}${duration(first!.lateNs)} late.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(new Set([task, ...turn.victims.slice(0, 20).map((victim) => victim.task)])),
    costMs: msOf(sumNs),
    fromNs: turn.fromNs,
    toNs: turn.toNs,
    advice: model.language.advice.starvedLoop,
  };
}

export const microtaskStarvation: InsightKind = {
  id: 'microtask-starvation',
  summary:
    'many short microtasks or ticks, one after the other, do not let the event loop go on while others are due',
  threshold: { value: 50, unit: 'ms' },
  find,
};
