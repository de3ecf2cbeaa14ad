import { EndCause } from '../protocol/events.ts';
import { MAIN_STREAM } from '../protocol/recording.ts';
import type { Model } from './model.ts';
import { countersNow } from './tables/counters.ts';
import { tracingCost } from './totals/tracing-cost.ts';
import type { SessionStatus } from './view-types.ts';

/** The part of a session that is sent to the window whenever it changes. */
export function sessionStatus(model: Model): SessionStatus {
  const { tables, main } = model;
  return {
    fromNs: model.fromNs,
    endNs: model.endNs,
    events: tables.events,
    bytes: model.bytes,
    dropped: tables.dropped,
    illegal: tables.illegal,
    tasks: tables.tasks.length,
    threads: tables.threads.withLoop,
    consoleLines: tables.console.length,
    readsInput: tables.resources.isInputRead,
    inputEnded: tables.console.inputEnded,
    runtime: model.runtime,
    counters: countersNow(model),
    finished: model.finished,
    cutOff: model.cutOff,
    isFull: model.isFull,
    exitCode: model.exitCode,
    signal: model.signal,
    uncaught: main.bye ? main.endCause === EndCause.uncaught : null,
    waitedNs: main.waitedNs,
    tracing: tracingCost(model, MAIN_STREAM),
    notices: [...tables.notices.all, ...tables.damage.all],
  };
}
