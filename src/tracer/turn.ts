// What the event loop is dispatching.

import { performance } from 'node:perf_hooks';
import { MessagePort } from 'node:worker_threads';
import { AwaitedKind, LoopPhase, RecordType } from '../protocol/events.ts';
import { checkIterator } from './pauses.ts';
import { put } from './writer.ts';

/** What a turn that a resource of this type begins is for: what a promise settled in it was waiting for. */
const KINDS: Readonly<Record<string, AwaitedKind>> = Object.assign(
  Object.create(null) as Record<string, AwaitedKind>,
  ofTypes(AwaitedKind.timer, 'Timeout Immediate'),
  ofTypes(
    AwaitedKind.network,
    'TCPWRAP TCPCONNECTWRAP TCPSERVERWRAP PIPECONNECTWRAP PIPESERVERWRAP TLSWRAP UDPWRAP UDPSENDWRAP HTTPPARSER ' +
      'HTTPCLIENTREQUEST HTTPINCOMINGMESSAGE HTTP2SESSION HTTP2STREAM HTTP2PING HTTP2SETTINGS GETADDRINFOREQWRAP ' +
      'GETNAMEINFOREQWRAP QUERYWRAP WRITEWRAP SHUTDOWNWRAP',
  ),
  ofTypes(
    AwaitedKind.file,
    'FSREQCALLBACK FSREQPROMISE FILEHANDLE FILEHANDLECLOSEREQ DIRHANDLE FSEVENTWRAP STATWATCHER BLOBREADER',
  ),
  ofTypes(AwaitedKind.process, 'PROCESSWRAP PIPEWRAP WORKER MESSAGEPORT'),
);

/** A tick that a task queued as it ran, rather than the runtime on its behalf. */
export const QUEUED_TICK = 'QueuedTick';
const NO_TURN = ['TickObject', QUEUED_TICK, 'Microtask'];

function ofTypes(kind: AwaitedKind, types: string): Record<string, AwaitedKind> {
  return Object.fromEntries(types.split(' ').map((type) => [type, kind]));
}

export const kindOfResource = (type: string): AwaitedKind => KINDS[type] ?? AwaitedKind.unknown;

/** nextTick callbacks and microtasks belong to the turn that queued them. */
export const beginsTurn = (type: string): boolean => !NO_TURN.includes(type);

const turn: { kind: AwaitedKind; lateUs: number; resource: object | null } = {
  kind: AwaitedKind.unknown,
  lateUs: 0,
  resource: null,
};
export const currentTurn = (): Readonly<typeof turn> => turn;

let idleMs = 0;

const hasOwn = Object.hasOwn;
/** Where a handle keeps what is to be called once it is closed: there from when it was told to close, and then all it calls. */
const CLOSED = Object.getOwnPropertySymbols(MessagePort.prototype).find(
  ({ description }) => description === 'handle_onclose',
);

/** What belongs to the phase of pending callbacks Node does not let anybody know: it counts as poll. */
function phaseOf(type: string, resource: object): LoopPhase {
  if (type === 'Timeout') return LoopPhase.timers;
  if (type === 'Immediate') return LoopPhase.check;
  return CLOSED !== undefined && hasOwn(resource, CLOSED) ? LoopPhase.close : LoopPhase.poll;
}

/** As much as a record has room for: some seventeen minutes. */
const LONGEST_DELAY_MS = 0xfffff;

/** `lateUs`: for a timer, how long ago it should have fired; `delayMs`: what it was set with, 0 where it keeps nothing. */
export function beginTurn(type: string, lateUs: number, delayMs: number, resource: object): void {
  checkIterator();
  const idle = performance.nodeTiming.idleTime;
  const argument = (Math.min(delayMs, LONGEST_DELAY_MS) << 4) | phaseOf(type, resource);
  put(RecordType.turn | (argument << 8), Math.min(Math.round((idle - idleMs) * 1000), 0xffffffff), lateUs);
  idleMs = idle;
  turn.kind = kindOfResource(type);
  turn.lateUs = lateUs;
  turn.resource = resource;
}
