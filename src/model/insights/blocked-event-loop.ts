import { TaskKind } from '../../protocol/events.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { countAtMost } from '../columns.ts';
import { labelOf } from '../labels.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../runs.ts';
import { runBefore } from '../timeline.ts';
import { counted, duration, percent, times } from '../words.ts';
import { type Holder, holdersBetween } from './holders.ts';
import type { InsightKind } from './kind.ts';
import { lateWaits } from './outside-waits.ts';
import { asTasks, inBrackets, named, taskPlace, waitPlace } from './places.ts';
import type { Finding } from './types.ts';

/** Somebody has to come this much later before it is called a delay. */
export const DELAYED_NS = 10 * NS_PER_MS;
const LOOKED_AT = 500;

interface Victim {
  readonly task: number;
  readonly lateNs: number;
  /** Otherwise it is the most it can have been. */
  readonly exact: boolean;
}

export interface BlockedTurn {
  readonly fromNs: number;
  readonly toNs: number;
  readonly victims: Victim[];
}

/**
 * Turns of the main loop of at least this length in which somebody was due, and came too late. A program that computes
 * while nobody waits delays nobody.
 */
export function blockedTurns(model: Model, leastNs: number): BlockedTurn[] {
  const { turns } = model.main;
  const { runs } = model.tables;
  const long: BlockedTurn[] = [];
  for (let turn = 0; turn < turns.length; turn++) {
    const [fromNs, toNs] = [turns.fromNs[turn]!, turns.toNs[turn]!];
    if (toNs !== Number.POSITIVE_INFINITY && toNs - fromNs >= leastNs)
      long.push({ fromNs, toNs, victims: [] });
  }
  if (long.length === 0) return long;
  const starts = Float64Array.from(long, ({ fromNs }) => fromNs);
  for (const { run, resumeNs } of lateWaits(model, DELAYED_NS)) {
    const turn = long[countAtMost(starts, starts.length, resumeNs) - 1];
    if (turn === undefined) continue;
    // When input and output was done nobody knows: what was begun in this very turn may just have taken as long.
    const exact = (runs.flags[run]! & RunFlag.readyExact) !== 0;
    if (!exact && runs.toNs[run]! >= turn.fromNs) continue;
    const lateNs = Math.min(turn.toNs, resumeNs) - Math.max(turn.fromNs, runs.readyNs[run]!);
    if (lateNs >= DELAYED_NS) turn.victims.push({ task: runs.task[run]!, lateNs, exact });
  }
  return long.filter(({ victims }) => victims.length > 0);
}

interface Group {
  count: number;
  sumNs: number;
  worst: BlockedTurn;
  holder: Holder;
}

function find(model: Model, thresholdMs: number): Finding[] {
  const leastNs = thresholdMs * NS_PER_MS;
  const turns = blockedTurns(model, leastNs)
    .sort((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs))
    .slice(0, LOOKED_AT);
  if (turns.length === 0) return [];
  const groups = new Map<number, Group>();
  for (const turn of turns) {
    const holders = holdersBetween(model, turn.fromNs, turn.toNs);
    const [holder] = holders;
    // Held by the program's own tasks, not by what nobody can name, or a machine that was busy with something else.
    const byTasksNs = holders.reduce((sum, { ns }) => sum + ns, 0);
    if (holder === undefined || byTasksNs < leastNs) continue;
    const group = groups.get(holder.site);
    if (group === undefined)
      groups.set(holder.site, { count: 1, sumNs: turn.toNs - turn.fromNs, worst: turn, holder });
    else {
      group.count++;
      group.sumNs += turn.toNs - turn.fromNs;
    }
  }
  return [...groups.values()].map((group) => insight(model, group));
}

function insight(model: Model, { count, sumNs, worst, holder }: Group): Finding {
  const lengthNs = worst.toNs - worst.fromNs;
  const task = model.tables.runs.task[holder.run]!;
  const place = taskPlace(model, task);
  const victims = worst.victims.sort((a, b) => b.lateNs - a.lateNs);
  const share =
    holder.ns < 0.95 * lengthNs
      ? ` for ${percent(holder.ns / lengthNs)} of ${duration(lengthNs)}`
      : ` for ${duration(lengthNs)}`;
  const before = runBefore(model, holder.run);
  const since = before < 0 ? null : waitPlace(model, before);
  const where = since === null ? '' : `, from its await on line ${since.line} on`;
  const more = count > 1 ? `, and ${times(count)} in all (${duration(sumNs)})` : '';
  const first = victims[0]!;
  const others = victims.length > 1 ? ` and ${counted(victims.length - 1, 'other')}` : '';
  return {
    id: 'blocked-event-loop',
    severity: 'warning',
    message: `${labelOf(model, task)}${inBrackets(place)} held the event loop${share}${where}${more}: ${named(model, first.task)}${others} went on ${first.exact ? '' : 'up to '}${duration(first.lateNs)} late.`,
    file: place?.file ?? null,
    // A module's own line says nothing: the await it went on from does.
    line: (model.tables.tasks.kind[task] === TaskKind.module ? since?.line : null) ?? place?.line ?? null,
    tasks: asTasks(new Set([task, ...victims.slice(0, 20).map((victim) => victim.task)])),
    costMs: msOf(sumNs),
    fromNs: worst.fromNs,
    toNs: worst.toNs,
    advice: {
      text: 'While one function computes or calls something synchronous, nothing else in the program can go on. Use the call that returns a promise, move the computation to a worker thread, or divide it and let the loop in between.',
      before: "const text = readFileSync('large.json', 'utf8');",
      after: "const text = await readFile('large.json', 'utf8');",
    },
  };
}

export const blockedEventLoop: InsightKind = {
  id: 'blocked-event-loop',
  summary: 'one piece of code holds the event loop while others are due',
  threshold: { value: 50, unit: 'ms' },
  find,
};
