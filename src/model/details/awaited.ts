// What a wait is for, in words.

import {
  AWAITED_KIND_NAMES,
  AwaitedKind,
  type AwaitedKindName,
  COMBINATOR_NAMES,
  type CombinatorName,
} from '../../protocol/events.ts';
import { NS_PER_MS, type TaskIndex } from '../../protocol/units.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import type { AwaitedMember, AwaitedView, CombinationView } from '../view-types.ts';
import { counted, duration, shortened, thousands } from '../words.ts';
import { labelOf, siteRow } from './labels.ts';

const KIND_WORDS: Readonly<Record<AwaitedKindName, string>> = {
  unknown: 'something unknown',
  task: 'another task',
  timer: 'a timer',
  network: 'the network',
  file: 'a file',
  process: 'another thread or process',
  promise: 'a promise',
};

export const kindWords = (kind: AwaitedKindName): string => KIND_WORDS[kind];

const kindName = (kind: number): AwaitedKindName => AWAITED_KIND_NAMES[kind] ?? 'unknown';

export const awaitedKind = (model: Model, run: number): AwaitedKindName =>
  kindName(model.tables.runs.awaited.get(run));

/** The delay in milliseconds of the timer that a wait is for; null for any other wait, and where the delay is unknown. */
export function timerMs(model: Model, run: number): number | null {
  const { runs } = model.tables;
  const delayMs = runs.awaited.get(run) === AwaitedKind.timer ? runs.reference.get(run) : -1;
  return delayMs < 0 ? null : delayMs;
}

/** When the timer that a wait is for is due, as its delay says; null where `timerMs` is. */
export function timerDueNs(model: Model, run: number): number | null {
  const delayMs = timerMs(model, run);
  return delayMs === null ? null : model.tables.runs.toNs.get(run) + delayMs * NS_PER_MS;
}

export function awaitedView(model: Model, run: number): AwaitedView {
  const { runs } = model.tables;
  const reference = runs.reference.get(run);
  const isTask = runs.awaited.get(run) === AwaitedKind.task && reference >= 0;
  return {
    kind: awaitedKind(model, run),
    task: isTask ? (reference as TaskIndex) : null,
    name: awaitedName(model, run),
    combination: combinationOf(model, run),
    label: awaitedLabel(model, run, { expression: false }),
  };
}

/** The tracer's name for what a wait is for: `readFile data.json`, `GET localhost:8080/price`; null if it has none. */
export function awaitedName(model: Model, run: number): string | null {
  const about = model.tables.runs.about.get(run);
  return about >= 0 ? model.tables.texts.get(about) : null;
}

/**
 * What a wait is for, as closely as it is known: `fetchPrice("AAPL")`, `a timer of 2000 ms`, `readFile data.json`,
 * `all of 2 tasks: order_food(), call_driver() (last)`, `a promise settled by release()`, `the network (db.query(…))`. `settler: false`
 * leaves out who settled it. `expression: false` leaves out the awaited expression, for callers that show it anyway.
 */
export function awaitedLabel(model: Model, run: number, { settler = true, expression = true } = {}): string {
  const { runs } = model.tables;
  if ((runs.flags.get(run) & RunFlag.yield) !== 0) return 'the next request';
  const combination = combinationOf(model, run);
  if (combination !== null) return combinationLabel(model, combination, settler);
  if (isPlainValue(model, run)) return 'a value that was there already';
  const kind = awaitedKind(model, run);
  const waker = runs.waker.get(run);
  if (settler && kind === 'promise' && awaitedName(model, run) === null && waker >= 0) {
    return `a promise settled by ${labelOf(model, waker)}`;
  }
  const label = oneLabel(model, kind, runs.reference.get(run), awaitedName(model, run));
  const code = expression && label === KIND_WORDS[kind] ? awaitedCode(model, run) : '';
  return code === '' ? label : `${label} (${code})`;
}

const LONGEST_CODE = 40;

/** The awaited expression, shortened: `this.ready`, `Array.fromAsync(…)`; '' if unknown, or if it only says that it is a promise. */
function awaitedCode(model: Model, run: number): string {
  const { runs, sites } = model.tables;
  const site = siteRow(model, runs.task.get(run), runs.site.get(run));
  const code = site < 0 ? '' : sites.names[site]!;
  if (code.startsWith('new Promise')) return '';
  const called = code.indexOf('(');
  return code.length > LONGEST_CODE && called > 0
    ? shortened(`${code.slice(0, called)}(…)`, LONGEST_CODE)
    : shortened(code, LONGEST_CODE);
}

/** Whether a wait is like `await 1`, for nothing that could have kept it waiting. Known once the task has gone on. */
export function isPlainValue(model: Model, run: number): boolean {
  const { runs } = model.tables;
  return runs.awaited.get(run) === AwaitedKind.unknown && (runs.flags.get(run) & RunFlag.wasThere) !== 0;
}

function oneLabel(model: Model, kind: AwaitedKindName, reference: number, name: string | null): string {
  if (kind === 'task' && reference >= 0) return labelOf(model, reference);
  if (name !== null) return name;
  // Only setImmediate has no delay: a timer has at least 1 ms.
  if (kind === 'timer' && reference === 0) return 'the next round of the loop';
  if (kind === 'timer' && reference > 0) return `a timer of ${delayWords(reference)}`;
  return KIND_WORDS[kind];
}

/** Up to a minute as in the program's text: `2000 ms`; above that as `10 h 0 m`. */
const delayWords = (ms: number): string => (ms < 60_000 ? `${ms} ms` : duration(ms * NS_PER_MS));

/** The combination that a wait was for, with its members; null if it was for a single thing. */
export function combinationOf(model: Model, run: number): CombinationView | null {
  const row = model.tables.runs.combination(run);
  return row < 0 ? null : combinationView(model, row);
}

/** The combination in a row of the table of combinations, with its members. */
export function combinationView(model: Model, row: number): CombinationView {
  const { combinations, texts } = model.tables;
  const members: AwaitedMember[] = [];
  for (let at = combinations.firstMember[row]!; at >= 0; at = combinations.members.next[at]!) {
    const kind = kindName(combinations.members.kind[at]!);
    const reference = combinations.members.reference[at]!;
    const told = reference >= 0;
    members.push({
      kind,
      task: kind === 'task' && told ? (reference as TaskIndex) : null,
      delayMs: kind === 'timer' && told ? reference : null,
      name: kind !== 'task' && kind !== 'timer' && told ? texts.get(reference) : null,
    });
  }
  const decided = combinations.decided[row]!;
  return {
    how: COMBINATOR_NAMES[combinations.how[row]!] as CombinatorName,
    count: combinations.count[row]!,
    members,
    decidedBy: decided >= 0 && decided < members.length ? decided : null,
  };
}

const SHOWN = 3;

/**
 * `all of 2 tasks: order_food(), call_driver() (last)`, with at most `SHOWN` names, including the one that decided it. If nothing tells
 * the members apart, that is said once: `all of 5 timers: a timer of 10 ms each`, `all of 12 promises`.
 */
function combinationLabel(model: Model, combination: CombinationView, settler: boolean): string {
  const { how, count, members, decidedBy } = combination;
  if (count === 0) return `${OPENINGS[how]} nothing`;
  const whole = `${OPENINGS[how]} ${nounOf(members, count)}${OPENINGS_END[how]}`;
  if (areAlike(members)) {
    const each = memberLabel(model, members[0]!);
    return each === KIND_WORDS.promise ? whole : `${whole}: ${each} each`;
  }
  const named: number[] = [];
  for (let i = 0; i < members.length && named.length < SHOWN; i++) named.push(i);
  if (decidedBy !== null && decidedBy >= SHOWN) named[SHOWN - 1] = decidedBy;
  const names = named.map(
    (i) => memberLabel(model, members[i]!) + (settler && i === decidedBy ? decision(model, combination) : ''),
  );
  const more = count > named.length ? ` and ${thousands(count - named.length)} more` : '';
  return `${whole}: ${names.join(', ')}${more}`;
}

/** Whether there are several members, none of them a task, that nothing tells apart. */
const areAlike = (members: readonly AwaitedMember[]): boolean =>
  members.length > 1 &&
  members.every(
    ({ kind, task, delayMs, name }) =>
      task === null &&
      kind === members[0]!.kind &&
      delayMs === members[0]!.delayMs &&
      name === members[0]!.name,
  );

const OPENINGS: Readonly<Record<CombinatorName, string>> = {
  all: 'all of',
  allSettled: 'all of',
  race: 'the first of',
  any: 'any of',
};
const OPENINGS_END: Readonly<Record<CombinatorName, string>> = {
  all: '',
  allSettled: ' to settle',
  race: '',
  any: '',
};

export function memberLabel(model: Model, { kind, task, delayMs, name }: AwaitedMember): string {
  return oneLabel(model, kind, task ?? delayMs ?? -1, name);
}

/** What to add to the name of the member that settled the whole: ` (last)`, ` (first)`, ` (failed)`. */
function decision(model: Model, { how, members, decidedBy }: CombinationView): string {
  if (how === 'race' || how === 'any') return ' (first)';
  const task = decidedBy === null ? null : members[decidedBy]!.task;
  const { tasks } = model.tables;
  const failed =
    how === 'all' &&
    task !== null &&
    tasks.state.get(task) === TaskState.over &&
    tasks.outcome.get(task) >= 2;
  return failed ? ' (failed)' : ' (last)';
}

function nounOf(members: readonly AwaitedMember[], count: number): string {
  const all = (kind: AwaitedKindName): boolean => members.every((member) => member.kind === kind);
  if (all('task')) return counted(count, 'task');
  return counted(count, all('timer') ? 'timer' : 'promise');
}
