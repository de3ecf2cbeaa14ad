// Functions that promises call: those given to `then`, `catch` and `finally`. They are no tasks; told is for how long they had the loop.

import { RecordType, SEVERAL_REACTIONS } from '../../protocol/events.ts';
import { currentTurn } from '../runtime/turn.ts';
import { clockNs, lastRecordNs, putAt } from '../sending/writer.ts';
import { currentTask } from '../tasks/context.ts';

/** Shorter ones are told together, once those of one function have had the loop for as long in one turn. */
const LEAST_NS = 1e6;

/** What a function has had of a turn, and has not been told. */
interface Sum {
  turn: number;
  count: number;
  ns: number;
}
const sums = new Map<number, Sum>();
/** That of the function which ran last. */
let lastSum: Sum = { turn: 0, count: 0, ns: 0 };
let lastSite = 0;

/** The function that the present job is; 0 while none of the program's has begun. */
let site = 0;
/** How many jobs and callbacks there have been, and which of them was a reaction that ended last. */
let began = 0;
let lastWas = -1;
/** When the present one began, and when the last one was over. In an array, where such a number needs no new memory each time. */
const times = new Float64Array(2);

/** A job of a promise begins, or a callback. */
export const somethingBegins = (): void => void began++;

/** Entry of a function in a job of a promise in which no task runs: the first one is what the promise called. */
export function reactionBegins(at: number): void {
  if (site !== 0) return;
  site = at;
  // Right behind another one, with none of the program's code between: that spares the clock, which is most of what this costs.
  const isNext = began === lastWas + 1 && lastRecordNs() <= (times[1] as number);
  times[0] = isNext ? (times[1] as number) : clockNs();
}

/** The job is over. */
export function reactionEnds(): void {
  if (site === 0) return;
  const nowNs = clockNs();
  const ns = nowNs - (times[0] as number);
  if (ns >= LEAST_NS) tell(nowNs, 0, Math.min(Math.round(ns / 1000), 0xffffffff));
  else addUp(nowNs, ns);
  site = 0;
  times[1] = nowNs;
  lastWas = began;
}

function addUp(nowNs: number, ns: number): void {
  const sum = sumOf(currentTurn().number);
  sum.count++;
  sum.ns += ns;
  if (sum.ns < LEAST_NS) return;
  tell(nowNs, SEVERAL_REACTIONS, ((sum.count << 12) | Math.round(sum.ns / 1000)) >>> 0);
  sum.count = 0;
  sum.ns = 0;
}

function sumOf(turn: number): Sum {
  if (site !== lastSite) {
    lastSite = site;
    lastSum = sums.get(site) ?? { turn, count: 0, ns: 0 };
    sums.set(site, lastSum);
  }
  if (lastSum.turn !== turn) {
    lastSum.turn = turn;
    lastSum.count = 0;
    lastSum.ns = 0;
  }
  return lastSum;
}

function tell(nowNs: number, several: number, howLong: number): void {
  putAt(nowNs, RecordType.reaction | ((several | site) << 8), howLong, currentTask()?.id ?? 0);
}
