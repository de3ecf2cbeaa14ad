// The markers around calls. Which calls get one says instrument/call-sites.ts.

import { types } from 'node:util';
import { RecordType, TaskKind } from '../../protocol/events.ts';
import { Combination } from '../promises/combination.ts';
import { type Known, knownOf, taskOf, whatIsKnown, whatOf } from '../promises/known.ts';
import { clockNs, put } from '../sending/writer.ts';
import { runningTask } from '../tasks/context.ts';
import { State } from '../tasks/task-state.ts';

/** The promise of a call is dropped right there. If the call is a combinator's, so are the promises that it was given. */
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

/** Shorter calls are too many to record, and hold nobody up. */
const LEAST_STILL_NS = 1e6;
let stillFromNs = 0;

/** Stands around the last argument of a synchronous call that keeps the program standing still. */
export function callBegins<T>(value: T): T {
  stillFromNs = clockNs();
  return value;
}

/** Stands around such a call. If another one was made within it, only the time since that one counts. */
export function callEnds<T>(site: number, value: T): T {
  const lengthNs = clockNs() - stillFromNs;
  if (lengthNs >= LEAST_STILL_NS) {
    const us = Math.min(Math.round(lengthNs / 1000), 0xffffffff);
    put(RecordType.stoodStill | (site << 8), us, runningTask()?.id ?? 0);
  }
  return value;
}
