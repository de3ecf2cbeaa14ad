import { createRequire } from 'node:module';
import { ResourceKind } from '../../protocol/events.ts';
import { behind, watch, watchAfter } from '../names/watched.ts';
import { isClosed, isKnown, isOpened, isUsed } from './opened.ts';
import { userPlace } from './user-place.ts';
import { watchHolding } from './watch-handles.ts';

const TIMERS = /^node:(timers|internal\/timers)$/;

/** One that is to come sooner is not worth the look at the stack: it does not keep the program for long. */
const LONG_MS = 1000;
/** A server may set one for each request: no more of them are looked at, each takes 10 µs. */
let looksLeft = 1000;

/** By the number that stands for one in `clearInterval(number)`, as long as they run. */
const running = new Map<number, object>();

let prototypeWatched = false;

interface Timer {
  _repeat?: unknown;
  _idleTimeout?: unknown;
  hasRef?(): boolean;
}

/** A timer was made; the program's own intervals are told, and timers that take long. */
export function timerMade(timer: Timer, id: number): void {
  const { _repeat: every, _idleTimeout: delay } = timer;
  // Sockets set such a timer with each request; it keeps no program.
  if (timer.hasRef?.() === false) return;
  const isInterval = typeof every === 'number';
  if (!isInterval && (typeof delay !== 'number' || delay < LONG_MS || looksLeft-- <= 0)) return;
  const place = userPlace(TIMERS);
  if (place === null) return;
  if (!prototypeWatched) watchPrototype(Object.getPrototypeOf(timer));
  running.set(id, timer);
  isOpened(
    timer,
    isInterval ? ResourceKind.interval : ResourceKind.timer,
    `${isInterval ? every : delay} ms`,
    place,
  );
}

/** The loop calls a timer back; one that is no interval is over with that. */
export function timerFires(timer: object & { _repeat?: unknown }): void {
  if (running.size === 0) return;
  if (typeof timer._repeat === 'number') isUsed(timer);
  else isCleared(timer);
}

function watchPrototype(prototype: object): void {
  prototypeWatched = true;
  watchAfter(prototype, 'close', isCleared);
  watchHolding(prototype);
}

function isCleared(timer: unknown): void {
  if (!isKnown(timer)) return;
  isClosed(timer);
  for (const [id, one] of running) if (one === timer) running.delete(id);
}

/** `clearInterval` and `clearTimeout`, which stop either. */
export function watchTimers(): void {
  const timers = createRequire(__filename)('node:timers') as Record<string, unknown>;
  const cleared = (call: () => unknown, args: readonly unknown[]): unknown => {
    const timer = args[0];
    const known = typeof timer === 'number' || typeof timer === 'string' ? running.get(Number(timer)) : timer;
    const answer = call();
    if (running.size > 0) isCleared(known);
    return answer;
  };
  for (const name of ['clearInterval', 'clearTimeout']) {
    watch(timers, name, cleared);
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    // One and the same function under both names.
    if (own !== undefined && own.value === behind(timers[name]))
      Object.defineProperty(globalThis, name, { ...own, value: timers[name] });
  }
}
