import { TaskKind } from '../../protocol/events.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { findHolders, holderName } from '../details/holders.ts';
import type { Model } from '../model.ts';
import { runBefore } from '../picture/timeline.ts';
import { counted, duration, times } from '../words.ts';
import type { Work } from '../work.ts';
import { type DelayingTurn, delayingTurns, victimsOf } from './evidence/delaying-turns.ts';
import { leastComputedNs } from './evidence/had-loop.ts';
import { heldWords, type LoopHolders, loopHolders, sharesWords } from './evidence/loop-holders.ts';
import {
  asTasks,
  loadedWords,
  loopName,
  named,
  siteKey,
  tracedWords,
  waitPlace,
  withheldWords,
} from './evidence/places.ts';
import { starvedTurns } from './evidence/starved-turns.ts';
import type { InsightKind } from './kind.ts';
import type { Finding, Thresholds } from './types.ts';

const LOOKED_AT = 500;

interface Group {
  count: number;
  sumNs: number;
  worst: DelayingTurn;
  readonly held: LoopHolders;
  /** The streams whose loops were held, that of the longest turn first. */
  readonly streams: Set<number>;
}

/** The longest turns of at least this length that tasks of the program held by computing, while others were due. */
export function* blockedTurns(
  model: Model,
  thresholds: Thresholds,
): Work<{ turn: DelayingTurn; held: LoopHolders }[]> {
  const leastNs = thresholds['blocked-event-loop'] * NS_PER_MS;
  const key = ({ stream, turn }: { readonly stream: number; readonly turn: number }): string =>
    `${stream} ${turn}`;
  const starved = new Set((yield* starvedTurns(model, thresholds)).map(key));
  const delaying = yield* delayingTurns(model, leastNs);
  const turns = delaying
    .filter((turn) => !turn.stoodStill && !starved.has(key(turn)))
    .sort((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs))
    .slice(0, LOOKED_AT);
  const blocked: { turn: DelayingTurn; held: LoopHolders }[] = [];
  for (const turn of turns) {
    const holders = yield* findHolders(model, turn.stream, turn.fromNs, turn.toNs);
    // The program's own tasks must have held it: not something that nobody can name, a garbage collection, or a busy machine.
    const heldNs = holders.reduce((sum, { ns }) => sum + ns, 0);
    const computedNs = leastComputedNs(model, turn.stream, [turn.fromNs, turn.toNs], heldNs - turn.stillNs);
    yield;
    if (computedNs + turn.stillNs < leastNs) continue;
    const held = yield* loopHolders(model, turn, holders);
    if (held !== null) blocked.push({ turn, held });
  }
  return blocked;
}

function* find(model: Model, _: number, thresholds: Thresholds): Work<Finding[]> {
  const groups = new Map<string, Group>();
  for (const { turn, held } of yield* blockedTurns(model, thresholds)) {
    const key = siteKey(model, held.holder.site);
    const group = groups.get(key);
    const streams = new Set([turn.stream]);
    if (group === undefined)
      groups.set(key, { count: 1, sumNs: turn.toNs - turn.fromNs, worst: turn, held, streams });
    else {
      group.streams.add(turn.stream);
      group.count++;
      group.sumNs += turn.toNs - turn.fromNs;
    }
  }
  return [...groups.values()].map((group) => insight(model, group));
}

function insight(model: Model, { count, sumNs, worst, held, streams }: Group): Finding {
  const lengthNs = worst.toNs - worst.fromNs;
  const { holder } = held;
  const { task } = holder;
  const { place } = holderName(model, holder);
  const victims = victimsOf(worst);
  const before = holder.run < 0 ? -1 : runBefore(model, holder.run);
  const since = before < 0 ? null : waitPlace(model, before);
  const where =
    since === null || (held.parts.length > 0 && !held.isCaller)
      ? ''
      : `, from its await on line ${since.line} on`;
  const pausedNs = model.stream(worst.stream).pauses.between(worst.fromNs, worst.toNs);
  const paused = pausedNs >= 0.1 * lengthNs ? `, ${duration(pausedNs)} of it to collect garbage` : '';
  const loaded = loadedWords(model, worst.stream, worst.fromNs, worst.toNs);
  const traced = tracedWords(model, worst.stream, worst.fromNs, worst.toNs);
  const withheld = withheldWords(model, worst.stream, worst.fromNs, worst.toNs);
  const more = count > 1 ? `, and ${times(count)} in all (${duration(sumNs)})` : '';
  const isModule = holder.run >= 0 && model.tables.tasks.kind.get(task) === TaskKind.module;
  const first = victims[0]!;
  const others = victims.length > 1 ? ` and ${counted(victims.length - 1, 'other')}` : '';
  return {
    id: 'blocked-event-loop',
    severity: 'warning',
    message: `${heldWords(model, held, worst, loopName(model, streams))}${where}${loaded}${paused}${traced}${withheld}${more}: ${named(model, first.task)}${others} went on ${first.exact ? '' : 'up to '}${duration(first.lateNs)} late.${sharesWords(model, held, worst)}`,
    file: place?.file ?? null,
    // For a module its first line says nothing. The await from which it went on does.
    line: (isModule ? since?.line : null) ?? place?.line ?? null,
    tasks: asTasks(
      new Set([...(task < 0 ? [] : [task]), ...victims.slice(0, 20).map((victim) => victim.task)]),
    ),
    costMs: msOf(sumNs),
    fromNs: worst.fromNs,
    toNs: worst.toNs,
    advice: model.language.advice.blockedLoop,
  };
}

export const blockedEventLoop: InsightKind = {
  id: 'blocked-event-loop',
  summary: 'one piece of code holds the event loop while others are due',
  threshold: { value: 50, unit: 'ms' },
  find,
};
