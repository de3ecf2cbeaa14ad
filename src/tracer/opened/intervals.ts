import { createRequire } from 'node:module';
import { ResourceKind } from '../../protocol/events.ts';
import { behind, watch } from '../names/watched.ts';
import { after } from './handles.ts';
import { holdsProgram, isClosed, isOpened } from './opened.ts';
import { userPlace } from './user-place.ts';

const TIMERS = /^node:(timers|internal\/timers)$/;

/** By the number that stands for one in `clearInterval(number)`, as long as they run. */
const running = new Map<number, object>();

let prototypeWatched = false;

/** A timer was made; the program's own intervals are told. */
export function timerMade(timer: object & { _repeat?: unknown }, id: number): void {
  if (typeof timer._repeat !== 'number') return;
  const place = userPlace(TIMERS);
  if (place === null) return;
  if (!prototypeWatched) watchPrototype(Object.getPrototypeOf(timer));
  running.set(id, timer);
  isOpened(timer, ResourceKind.interval, `${timer._repeat} ms`, place);
}

function watchPrototype(prototype: object): void {
  prototypeWatched = true;
  watch(prototype, 'close', after(isCleared));
  watch(
    prototype,
    'unref',
    after((self) => holdsProgram(self, false)),
  );
  watch(
    prototype,
    'ref',
    after((self) => holdsProgram(self, true)),
  );
}

function isCleared(timer: unknown): void {
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
