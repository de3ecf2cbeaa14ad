import { LoopPhase } from '../../protocol/events.ts';
import { msOf } from '../../protocol/units.ts';
import { definitionName, placeOf, siteRow } from '../details/labels.ts';
import { type Reacted, reactionsBetween } from '../details/reactions.ts';
import type { Model } from '../model.ts';
import { drainedRuns, phaseOf } from '../moment/drains.ts';
import { counted, duration, times } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import {
  asTasks,
  functionName,
  loopName,
  named,
  placed,
  siteKey,
  taskPlace,
  withheldWords,
} from './evidence/places.ts';
import { type StarvedTurn, starvedTurns } from './evidence/starved-turns.ts';
import type { InsightKind } from './kind.ts';
import type { Finding, Thresholds } from './types.ts';

/** If there are more turns, only the longest ones are looked at. */
const LOOKED_AT = 100;

/** In which of the two queues something ran again and again. */
type Way = 'await' | 'tick' | 'microtask' | 'reaction';

/** What ran again and again from one place. */
interface Keeper {
  /** Row of the await that was gone on from, or of the definition of the called function; -1 if unknown. */
  readonly site: number;
  readonly way: Way;
  /** The first task that did so, or on whose behalf a promise's function ran; -1 if unknown. */
  readonly task: number;
  /** Other tasks did so, too. */
  hasOthers: boolean;
  count: number;
  ns: number;
}

class Keepers {
  readonly #model: Model;
  readonly #all = new Map<number, Keeper>();
  constructor(model: Model) {
    this.#model = model;
  }
  /** A run that went on from an await. `site`: the tracer's id of the await. */
  addResumed(run: number, site: number): void {
    this.#addRun(run, site, { key: site, way: 'await' });
  }
  /** A task's first run. */
  addFirst(run: number): void {
    const { runs, tasks } = this.#model.tables;
    const site = tasks.site.get(runs.task.get(run));
    const isTick = phaseOf(this.#model, run) === LoopPhase.nextTick;
    this.#addRun(run, site, { key: -1 - site, way: isTick ? 'tick' : 'microtask' });
  }
  addReaction(stream: number, { reaction, site, ns }: Reacted): void {
    const { reactions } = this.#model.stream(stream);
    const [id, count] = [reactions.site[reaction]!, reactions.count[reaction]!];
    this.#keeper(-1 - id, reactions.task[reaction]!, () => [site, 'reaction'], { count, ns });
  }
  /** The place with the most time comes first. */
  inOrder(): Keeper[] {
    return [...this.#all.values()].sort((a, b) => b.ns - a.ns);
  }
  #addRun(run: number, site: number, { key, way }: { readonly key: number; readonly way: Way }): void {
    const { runs } = this.#model.tables;
    const task = runs.task.get(run);
    const ns = runs.toNs.get(run) - runs.fromNs.get(run);
    this.#keeper(key, task, () => [siteRow(this.#model, task, site), way], { count: 1, ns });
  }
  #keeper(
    key: number,
    task: number,
    made: () => readonly [site: number, way: Way],
    { count, ns }: Pick<Keeper, 'count' | 'ns'>,
  ): void {
    let keeper = this.#all.get(key);
    if (keeper === undefined) {
      const [site, way] = made();
      keeper = { site, way, task, hasOthers: false, count: 0, ns: 0 };
      this.#all.set(key, keeper);
    }
    if (task !== keeper.task) keeper.hasOthers = true;
    keeper.count += count;
    keeper.ns += ns;
  }
}

/** What kept each of the turns going. Looks at every run once, since a turn may have millions. */
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
    keepers?.addResumed(next, runs.site.get(run));
  };
  yield* inPieces(runs.length, (from, to) => {
    for (let run = from; run < to; run++) look(run);
  });
  for (const [{ stream, turn, fromNs, toNs }, keepers] of all) {
    for (const run of drainedRuns(model, stream, turn)) {
      if (tasks.firstRun.get(runs.task.get(run)) === run) keepers.addFirst(run);
    }
    for (const reacted of reactionsBetween(model, stream, fromNs, toNs))
      if (reacted.site >= 0) keepers.addReaction(stream, reacted);
  }
  return all;
}

function* find(model: Model, _: number, thresholds: Thresholds): Work<Finding[]> {
  const groups = new Map<string, Group>();
  const turns = (yield* starvedTurns(model, thresholds)).slice(0, LOOKED_AT);
  const all = yield* keepersOf(model, turns);
  for (const turn of turns) {
    const keepers = all.get(turn)!.inOrder();
    const [first] = keepers;
    if (first === undefined) continue;
    const { site, task } = first;
    const key = site < 0 ? `${turn.stream} ${task}` : siteKey(model, site);
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
  /** The streams whose loops were starved, that of the longest turn first. */
  readonly streams: Set<number>;
}

/** `stamp() (app.mjs:5) went on 200 times from its await on line 6, as did 2 other places,`. */
function wentOn(model: Model, [keeper, ...all]: readonly Keeper[]): string {
  const { task, hasOthers, way, site, count } = keeper!;
  // A place from which something ran only once kept nothing going.
  const others = all.filter((other) => other.count > 1);
  const also = others.length > 0 ? `, as did ${counted(others.length, 'other place')},` : '';
  const place = placeOf(model, site);
  const isReaction = way === 'reaction';
  const who = isReaction
    ? placed(definitionName(model, site), place)
    : hasOthers
      ? functionName(model, task, taskPlace(model, task))
      : named(model, task);
  if (way !== 'await') {
    const as = way === 'tick' ? 'a tick' : isReaction ? 'a callback of promises' : 'a microtask';
    return `${who} ran ${times(count)} as ${as}${also}`;
  }
  const from = place === null ? '' : ` from its await on line ${place.line}`;
  return `${who} went on ${times(count)}${from}${also}`;
}

function insight(model: Model, { worst: turn, keepers, count, sumNs, streams }: Group): Finding {
  const { task, site } = keepers[0]!;
  const place = placeOf(model, site) ?? (task < 0 ? null : taskPlace(model, task));
  const often = count > 1 ? `, ${times(count)} in all (${duration(sumNs)})` : '';
  const withheld = withheldWords(model, turn.stream, turn.fromNs, turn.toNs);
  const held = duration(withheld === '' ? turn.drainedNs : turn.toNs - turn.fromNs) + withheld;
  const [first, ...more] = turn.victims;
  const victims = more.length > 0 ? ` and ${counted(more.length, 'other')}` : '';
  const involved = [...(task < 0 ? [] : [task]), ...turn.victims.slice(0, 20).map((victim) => victim.task)];
  return {
    id: 'microtask-starvation',
    severity: 'warning',
    message: `${wentOn(model, keepers)} before ${loopName(model, streams)} could go on, for ${held}${often}: ${named(model, first!.task)}${victims} went on ${first!.exact ? '' : 'up to '}${duration(first!.lateNs)} late.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(new Set(involved)),
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
