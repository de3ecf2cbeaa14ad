import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { findHolders } from '../details/holders.ts';
import { labelOf } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { counted, duration, percent } from '../words.ts';
import type { Work } from '../work.ts';
import { blockedTurns } from './blocked-event-loop.ts';
import { leastComputedNs } from './evidence/had-loop.ts';
import { countedNs, type Late, lateNs, lateTimers } from './evidence/late-timers.ts';
import { heldNs, type LoopHolders, namedHolders, sharesWords } from './evidence/loop-holders.ts';
import {
  asTasks,
  loadedWords,
  loopName,
  namedHolder,
  placed,
  siteKey,
  taskPlace,
  waitPlace,
  withheldWords,
} from './evidence/places.ts';
import { starvedTurns } from './evidence/starved-turns.ts';
import type { InsightKind } from './kind.ts';
import { stillTurns } from './sync-wait.ts';
import type { Finding, Thresholds } from './types.ts';

const LOOKED_AT = 200;
/** The program's own tasks have to account for at least this part of the lateness. Otherwise the machine was slow, and not they. */
const LEAST_SHARE = 0.5;
/** The function that is named first has to account for at least this part. If many functions each had a little, it was nobody in particular. */
const LEAST_NAMED = 0.25;
/**
 * A loop that was held only once has to have made a timer late by this many times the threshold: the first call of something is slow,
 * since the runtime has to load it (the first `fetch` takes 20 ms on a busy machine).
 */
const ONCE = 5;

interface Group {
  count: number;
  worst: Late;
  readonly held: LoopHolders;
  /** The part of the worst one's lateness during which the program's functions held the loop. */
  readonly share: number;
  /** The moments at which the function that is named first held the loop, one for each time. */
  readonly times: Set<number>;
  /** The streams whose loops were held, that of the latest timer first. */
  readonly streams: Set<number>;
}

function* find(model: Model, thresholdMs: number, thresholds: Thresholds): Work<Finding[]> {
  const late = yield* lateTimers(model, thresholdMs * NS_PER_MS);
  if (late.length === 0) return [];
  // One cause, one finding: if the loop was blocked or stood still, that finding tells it.
  const told = [
    ...(yield* blockedTurns(model, thresholds)).map(({ turn }) => turn),
    ...(yield* starvedTurns(model, thresholds)),
    ...(yield* stillTurns(model, thresholds['sync-wait'] * NS_PER_MS)),
  ];
  const explained = ({ stream, dueNs, resumeNs }: Late): boolean => {
    let ns = 0;
    for (const turn of told)
      if (turn.stream === stream)
        ns += Math.max(0, Math.min(resumeNs, turn.toNs) - Math.max(dueNs, turn.fromNs));
    return ns >= LEAST_SHARE * (resumeNs - dueNs);
  };
  const groups = new Map<string, Group>();
  let lookedAt = 0;
  for (const one of late) {
    if (explained(one)) continue;
    if (lookedAt++ === LOOKED_AT) break;
    // Thousands of runs may have held the loop meanwhile.
    yield;
    const holders = yield* findHolders(model, one.stream, one.dueNs, one.resumeNs);
    const [holder] = holders;
    // An interval that takes longer than its own delay holds nobody up but itself.
    if (holder !== undefined && holder.site === one.called) continue;
    const computedNs = leastComputedNs(model, one.stream, [one.dueNs, one.resumeNs], heldNs(holders));
    if (holder === undefined || computedNs < LEAST_SHARE * countedNs(model, one)) continue;
    if (holder.ns < LEAST_NAMED * lateNs(one)) continue;
    const key = siteKey(model, holder.site);
    const group = groups.get(key);
    if (group === undefined) {
      const [times, streams] = [new Set([holder.atNs]), new Set([one.stream])];
      const held = yield* namedHolders(model, stretchOf(one), holders);
      const share = heldNs(holders) / lateNs(one);
      groups.set(key, { count: 1, worst: one, held, share, times, streams });
    } else {
      group.count++;
      group.times.add(holder.atNs);
      group.streams.add(one.stream);
    }
  }
  const isTold = ({ times, worst }: Group): boolean =>
    times.size > 1 || countedNs(model, worst) >= ONCE * thresholdMs * NS_PER_MS;
  return [...groups.values()].filter(isTold).map((group) => insight(model, group));
}

const stretchOf = ({ stream, dueNs, resumeNs }: Late) => ({ stream, fromNs: dueNs, toNs: resumeNs });

/** `parse() (app.mjs:3) held the event loop for 80 % of that`, or how many did together where none had half of it. */
function heldWords(
  model: Model,
  { held: { holder, parts, isCaller }, share, worst, streams }: Group,
): string {
  const loop = loopName(model, streams);
  const part = percent(parts.length > 0 && !isCaller ? share : holder.ns / lateNs(worst));
  if (isCaller) return `${namedHolder(model, holder)} and what it called held ${loop} for ${part} of that`;
  if (parts.length > 0)
    return `${counted(parts.length, 'function')} together held ${loop} for ${part} of that`;
  return `${namedHolder(model, holder)} held ${loop} for ${part} of that`;
}

function insight(model: Model, group: Group): Finding {
  const { count, worst, held } = group;
  const { runs } = model.tables;
  const task = runs.task.get(worst.run);
  const place = worst.called === null ? waitPlace(model, worst.run) : taskPlace(model, task);
  const more =
    count > 1
      ? ` (${counted(count - 1, 'other timer was', 'other timers were')} late for the same reason)`
      : '';
  return {
    id: 'late-timer',
    severity: 'warning',
    message: `The timer of ${worst.delayMs} ms that ${worst.called === null ? `${placed(labelOf(model, task), place)} waited for` : `calls ${placed(labelOf(model, task), place)}`} came ${duration(lateNs(worst))} late${withheldWords(model, worst.stream, worst.dueNs, worst.resumeNs)}: ${heldWords(model, group)}${loadedWords(model, worst.stream, worst.dueNs, worst.resumeNs)}${more}.${sharesWords(model, held, stretchOf(worst))}`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(new Set(held.holder.task < 0 ? [task] : [task, held.holder.task])),
    costMs: msOf(lateNs(worst)),
    fromNs: worst.dueNs,
    toNs: worst.resumeNs,
    advice: model.language.advice.lateTimer,
  };
}

export const lateTimer: InsightKind = {
  id: 'late-timer',
  summary: 'a timer comes late, and by more than half of its delay',
  threshold: { value: 10, unit: 'ms' },
  find,
};
