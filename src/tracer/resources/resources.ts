// Everything that is not a promise: timers, immediates, ticks, sockets, files.

import { AwaitedKind, Brought, LoopPhase, PoolKind } from '../../protocol/events.ts';
import { goesOn } from '../names/in-steps.ts';
import { operation } from '../names/operation.ts';
import { ownValue } from '../names/own-value.ts';
import { TELLING } from '../names/resource-names.ts';
import { nameSessions } from '../names/sessions.ts';
import { fileAnswered, handleMade } from '../opened/handles.ts';
import { isUsed } from '../opened/opened.ts';
import { timerFires, timerMade } from '../opened/timers.ts';
import { Given } from '../promises/given.ts';
import { isObject } from '../promises/plain-promise.ts';
import { forgetPromises, mayBeStarted, startedBy } from '../promises/promises.ts';
import { timerSetNs } from '../runtime/loop-clock.ts';
import { phaseOf, pipeConnects, pipeMade } from '../runtime/phase.ts';
import {
  beginTurn,
  currentTurn,
  type Setting,
  settingTurn,
  turnAnswers,
  turnGoesOn,
  turnIsOfStream,
  turnIsTimers,
  turnReads,
} from '../runtime/turn.ts';
import { clockNs } from '../sending/writer.ts';
import {
  beginCallback,
  beginInTurn,
  currentTask,
  endCallback,
  isNested,
  jobNumber,
  outermostTask,
  runningTask,
  taskBefore,
} from '../tasks/context.ts';
import type { Task } from '../tasks/task.ts';
import { portCalls, portMade } from '../threads/ports.ts';
import { testMade } from '../unseen/test-places.ts';
import { InOrder } from './in-order.ts';
import {
  compressionBegins,
  cryptoMade,
  forEachUnderWay,
  tellWorkBack,
  tellWorkLeft,
  watchCompressor,
  workIsBack,
} from './pool.ts';
import { type Made, requestMade, takeRequest } from './requests.ts';
import { broughtBy, IMMEDIATE, resourceType } from './resource-types.ts';

/** One private field for everything: each takes V8 70 ns, because resources have many shapes. */
class Resource extends Given {
  readonly #made: Made;
  constructor(resource: object, made: Made) {
    super(resource);
    this.#made = made;
  }
  static made(resource: object): Made | null {
    return #made in resource ? resource.#made : null;
  }
}

function compresses(compressor: object): void {
  const made = Resource.made(compressor);
  if (made !== null) made.sinceNs = clockNs();
  compressionBegins(compressor);
}

interface Timer {
  readonly _idleTimeout?: unknown;
  readonly _idleStart?: unknown;
}

/** Returns when the work that has just come back was handed to the pool, 0 for none, and forgets it. */
function takeWork(made: Made): number {
  const { sinceNs } = made;
  made.sinceNs = 0;
  return sinceNs;
}

// Taken before the program can replace it.
const { _getActiveRequests: requests } = process as { _getActiveRequests?: () => object[] };

function tellUnfinished(resource: object & { getAsyncId?(): number }): void {
  const made = Resource.made(resource) ?? takeRequest(resource.getAsyncId?.() ?? 0);
  if (made === null || made.type.pool === null) return;
  const sinceNs = takeWork(made);
  if (sinceNs > 0) tellWorkLeft(made.type.pool, sinceNs, made.origin);
}

/** At the program's end: records the work that is still with the pool. Node itself keeps a list of requests for files and host names. */
export function tellUnfinishedWork(): void {
  const unfinished = requests === undefined ? [] : requests.call(process);
  for (let at = 0; at < unfinished.length; at++) tellUnfinished(unfinished[at] as object);
  forEachUnderWay(tellUnfinished);
}

/** By how much a timer fires late; saturating, after more than an hour. A timer that was set again counts from then. */
function lateUs(made: Made, { _idleTimeout: delayMs, _idleStart: setMs }: Timer): number {
  if (typeof delayMs !== 'number' || typeof setMs !== 'number') return 0;
  const late = Math.max(0, clockNs() - timerSetNs(setMs, made.sinceNs) - delayMs * 1e6);
  return Math.min(Math.round(late / 1000), 0xffffffff);
}

/** A resource that is neither a promise nor a tick was made. `id`: its number in Node. */
export function resourceMade(name: string, resource: object, id: number): void {
  // A program that asks Node's own functions can have anything reported.
  if (typeof name !== 'string' || !isObject(resource)) return;
  if (name === 'Immediate' && isImmediate(resource)) {
    if (mayBeStarted()) startedBy(AwaitedKind.timer, 0, operation() || null);
    const isByTask = runningTask() !== null;
    immediates.made(id, settingTurn(isByTask ? null : taskBefore(), isByTask));
    return;
  }
  const origin = currentTask();
  const type = resourceType(name, resource);
  const isTimer = name === 'Timeout';
  if (isTimer) timerMade(resource, id);
  else handleMade(name, resource);
  if (type.isAwaited && mayBeStarted() && !(isTimer && isGuard(resource))) {
    startedBy(
      type.kind,
      isTimer ? delayOf(resource) : 0,
      isTimer ? null : operation() || (TELLING.has(name) ? resource : null),
    );
  }
  if (type.isRequest) {
    requestMade(id, { type, origin, sinceNs: clockNs(), asked: operation(), setIn: null });
    return;
  }
  if (Resource.made(resource) !== null) return;
  if (name === 'Test') testMade(resource);
  if (name === 'HTTP2SESSION') nameSessions();
  if (name === 'ZLIB') watchCompressor(resource, compresses);
  else if (type.pool === PoolKind.crypto) cryptoMade(resource);
  const isWork = type.pool !== null && name !== 'ZLIB';
  const asked = type.pool === PoolKind.file ? operation() || goesOn() : '';
  const sinceNs = isTimer || isWork ? clockNs() : 0;
  const made: Made = { type, origin, sinceNs, asked, setIn: isTimer ? putOffIn(resource) : null };
  new Resource(resource, made);
  if (name === 'PIPECONNECTWRAP') pipeConnects(resource);
  if (type.comesFirst) {
    if (!isNested()) arrived.push(made);
    else if (name === 'PIPEWRAP') pipeMade(resource);
  } else if (name === 'MESSAGEPORT') portMade(resource, isNested());
}

/** Connections and streams that came from outside. Node makes them before it calls back whoever accepts them. */
const arrived: Made[] = [];
/** Those that are being accepted by the callback that runs now. */
let taken: Made[] = [];

/** What comes over a connection belongs to the task that accepted it; until that is known, to the task that listens. */
function take(origin: Task | null): void {
  taken = arrived.splice(0);
  for (let at = 0; at < taken.length; at++) (taken[at] as Made).origin = origin;
}

export function callbackEnds(): void {
  if (taken.length > 0) {
    const taker = outermostTask();
    for (let at = 0; at < taken.length && taker !== null; at++) (taken[at] as Made).origin = taker;
    taken = [];
  }
  endCallback();
  if (last !== null && last !== currentTurn().resource && !isNested()) last = null;
}

/** The resource that was called back last, its number, and what is known of it: an HTTP parser is called back three times for each request.
 * Kept no longer than the resource that began the turn. */
let last: object | null = null;
let lastId = 0;
let lastMade: Made | null = null;
/** See `jobNumber`. */
let lastJob = 0;

/** If the same resource is called back as before, begins that callback and returns true. */
export function callbackBeginsAgain(id: number): boolean {
  if (last === null || id !== lastId) return false;
  begin(last, lastMade, lastJob === jobNumber());
  return true;
}

/** Immediates, by their numbers. */
const immediates = new InOrder();

/** Leaves out a resource of the program's with the same type. */
const isImmediate = (resource: { readonly _onImmediate?: unknown }): boolean =>
  resource._onImmediate !== undefined;

/** If an immediate is called back, begins that callback and returns true. */
export function immediateBegins(id: number): boolean {
  const origin = immediates.take(id);
  if (origin === undefined) return false;
  if (!isNested()) {
    forgetPromises();
    if (arrived.length > 0) take(origin);
    beginTurn(IMMEDIATE, LoopPhase.check, 0, Brought.nothing, null);
    turnGoesOn(immediates.setIn, immediates.isByTask ? origin : null);
    immediates.setIn = null;
  }
  beginCallback(origin);
  return true;
}

/** If a request is answered that is known by its number, begins that callback and returns true. */
export function requestBegins(id: number): boolean {
  const made = takeRequest(id);
  if (made === null) return false;
  const { type, origin, sinceNs, asked } = made;
  if (!isNested()) {
    forgetPromises();
    if (arrived.length > 0) take(origin);
    fileAnswered(asked);
    beginTurn(type, LoopPhase.poll, 0, Brought.nothing, null);
    turnAnswers(asked);
    tellWorkBack(type.pool as PoolKind, sinceNs, origin);
  }
  beginCallback(origin);
  return true;
}

/** A timer that does not keep the program and calls a method: a socket's, which watches for a timeout. */
function isGuard(timer: { hasRef?(): boolean; _onTimeout?: { name?: string } }): boolean {
  return timer.hasRef?.() === false && timer._onTimeout?.name !== '';
}

/** Node's timers take no less. */
const SHORTEST_MS = 1;

/** The turn that goes on with such a timer, if a library sets it: libraries put something off by no delay as they do by immediates. */
function putOffIn(timer: object): Setting | null {
  return runningTask() === null && delayOf(timer) <= SHORTEST_MS ? settingTurn(taskBefore(), false) : null;
}

/** The delay to record. A timer that does not keep the program is nobody's appointment: 0. */
const keptDelay = (timer: { hasRef?(): boolean; _idleTimeout?: unknown }): number =>
  timer.hasRef?.() === true ? delayOf(timer) : 0;

function delayOf(timer: { _idleTimeout?: unknown }): number {
  return typeof timer._idleTimeout === 'number' ? Math.max(0, Math.round(timer._idleTimeout)) : 0;
}

/** The loop, or code that stands in for it, calls back. */
export function callbackBegins(resource: object, id: number): void {
  last = resource;
  lastId = id;
  lastMade = Resource.made(resource);
  begin(resource, lastMade);
}

/** The stream that something is written to. */
function streamOf(write: object): object | null {
  const stream = ownValue(write, 'handle');
  return isObject(stream) ? stream : null;
}

function begin(resource: object, made: Made | null, goesOn = false): void {
  lastJob = jobNumber();
  if (!isNested()) forgetPromises();
  if (made === null) {
    beginCallback(null);
    return;
  }
  const { type, origin } = made;
  if (type.beginsTurn && !isNested()) {
    if (arrived.length > 0) take(origin);
    const isTimer = type.phase === LoopPhase.timers;
    const stream = type.isWrite ? streamOf(resource) : null;
    const ofStream = stream === null ? null : (Resource.made(stream)?.type ?? null);
    beginTurn(
      type,
      phaseOf(type, resource, stream, ofStream),
      isTimer ? lateUs(made, resource) : 0,
      isTimer ? keptDelay(resource) : broughtBy(type, resource),
      resource,
      goesOn,
    );
    if (isTimer) {
      turnIsTimers(delayOf(resource));
      turnGoesOn(made.setIn, null);
      made.setIn = null;
      timerFires(resource);
    }
    // Only what stays open can be used. A request of the pool's is over with this callback.
    else if (type.pool === null) isUsed(resource);
    // What is written to a process's input is for the process, and to a socket for the network.
    if (stream !== null && ofStream !== null) turnIsOfStream(ofStream.kind, stream);
    else if (type.pool === PoolKind.file) turnAnswers(made.asked);
    const sinceNs = type.pool === null ? 0 : takeWork(made);
    if (type.pool === PoolKind.crypto || type.pool === PoolKind.compression) workIsBack(resource);
    if (type.pool !== null && sinceNs > 0) tellWorkBack(type.pool, sinceNs, origin);
  } else if (type.name === 'HTTPCLIENTREQUEST') turnReads(resource);
  if (type.name === 'MESSAGEPORT') portCalls(resource, isNested());
  if (type.beginsTurn) beginCallback(origin);
  else beginInTurn(origin);
}
