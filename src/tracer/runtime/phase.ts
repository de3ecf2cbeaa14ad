// Which of the loop's phases calls back. Node does not say, so it follows from what libuv does with each kind of resource (seen with a debugger
// on Node 20.20 with libuv 1.46 and on Node 24.21 with 1.52).

import { MessagePort } from 'node:worker_threads';
import { LoopPhase } from '../../protocol/events.ts';
import { Given } from '../promises/given.ts';
import type { ResourceType } from '../resources/resource-types.ts';
import { currentTurn, roundsSoFar } from './turn.ts';

const hasOwn = Object.hasOwn;
/** The key under which a handle keeps what to call once it is closed. Present from when it was told to close; then it is all that it calls. */
const CLOSED = Object.getOwnPropertySymbols(MessagePort.prototype).find(
  ({ description }) => description === 'handle_onclose',
);

const isClosing = (handle: object): boolean => CLOSED !== undefined && hasOwn(handle, CLOSED);

/** A request to connect to a pipe, which is answered in the round of the loop in which it was made if it failed at once. */
class Connecting extends Given {
  readonly #pipe: object | null;
  readonly #round: number | null;
  constructor(request: object, pipe: object | null) {
    super(request);
    this.#pipe = pipe;
    this.#round = roundsSoFar();
  }
  static phase(request: object): LoopPhase {
    if (!(#pipe in request) || request.#pipe === null) return LoopPhase.poll;
    if (isClosing(request.#pipe)) return LoopPhase.close;
    const isSameRound = request.#round !== null && request.#round === roundsSoFar();
    return isSameRound ? LoopPhase.pending : LoopPhase.poll;
  }
}

/** The pipe that was made last in this turn. What connects it is made right after it. */
let pipe: object | null = null;

export function pipeMade(made: object): void {
  pipe = made;
}

/** The request was made that connects a pipe. */
export function pipeConnects(request: object): void {
  new Connecting(request, pipe);
  pipe = null;
}

/** Of the callback that is about to begin. For one that reports a write, or the end, of a stream: `stream`, and its type; otherwise both are null. */
export function phaseOf(
  { phase, pool }: ResourceType,
  resource: object,
  stream: object | null,
  ofStream: ResourceType | null,
): LoopPhase {
  pipe = null;
  if (pool !== null || phase === LoopPhase.timers) return phase;
  if (isClosing(stream ?? resource)) return LoopPhase.close;
  if (phase === LoopPhase.poll) return phase;
  if (stream === null) return Connecting.phase(resource);
  return isEndedInPoll(stream, ofStream?.name === 'PIPEWRAP') ? LoopPhase.poll : phase;
}

/**
 * libuv puts the end of a stream off to the pending phase, except where it is busy with that same stream: then it ends it right after the
 * callback. That is so of a callback that reports a write, and of one that has read from a pipe if the other side has closed it. Whether it has is
 * unknown.
 */
function isEndedInPoll(stream: object, isPipe: boolean): boolean {
  const { number, resource, writtenIn } = currentTurn();
  return resource === stream && (writtenIn === number || isPipe);
}
