import { AwaitedKind } from '../../protocol/events.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { duration, thousands } from '../words.ts';
import type { Work } from '../work.ts';
import { asTasks, functionName, waitPlace } from './evidence/places.ts';
import { type Verdict, waitsBySite } from './evidence/wait-groups.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

const LEAST_AWAITS = 1000;

/**
 * Shorter than any time for which a system gives a processor to somebody else (slices of 0.7 ms and more). What is withheld is known for
 * stretches of many milliseconds: spread evenly over them it would take more from the shortest awaits than these took.
 */
const SHORTEST_SLICE_NS = 0.1 * NS_PER_MS;

/** Awaits looked at before other questions may be answered: two bisections each. */
const PIECE = 8192;

/**
 * Lines whose every await found its value there already. A line that had to wait even once may have to again. The result of an async function
 * that happens not to wait, or of a combinator of values that happen to be no promises, is awaited for what it may do one day. None of
 * these is needless.
 */
function* find(model: Model, thresholdMs: number): Work<Finding[]> {
  const found: Finding[] = [];
  const groups = yield* waitsBySite(model, LEAST_AWAITS, (run) => verdict(model, run));
  for (const members of groups.values()) {
    const costNs = yield* costOf(model, members);
    if (costNs >= thresholdMs * NS_PER_MS) found.push(insight(model, members, costNs));
  }
  return found;
}

function verdict(model: Model, run: number): Verdict {
  const { runs } = model.tables;
  // A wait that is still going on, or that the program's end cut off, says nothing.
  if (runs.next.get(run) < 0) return 'no';
  const wasThere = (runs.flags.get(run) & RunFlag.wasThere) !== 0;
  const mayWait = runs.awaited.get(run) === AwaitedKind.task || runs.combination(run) >= 0;
  return wasThere && !mayWait ? 'yes' : 'never';
}

function* costOf(model: Model, members: Int32Array): Work<number> {
  const { runs } = model.tables;
  const { withheld } = model.streamOf(runs.task.get(members[0]!));
  let costNs = 0;
  for (const [at, run] of members.entries()) {
    if (at % PIECE === PIECE - 1) yield;
    const next = runs.next.get(run);
    // What others did meanwhile is not this await's cost.
    const alone = model.turnOf(next) === model.turnOf(run) && runs.fromNs.get(next - 1) < runs.toNs.get(run);
    if (!alone && next !== run + 1) continue;
    const [fromNs, toNs] = [runs.toNs.get(run), runs.fromNs.get(next)];
    const ns = toNs - fromNs;
    costNs += ns < SHORTEST_SLICE_NS ? ns : ns - withheld.between(fromNs, toNs);
  }
  return costNs;
}

/** Whether all values were no promises. A promise that had settled may have to be waited for another time, or on another machine. */
function insight(model: Model, members: Int32Array, costNs: number): Finding {
  const { runs } = model.tables;
  const promises = members.some((run) => runs.awaited.get(run) !== AwaitedKind.unknown);
  const first = members[0]!;
  const last = members[members.length - 1]!;
  const place = waitPlace(model, first);
  return {
    id: 'needless-await',
    severity: promises ? 'info' : 'warning',
    message: `${thousands(members.length)} awaits in ${functionName(model, runs.task.get(first), place)} were for ${promises ? 'promises that had settled' : 'values already there'}, and cost ${duration(costNs)} in all.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks([runs.task.get(first)]),
    costMs: msOf(costNs),
    fromNs: runs.toNs.get(first),
    toNs: Math.min(runs.toNs.get(last), model.endNs),
    advice: model.language.advice.needlessAwait,
  };
}

export const needlessAwait: InsightKind = {
  id: 'needless-await',
  summary: 'a thousand awaits at one line for values already there',
  threshold: { value: 10, unit: 'ms' },
  find,
};
