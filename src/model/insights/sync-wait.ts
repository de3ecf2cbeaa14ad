import { MAIN_STREAM } from '../../protocol/recording.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { placeOf } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { counted, duration, times } from '../words.ts';
import type { Work } from '../work.ts';
import { type DelayingTurn, delayingTurns, type StillCalls, victimsOf } from './evidence/delaying-turns.ts';
import { asTasks, inBrackets, loopName, named, siteKey } from './evidence/places.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

interface Group {
  count: number;
  sumNs: number;
  /** The turn in which the loop stood still longest, for how long, and in which task's run. */
  worst: DelayingTurn;
  worstNs: number;
  task: number;
  /** The streams whose loops stood still. */
  readonly streams: Set<number>;
}

/** Turns in which synchronous calls stood still for at least this long while others were due. */
export function* stillTurns(model: Model, leastNs: number): Work<DelayingTurn[]> {
  const delaying = yield* delayingTurns(model, leastNs);
  return delaying.filter(({ stoodStill, stillNs }) => stoodStill && stillNs >= leastNs);
}

function* find(model: Model, thresholdMs: number): Work<Finding[]> {
  const leastNs = thresholdMs * NS_PER_MS;
  const groups = new Map<string, Group>();
  for (const turn of yield* stillTurns(model, leastNs)) {
    const [call] = turn.calls;
    if (call === undefined) continue;
    const row = rowOf(model, turn, call);
    const key = row < 0 ? `${turn.stream} ${call.site}` : siteKey(model, row);
    const group = groups.get(key);
    if (group === undefined) {
      const { count, ns, task } = call;
      const streams = new Set([turn.stream]);
      groups.set(key, { count, sumNs: ns, worst: turn, worstNs: ns, task, streams });
      continue;
    }
    group.streams.add(turn.stream);
    group.count += call.count;
    group.sumNs += call.ns;
    if (call.ns > group.worstNs) Object.assign(group, { worst: turn, worstNs: call.ns, task: call.task });
  }
  return [...groups.values()].map((group) => insight(model, group));
}

/** The place of the calls, as a row of the site store; -1 if unknown. */
const rowOf = (model: Model, { stream }: DelayingTurn, { site }: StillCalls): number =>
  model.stream(stream).events.sites.find(site);

function insight(model: Model, { count, sumNs, worst, task, streams }: Group): Finding {
  const row = rowOf(model, worst, worst.calls[0]!);
  const place = placeOf(model, row);
  const call = row < 0 ? 'A synchronous call' : model.tables.sites.names[row]!;
  const caller = task < 0 ? '' : `, called by ${named(model, task)},`;
  const often = count > 1 ? `, ${times(count)}` : '';
  const [first, ...others] = victimsOf(worst);
  const also = others.length > 0 ? ` and ${counted(others.length, 'other')}` : '';
  return {
    id: 'sync-wait',
    severity: 'warning',
    message: `${call}${inBrackets(place)}${caller} kept ${streams.has(MAIN_STREAM) ? 'the program' : loopName(model, streams)} standing still for ${duration(sumNs)}${often}: ${named(model, first!.task)}${also} went on ${first!.exact ? '' : 'up to '}${duration(first!.lateNs)} late.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(
      new Set([...(task < 0 ? [] : [task]), first!.task, ...others.slice(0, 19).map((one) => one.task)]),
    ),
    costMs: msOf(sumNs),
    fromNs: worst.fromNs,
    toNs: worst.toNs,
    advice: model.language.advice.syncWait,
  };
}

export const syncWait: InsightKind = {
  id: 'sync-wait',
  summary:
    'a synchronous call, to a command or for a file perhaps, keeps the program standing still while others are due',
  threshold: { value: 10, unit: 'ms' },
  find,
};
