import { POOL_KIND_NAMES, type PoolKindName } from '../../protocol/events.ts';
import { MAIN_STREAM } from '../../protocol/recording.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { definitionOf, nameOf, threadLabel } from '../details/labels.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { poolOrder } from '../tables/pool.ts';
import { type Saturation, saturations } from '../totals/saturation.ts';
import { counted, duration, listed, thousands, times } from '../words.ts';
import { asTasks, functionName, taskPlace } from './evidence/places.ts';
import { isSameJob } from './evidence/same-job.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

/** If there are more stretches, only the longest are looked at. */
const LOOKED_AT = 50;
/** Work that waits for at least this long behind somebody else's is held up. */
const HELD_UP_NS = 10 * NS_PER_MS;

const KIND_WORDS: Readonly<Record<PoolKindName, string>> = {
  other: 'other work',
  file: 'files',
  dns: 'names of hosts',
  crypto: 'crypto',
  compression: 'compression',
};

/** The work of one function. */
interface Asker {
  readonly task: number;
  readonly kind: PoolKindName;
  count: number;
  /** How much work had a thread, and how much waited for one. */
  workedNs: number;
  queuedNs: number;
  longestNs: number;
}

interface Found {
  readonly saturation: Saturation;
  /** The function with the most work comes first. */
  readonly askers: readonly Asker[];
}

function find(model: Model, thresholdMs: number): Finding[] {
  // All threads of a process share its pool. Work of its workers is not looked at.
  const { threads } = model.tables;
  const processes = model
    .streamIds()
    .filter((stream) => threads.all[threads.ofStream(stream)]!.kind !== 'worker');
  const found = processes
    .flatMap((stream) => saturations(model, stream, thresholdMs * NS_PER_MS))
    .sort((a, b) => b.idleNs - a.idleNs)
    .slice(0, LOOKED_AT)
    .map((saturation) => ({ saturation, askers: askersOf(model, saturation) }));
  const groups = new Map<number, Found[]>();
  for (const each of found) {
    const { task } = each.askers[0]!;
    const site = definitionOf(model, task);
    const key = site < 0 ? -1 - task : site;
    addToList(groups, key, each);
  }
  return [...groups.values()].map((group) => insight(model, group));
}

/** The functions whose work was with the pool meanwhile. */
function askersOf(model: Model, { stream, fromNs, toNs }: Saturation): Asker[] {
  const { pool } = model.stream(stream);
  const { queuedNs } = poolOrder(pool);
  const askers = new Map<string, Asker>();
  for (let work = 0; work < pool.length; work++) {
    const task = pool.task[work]!;
    if (task < 0 || pool.fromNs[work]! >= toNs || pool.toNs[work]! <= fromNs) continue;
    const kind = POOL_KIND_NAMES[pool.kind[work]!] ?? 'other';
    const site = definitionOf(model, task);
    const key = `${kind} ${site < 0 ? nameOf(model, task) : site}`;
    const asker = askers.get(key) ?? { task, kind, count: 0, workedNs: 0, queuedNs: 0, longestNs: 0 };
    askers.set(key, asker);
    asker.count++;
    asker.workedNs += pool.toNs[work]! - pool.fromNs[work]! - queuedNs[work]!;
    asker.queuedNs += queuedNs[work]!;
    asker.longestNs = Math.max(asker.longestNs, queuedNs[work]!);
  }
  return [...askers.values()].sort((a, b) => b.workedNs - a.workedNs);
}

/** Whether two pieces of work belong to one job, also if its task is over, like a module whose promises go on. Each request to a server is a job. */
function comesOfFunction(model: Model, starter: number, task: number): boolean {
  const { parent } = model.tables.tasks;
  const definition = definitionOf(model, starter);
  let at = task;
  while (at >= 0 && at !== starter && (definition < 0 || definitionOf(model, at) !== definition))
    at = parent.get(at);
  return at >= 0;
}

const asked = (model: Model, { task, kind, count }: Asker): string =>
  `${thousands(count)} of ${functionName(model, task, taskPlace(model, task))} for ${KIND_WORDS[kind]}`;

/** ` of child resize.mjs pid 12`; nothing for the program's own. */
function poolOf(model: Model, { stream }: Saturation): string {
  const { threads } = model.tables;
  return stream === MAIN_STREAM ? '' : ` of ${threadLabel(threads.all[threads.ofStream(stream)]!)}`;
}

function insight(model: Model, group: readonly Found[]): Finding {
  const { saturation, askers } = group[0]!;
  const { pool } = model.stream(saturation.stream);
  const [first, ...others] = askers;
  const place = taskPlace(model, first!.task);
  const longestNs = Math.max(...askers.map((asker) => asker.longestNs));
  const queuedNs = askers.reduce((sum, asker) => sum + asker.queuedNs, 0);
  // One job takes as long as all of its parts, whichever comes first.
  const heldUp = others
    .filter(({ longestNs }) => longestNs >= HELD_UP_NS)
    .filter(({ task }) => !isSameJob(model, first!.task, task, saturation.fromNs))
    .filter(({ task }) => !comesOfFunction(model, first!.task, task))
    .sort((a, b) => b.longestNs - a.longestNs);
  const [victim] = heldUp;
  const behind =
    victim === undefined
      ? ''
      : `; ${functionName(model, victim.task, taskPlace(model, victim.task))} waited up to ${duration(victim.longestNs)} behind ${functionName(model, first!.task, null)}`;
  // Not all of the work was there at once.
  const inAll = askers.reduce((sum, { count }) => sum + count, 0) > saturation.most ? 'altogether ' : '';
  const shown = askers.slice(0, 3).map((asker) => asked(model, asker));
  const rest = askers.length > 3 ? [counted(askers.length - 3, 'other')] : [];
  const often = group.length > 1 ? ` (${times(group.length)} in all)` : '';
  return {
    id: 'threadpool-saturated',
    severity: victim === undefined ? 'info' : 'warning',
    message: `Up to ${thousands(saturation.most)} pieces of work at once were with the thread pool${poolOf(model, saturation)}, which has ${counted(pool.threads, 'thread')}, for ${duration(saturation.toNs - saturation.fromNs)}${often}: ${inAll}${listed([...shown, ...rest])}. They queued for up to ${duration(longestNs)}${behind}.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(
      new Set([
        first!.task,
        ...heldUp.map(({ task }) => task),
        ...saturation.works.slice(0, 20).map((work) => pool.task[work]!),
      ]),
    ),
    costMs: msOf(queuedNs),
    fromNs: saturation.fromNs,
    toNs: saturation.toNs,
    advice: model.language.advice.poolFull,
  };
}

export const threadpoolSaturated: InsightKind = {
  id: 'threadpool-saturated',
  summary:
    'more work for files, crypto, compression or names of hosts is under way than the thread pool has threads',
  threshold: { value: 10, unit: 'ms' },
  find,
};
