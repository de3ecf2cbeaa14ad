// Functions that promises call: those given to `then`, `catch` and `finally`. They are not tasks. What is recorded is how long they held the loop.

import { RecordType, SEVERAL_REACTIONS } from '../../protocol/events.ts';
import { currentTurn } from '../runtime/turn.ts';
import { clockNs, lastRecordNs, putAt } from '../sending/writer.ts';
import { begunSoFar, currentTask } from '../tasks/context.ts';

/** Shorter calls of one function are recorded together, once they have held the loop for this long in one turn. */
const LEAST_NS = 1e6;

/** The calls of a function in one turn that are not recorded yet. */
interface Sum {
  turn: number;
  count: number;
  ns: number;
}
const sums = new Map<number, Sum>();
/** The sum of the function that ran last, and its site: most calls need no look into the map. */
let lastSum: Sum = { turn: 0, count: 0, ns: 0 };
let lastSite = 0;

/** The site of the function that the present job runs; 0 while no function of the program has begun. */
let site = 0;
/** The number, among all jobs and callbacks, of the one that ended last as a reaction. */
let lastWas = -1;
/** When the present reaction began and when the last one ended. In a typed array: as variables, such numbers would need new memory each time. */
const times = new Float64Array(2);

/** The turn of which all are told, however short: whether anybody went on because of what it began with is asked for. */
let toldTurn = -1;

export function tellAllOfTurn(): void {
  toldTurn = currentTurn().number;
}

/** Entry of a function in a promise's job in which no task runs. The first such function is the one that the promise called. */
export function reactionBegins(at: number): void {
  if (site !== 0) return;
  site = at;
  // If it follows another reaction with no code of the program in between, the clock need not be read: that is most of the cost here.
  const isNext = begunSoFar() === lastWas + 1 && lastRecordNs() <= (times[1] as number);
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
  lastWas = begunSoFar();
}

function addUp(nowNs: number, ns: number): void {
  const { number } = currentTurn();
  const sum = sumOf(number);
  sum.count++;
  sum.ns += ns;
  if (sum.ns < LEAST_NS && number !== toldTurn) return;
  tell(nowNs, SEVERAL_REACTIONS, ((sum.count << 12) | Math.max(1, Math.round(sum.ns / 1000))) >>> 0);
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
