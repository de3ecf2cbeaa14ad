// What the event loop is dispatching.

import { performance } from 'node:perf_hooks';
import { MessagePort } from 'node:worker_threads';
import { AwaitedKind, LoopPhase, type PoolKind, RecordType } from '../protocol/events.ts';
import { Count, count } from './cost/counts.ts';
import { checkIterator } from './pauses.ts';
import type { ResourceType } from './resources/resource-types.ts';
import { clockNs, lastRecordNs, putAt } from './sending/writer.ts';

const turn: {
  number: number;
  kind: AwaitedKind;
  /** What it brings of the pool's. */
  pool: PoolKind | null;
  lateUs: number;
  resource: object | null;
} = {
  number: 0,
  kind: AwaitedKind.unknown,
  pool: null,
  lateUs: 0,
  resource: null,
};
export const currentTurn = (): Readonly<typeof turn> => turn;

const { nodeTiming } = performance;
let idleMs = 0;

const hasOwn = Object.hasOwn;
/** Where a handle keeps what is to be called once it is closed: there from when it was told to close, and then all it calls. */
const CLOSED = Object.getOwnPropertySymbols(MessagePort.prototype).find(
  ({ description }) => description === 'handle_onclose',
);

function phaseOf({ phase, pool }: ResourceType, resource: object): LoopPhase {
  if (phase !== LoopPhase.poll || pool !== null) return phase;
  return CLOSED !== undefined && hasOwn(resource, CLOSED) ? LoopPhase.close : LoopPhase.poll;
}

/**
 * In less time since the last record the loop has not waited, for that takes two system calls at the least. Asking Node takes 0.4 µs, with a
 * lock, and a parser of HTTP is called three times in a row. Were there a wait after all, it would be told with the next turn.
 */
const NO_WAIT_NS = 2000;

/** As much as a record has room for: some seventeen minutes. */
const LONGEST_DELAY_MS = 0xfffff;

/** `lateUs`: for a timer, how long ago it should have fired; `delay`: what the record is to say. */
export function beginTurn(type: ResourceType, lateUs: number, delay: number, resource: object): void {
  checkIterator();
  count(Count.turns);
  const nowNs = clockNs();
  const idle = nowNs - lastRecordNs() < NO_WAIT_NS ? idleMs : nodeTiming.idleTime;
  const argument = (Math.min(delay, LONGEST_DELAY_MS) << 4) | phaseOf(type, resource);
  putAt(
    nowNs,
    RecordType.turn | (argument << 8),
    Math.min(Math.round((idle - idleMs) * 1000), 0xffffffff),
    lateUs,
  );
  idleMs = idle;
  turn.number++;
  turn.kind = type.kind;
  turn.pool = type.pool;
  turn.lateUs = lateUs;
  turn.resource = resource;
}
