// Signals that tell a task to stop: whether one that a task was given has done so, there is to see when the task goes on.

import { types } from 'node:util';
import { RecordType } from '../protocol/events.ts';
import { isObject } from './promises/plain-promise.ts';
import { put } from './sending/writer.ts';
import { type Rarely, rarelyOf, type Task } from './task.ts';

const ownProperty = Object.getOwnPropertyDescriptor;
const apply = Reflect.apply;

/** The marker around a function's entry: what it was given that is, or holds, a signal. */
export function takeSignal(task: Task, given: unknown): Task {
  if (!isObject(given) || types.isProxy(given)) return task;
  const signal = isSignal(given) ? given : ownProperty(given, 'signal')?.value;
  // One that has done so already tells nothing new.
  if (isObject(signal) && isSignal(signal) && !isAborted(signal)) rarelyOf(task).signal = signal;
  return task;
}

/** A task goes on: told once, should it have been told to stop meanwhile. */
export function lookAtSignal(task: Task, rarely: Rarely): void {
  if (rarely.signal === null || !isAborted(rarely.signal)) return;
  rarely.signal = null;
  put(RecordType.toldToStop, task.id, 0);
}

/** Before the program can replace it. Node loads it when it is asked for. */
const own = ownProperty(globalThis, 'AbortSignal');
let ownPrototype: object | null = null;
/** As it was when the first signal came along. */
let aborted: ((this: object) => boolean) | null = null;

/** The runtime's own, and no class that is derived from it: asking it runs nothing of the program's. */
function isSignal(value: object): boolean {
  if (types.isProxy(value) || ownProperty(value, 'aborted') !== undefined) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || types.isProxy(prototype)) return false;
  const getter = ownProperty(prototype, 'aborted')?.get;
  if (getter === undefined) return false;
  ownPrototype ??=
    ((own?.value ?? own?.get?.call(globalThis)) as { prototype?: object } | undefined)?.prototype ?? null;
  if (prototype !== ownPrototype) return false;
  aborted ??= getter;
  return true;
}

const isAborted = (signal: object): boolean => aborted !== null && apply(aborted, signal, []);
