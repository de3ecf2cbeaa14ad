// The event loop's turns: which callback it is running, and how long it was idle before.

import { performance } from 'node:perf_hooks';
import { AwaitedKind, type LoopPhase, RecordType, TURN_ASKED } from '../../protocol/events.ts';
import type { ResourceType } from '../resources/resource-types.ts';
import { clockNs, lastRecordNs, putAt } from '../sending/writer.ts';
import type { Task } from '../tasks/task.ts';
import { checkIterator } from './pauses.ts';

/** A turn of the loop, and what it was begun by. */
export interface Turn {
  readonly number: number;
  readonly kind: AwaitedKind;
  /** The name of what it answers: the thread pool's work, or what was asked for; '' if there is none, or it is unknown. */
  readonly work: string;
  readonly lateUs: number;
  /** As in its record. */
  readonly detail: number;
  /** A timer's delay; 0 for an immediate. */
  readonly delayMs: number;
  /** Null for an immediate, and if it cannot give anything a name. */
  readonly resource: object | null;
  /** Reads the answer to an HTTP request of the program's in it; null if nothing does. */
  readonly message: object | null;
  readonly beganNs: number;
}

/** A turn in which an immediate was set, or a library's timer without a delay. */
export interface Setting extends Turn {
  /** The task that led to that: see `taskBefore`. Null where a task itself set it. */
  readonly by: Task | null;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Present extends Writable<Turn> {
  /** The first of several turns that one arrival has caused. Node calls back for each part of it, and runs microtasks only after the last. */
  since: number;
  /** The number of the last turn that reported a write. */
  writtenIn: number;
  /** For an immediate, or a library's timer without a delay: the turn that it goes on with (see `settingTurn`), and the task that set it or led to that. */
  setIn: Turn | null;
  setBy: Task | null;
  /** This turn as `settingTurn` last told it. */
  setting: Setting | null;
}

const newTurn = (number: number, since: number, writtenIn: number): Present => ({
  number,
  since,
  kind: AwaitedKind.unknown,
  work: '',
  lateUs: 0,
  detail: 0,
  delayMs: 0,
  resource: null,
  message: null,
  beganNs: 0,
  writtenIn,
  setIn: null,
  setBy: null,
  setting: null,
});

/** One object for all turns, replaced after so many, a power of two, to stay new memory: see `JOBS_TILL_RENEWED` in src/tracer/tasks/context.ts. */
const TURNS_TILL_RENEWED = 1024;
let turn = newTurn(0, 0, 0);
export const currentTurn = (): Readonly<typeof turn> => turn;

const { nodeTiming } = performance as unknown as {
  nodeTiming: { readonly idleTime: number; readonly uvMetricsInfo?: { readonly loopCount: number } };
};
/** How many rounds the loop has begun. In each it asks the system once for events. Node counts them since 20.18; before, null. */
export const roundsSoFar = (): number | null => nodeTiming.uvMetricsInfo?.loopCount ?? null;

let rounds = roundsSoFar();
let idleMs = 0;

/**
 * If less time has passed since the last record, the loop has not begun another round: that takes at least two system calls. So its idle time need
 * not be asked for. (An HTTP parser is called three times in a row.)
 */
const NO_ROUND_NS = 1000;

/** The largest delay that a record can hold. */
const LONGEST_DELAY_MS = 0xfffff;

/**
 * `lateUs`: for a timer, how late it is. `detail`: what the record has of that name, before it is cut to what fits. `resource`: null if it cannot give anything a name. `goesOn`: the
 * previous turn called back the same resource, and no microtask has run since.
 */
export function beginTurn(
  type: ResourceType,
  phase: LoopPhase,
  lateUs: number,
  detail: number,
  resource: object | null,
  goesOn = false,
): void {
  checkIterator();
  const nowNs = clockNs();
  const round = nowNs - lastRecordNs() < NO_ROUND_NS ? rounds : roundsSoFar();
  const hasAsked = round !== rounds;
  rounds = round;
  const idle = hasAsked || round === null ? nodeTiming.idleTime : idleMs;
  const argument = (Math.min(detail, LONGEST_DELAY_MS) << 4) | (hasAsked ? TURN_ASKED : 0) | phase;
  putAt(
    nowNs,
    RecordType.turn | (argument << 8),
    Math.min(Math.round((idle - idleMs) * 1000), 0xffffffff),
    lateUs,
  );
  idleMs = idle;
  if ((turn.number & (TURNS_TILL_RENEWED - 1)) === 0) turn = newTurn(turn.number, turn.since, turn.writtenIn);
  turn.number++;
  if (!goesOn || hasAsked) turn.since = turn.number;
  turn.kind = type.kind;
  turn.work = type.work;
  turn.lateUs = lateUs;
  turn.detail = detail;
  turn.delayMs = 0;
  turn.resource = resource;
  turn.message = null;
  turn.beganNs = nowNs;
  turn.setIn = null;
  turn.setBy = null;
  turn.setting = null;
}

/** The turn that an immediate goes on with which is set now, or a library's timer without a delay: this one, or if a library sets it in one of its
 * own, the one that this goes on with. Null for the program's first. `by`: as in `Setting`. */
export function settingTurn(by: Task | null, isByTask: boolean): Setting | null {
  const { number, kind, work, lateUs, detail, delayMs, resource, message, beganNs } = turn;
  if (number === 0) return null;
  const goesOn = turn.setIn !== null || (kind === AwaitedKind.timer && resource === null);
  if (goesOn && by === null && !isByTask) return turn.setIn as Setting | null;
  if (turn.setting === null || turn.setting.by !== by)
    turn.setting = { number, kind, work, lateUs, detail, delayMs, resource, message, beganNs, by };
  return turn.setting;
}

/** The turn has begun with an immediate or a timer: where it was set, and by whom. */
export function turnGoesOn(setIn: Setting | null, setBy: Task | null): void {
  turn.setIn = setIn;
  turn.setBy = setIn === null ? null : (setBy ?? setIn.by);
}

/** The answer to an HTTP request is read within the turn. `message`: what Node calls back for it. */
export function turnReads(message: object): void {
  turn.message = message;
}

/** The turn calls back a timer of this delay. */
export function turnIsTimers(delayMs: number): void {
  turn.delayMs = delayMs;
}

/** A turn that reports a write is about the stream that was written to. */
export function turnIsOfStream(kind: AwaitedKind, stream: object): void {
  turn.kind = kind;
  turn.resource = stream;
  turn.writtenIn = turn.number;
}

/** The turn brings the answer to this: `readFile data.json`; '' if that is unknown. */
export function turnAnswers(asked: string, kind = turn.kind): void {
  if (kind === turn.kind) turn.work = asked;
}
