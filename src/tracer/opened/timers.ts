import { createRequire } from 'node:module';
import { types } from 'node:util';
import { ResourceKind } from '../../protocol/events.ts';
import { ownValue } from '../names/own-value.ts';
import { behind, watch, watchAfter } from '../names/watched.ts';
import { tellAllOfTurn } from '../promises/reactions.ts';
import { isClosed, isKnown, isOpened, isUsed } from './opened.ts';
import { userPlace } from './user-place.ts';
import { watchHolding } from './watch-handles.ts';

const INTERVALS = /^node:(timers|internal\/timers)$/;
/** A timeout of `timers/promises` is the program's own; an interval of it belongs to the iterator, which clears it. */
const TIMEOUTS = /^node:(timers|internal\/timers|timers\/promises)$/;

/** A shorter timer does not keep the program alive for long, so it is not worth a look at the stack. */
const LONG_MS = 1000;
/** A server may set a timer for each request, and a look at the stack takes 10 µs. So no more than this many are looked at. */
let looksLeft = 1000;

/** Timers that run, by their numbers: `clearInterval(number)` takes such a number. */
const running = new Map<number, object>();

let prototypeWatched = false;

interface Timer {
  _repeat?: unknown;
  _idleTimeout?: unknown;
  _onTimeout?: unknown;
  hasRef?(): boolean;
}

/** A timer was made. The program's own intervals and long timers are recorded. */
export function timerMade(timer: Timer, id: number): void {
  const { _repeat: every, _idleTimeout: delay } = timer;
  // Sockets set such a timer with each request. It does not keep the program alive.
  if (timer.hasRef?.() === false) return;
  const isInterval = typeof every === 'number';
  if (!isInterval && (typeof delay !== 'number' || delay < LONG_MS || looksLeft-- <= 0)) return;
  const place = userPlace(isInterval ? INTERVALS : TIMEOUTS);
  if (place === null) return;
  if (!prototypeWatched) watchPrototype(Object.getPrototypeOf(timer));
  running.set(id, timer);
  isOpened(
    timer,
    isInterval ? ResourceKind.interval : ResourceKind.timer,
    `${isInterval ? every : delay} ms`,
    place,
    isSettler(timer._onTimeout) ? { settles: true } : {},
  );
}

const textOf = Function.prototype.toString;
const { apply } = Reflect;

/** One of the two functions that `new Promise` hands over, as in `setTimeout(resolve, 5000)`. Of the runtime's own only they have no name. */
const isSettler = (called: unknown): boolean =>
  typeof called === 'function' &&
  !types.isProxy(called) &&
  ownValue(called, 'name') === '' &&
  /^function \(\) \{ \[native code\] \}$/.test(apply(textOf, called, []));

/** The loop calls a timer back. Unless it is an interval, it is over with that. */
export function timerFires(timer: object & { _repeat?: unknown }): void {
  if (running.size === 0) return;
  if (typeof timer._repeat === 'number') isUsed(timer);
  else if (isKnown(timer)) {
    isCleared(timer);
    tellAllOfTurn();
  }
}

function watchPrototype(prototype: object): void {
  prototypeWatched = true;
  watchAfter(prototype, 'close', isCleared);
  watchHolding(prototype);
}

function isCleared(timer: unknown): void {
  if (!isKnown(timer)) return;
  isClosed(timer);
  running.forEach((one, id) => void (one === timer && running.delete(id)));
}

/** `clearInterval` and `clearTimeout`, either of which stops both kinds. */
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
    // Node has one and the same function under both names.
    if (own !== undefined && own.value === behind(timers[name]))
      Object.defineProperty(globalThis, name, { ...own, value: timers[name] });
  }
}
