import { AwaitedKind, type AwaitedKindName } from '../../protocol/events.ts';
import { kindWords } from '../details/awaited.ts';
import { nameOf } from '../details/labels.ts';
import { waitEndNs } from '../details/states.ts';
import type { Model } from '../model.ts';
import { thousands } from '../words.ts';
import type { InsightKind } from './kind.ts';
import { asTasks, placed, waitPlace } from './places.ts';
import type { Finding } from './types.ts';
import { type Verdict, waitsBySite } from './wait-groups.ts';

const KIND_NAMES: Readonly<Record<number, AwaitedKindName | undefined>> = {
  [AwaitedKind.network]: 'network',
  [AwaitedKind.file]: 'file',
  [AwaitedKind.process]: 'process',
};

/**
 * Only what takes a connection, a descriptor or a process each: a thousand timers cost nothing, and a thousand tasks in
 * the queue of a limiter is what a limiter is for.
 */
function find(model: Model, threshold: number): Finding[] {
  const { runs, mostAlive } = model.tables;
  const found: Finding[] = [];
  if (mostAlive < threshold) return found;
  const taking = (run: number): Verdict => (KIND_NAMES[runs.awaited[run]!] === undefined ? 'no' : 'yes');
  for (const members of waitsBySite(model, threshold, taking).values()) {
    const peak = peakOf(model, members);
    if (peak.count >= threshold) found.push(insight(model, members, peak));
  }
  return found;
}

interface Peak {
  readonly count: number;
  readonly atNs: number;
}

/** When an answer was there is not known of input and output; when its task had it is. */
const answeredNs = (model: Model, run: number): number => Math.min(waitEndNs(model, run), model.endNs);

function peakOf(model: Model, members: Int32Array): Peak {
  const { runs } = model.tables;
  const begins = Float64Array.from(members, (run) => runs.toNs[run]!).sort();
  const ends = Float64Array.from(members, (run) => answeredNs(model, run)).sort();
  let peak: Peak = { count: 0, atNs: 0 };
  for (let begun = 0, ended = 0; begun < begins.length; begun++) {
    while (ends[ended]! <= begins[begun]!) ended++;
    if (begun + 1 - ended > peak.count) peak = { count: begun + 1 - ended, atNs: begins[begun]! };
  }
  return peak;
}

function insight(model: Model, members: Int32Array, peak: Peak): Finding {
  const { runs } = model.tables;
  const waiting = members.filter((run) => runs.toNs[run]! <= peak.atNs && answeredNs(model, run) > peak.atNs);
  const [first = members[0]!] = waiting;
  const place = waitPlace(model, first);
  const kind = KIND_NAMES[runs.awaited[first]!]!;
  return {
    id: 'unbounded-concurrency',
    severity: 'warning',
    message: `${thousands(peak.count)} tasks at once waited in ${placed(nameOf(model, runs.task[first]!), place)} for ${kindWords(kind)}: nothing limits how many there are.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(Array.from(waiting.subarray(0, 20), (run) => runs.task[run]!)),
    costMs: null,
    fromNs: runs.toNs[first]!,
    toNs: waiting.reduce((ns, run) => Math.max(ns, answeredNs(model, run)), peak.atNs),
    advice: model.language.advice.unboundedConcurrency,
  };
}

export const unboundedConcurrency: InsightKind = {
  id: 'unbounded-concurrency',
  summary: 'tasks wait at one line for the network, files or processes at once, and nothing limits how many',
  threshold: { value: 1000, unit: 'tasks' },
  find,
};
