// Everything that is not a promise: timers, immediates, ticks, sockets, files.

import { AwaitedKind } from '../protocol/events.ts';
import { beginCallback, currentTask, isNested, runningTask, tickStarter } from './context.ts';
import { Given } from './given.ts';
import { operation } from './names/operation.ts';
import { TELLING } from './names/resource-names.ts';
import { watch } from './names/watched.ts';
import { fileAnswered, handleMade } from './opened/handles.ts';
import { timerMade } from './opened/intervals.ts';
import { isUsed } from './opened/opened.ts';
import { poolKindOf, tellWork, watchCompressor } from './pool.ts';
import { forgetPromises, startedBy } from './promises.ts';
import type { Task } from './task.ts';
import { beginsTurn, beginTurn, kindOfResource, QUEUED_TICK } from './turn.ts';
import { clockNs } from './writer.ts';

class Resource extends Given {
  readonly #type: string;
  readonly #origin: Task | null;
  /** When a timer was set, or fired last, or work was handed to the pool; 0 while there is none. */
  #sinceNs: number;
  constructor(resource: object, type: string, origin: Task | null, sinceNs: number) {
    super(resource);
    this.#type = type;
    this.#origin = origin;
    this.#sinceNs = sinceNs;
  }
  static isKnown(resource: object): resource is Resource {
    return #type in resource;
  }
  static type(resource: Resource): string {
    return resource.#type;
  }
  static origin(resource: Resource): Task | null {
    return resource.#origin;
  }
  static restarts(resource: object): void {
    if (#type in resource) resource.#sinceNs = clockNs();
  }
  /** Since when the pool has had the work that is back now; 0 for none. */
  static takeWork(resource: Resource): number {
    const sinceNs = resource.#sinceNs;
    resource.#sinceNs = 0;
    return sinceNs;
  }
  /** By how much a timer fires late; saturating, after more than an hour. */
  static lateUs(resource: Resource & { _idleTimeout?: unknown }): number {
    const delayMs = resource._idleTimeout;
    if (typeof delayMs !== 'number') return 0;
    const nowNs = clockNs();
    const late = Math.max(0, nowNs - (resource.#sinceNs + delayMs * 1e6));
    resource.#sinceNs = nowNs;
    return Math.min(Math.round(late / 1000), 0xffffffff);
  }
}

/** A resource that is not a promise was made; `id` is what Node calls it. */
export function resourceMade(type: string, resource: object, id: number): void {
  const isTimer = type === 'Timeout';
  if (type !== 'TickObject') {
    if (isTimer) {
      if (!timersWatched) watchTimersOf(Object.getPrototypeOf(resource));
      timerMade(resource, id);
    } else handleMade(type, resource);
    const kind = kindOfResource(type);
    if (kind !== AwaitedKind.unknown && !(isTimer && isGuard(resource))) {
      startedBy(
        kind,
        isTimer ? delayOf(resource) : 0,
        isTimer ? null : operation() || (TELLING.has(type) ? resource : null),
      );
    }
  }
  if (!Resource.isKnown(resource)) {
    const origin = currentTask();
    const queued =
      origin !== null && type === 'TickObject' && (origin === runningTask() || tickStarter() !== null);
    if (type === 'ZLIB') watchCompressor(resource, Resource.restarts);
    const isWork = !isTimer && type !== 'ZLIB' && poolKindOf(type) !== null;
    new Resource(resource, queued ? QUEUED_TICK : type, origin, isTimer || isWork ? clockNs() : 0);
  }
}

/** A timer that keeps nothing alive and calls a method: a socket's, to see whether anything comes. */
function isGuard(timer: { hasRef?(): boolean; _onTimeout?: { name?: string } }): boolean {
  return timer.hasRef?.() === false && timer._onTimeout?.name !== '';
}

/** A timer that is not to keep the program is nobody's appointment. */
const keptDelay = (timer: { hasRef?(): boolean; _idleTimeout?: unknown }): number =>
  timer.hasRef?.() === true ? delayOf(timer) : 0;

let timersWatched = false;

/** A timer may be set back, to fire later than it was to. */
function watchTimersOf(prototype: object): void {
  timersWatched = true;
  watch(prototype, 'refresh', (call, _args, self) => {
    if (typeof self === 'object' && self !== null) Resource.restarts(self);
    return call();
  });
}

function delayOf(timer: { _idleTimeout?: unknown }): number {
  return typeof timer._idleTimeout === 'number' ? Math.max(0, Math.round(timer._idleTimeout)) : 0;
}

/** The loop, or code that stands in for it, calls back. */
export function callbackBegins(resource: object): void {
  if (!isNested()) forgetPromises();
  if (!Resource.isKnown(resource)) {
    beginCallback(null);
    return;
  }
  const type = Resource.type(resource);
  if (beginsTurn(type) && !isNested()) {
    isUsed(resource);
    if (type === 'FSREQPROMISE') fileAnswered(resource);
    const isTimer = type === 'Timeout';
    beginTurn(
      type,
      isTimer ? Resource.lateUs(resource) : 0,
      isTimer ? keptDelay(resource as object) : 0,
      resource,
    );
    const pool = poolKindOf(type);
    const sinceNs = pool === null ? 0 : Resource.takeWork(resource);
    if (pool !== null && sinceNs > 0) tellWork(pool, sinceNs, Resource.origin(resource));
  }
  const origin = Resource.origin(resource);
  beginCallback(origin, type === QUEUED_TICK ? origin : null);
}
