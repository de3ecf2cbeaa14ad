// The markers around calls that are looked at: see instrument/call-sites.ts for which.

import { types } from 'node:util';
import { RecordType, TaskKind } from '../../protocol/events.ts';
import { Combination } from '../promises/combination.ts';
import { type Known, knownOf, taskOf, whatIsKnown, whatOf } from '../promises/known.ts';
import { clockNs, put } from '../sending/writer.ts';
import { runningTask } from '../tasks/context.ts';
import { State } from '../tasks/task-state.ts';

/** The promise of a call is dropped where it is called; of a combinator's those that it was given, too. */
export function leftAlone<T>(site: number, value: T): T {
  if (typeof value === 'object' && value !== null) {
    const known = whatIsKnown(value);
    if (known !== null) leaveAlone(site, known);
  }
  return value;
}

function leaveAlone(site: number, known: Known): void {
  const task = taskOf(known);
  if (task === null) {
    const whole = whatOf(known);
    if (!(whole instanceof Combination)) return;
    for (let i = 0; i < whole.members.length; i++) {
      const member = whole.members[i];
      const own = types.isPromise(member) ? taskOf(knownOf(member)) : null;
      if (own !== null) leaveAlone(site, own);
    }
  } else if (task.kind === TaskKind.async && task.state !== State.ended)
    put(RecordType.leftAlone | (site << 8), task.id, 0);
}

/** Shorter calls are too many to tell, and hold nobody up. */
const LEAST_STILL_NS = 1e6;
let stillFromNs = 0;

/** Stands around the last argument of a call that will keep the program standing still. */
export function callBegins<T>(value: T): T {
  stillFromNs = clockNs();
  return value;
}

/** Around such a call. Had another one been made from within it, its own time counts from there only. */
export function callEnds<T>(site: number, value: T): T {
  const lengthNs = clockNs() - stillFromNs;
  if (lengthNs >= LEAST_STILL_NS) {
    const us = Math.min(Math.round(lengthNs / 1000), 0xffffffff);
    put(RecordType.stoodStill | (site << 8), us, runningTask()?.id ?? 0);
  }
  return value;
}
