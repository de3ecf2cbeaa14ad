// Signals that tell a task to stop: whether one that a task was given has done so, there is to see when the task goes on.

import { types } from 'node:util';
import { RecordType } from '../../protocol/events.ts';
import { isObject } from '../promises/plain-promise.ts';
import { put } from '../sending/writer.ts';
import { type Rarely, rarelyOf, type Task } from './task.ts';

const ownProperty = Object.getOwnPropertyDescriptor;
const apply = Reflect.apply;

type Getter = (this: object) => unknown;

/** A class of the runtime's with a getter, as it is before the program can replace it. */
class OwnClass {
  readonly #global: PropertyDescriptor | undefined;
  readonly #key: string;
  #prototype: object | null = null;
  /** As it was when the first one came along. */
  #getter: Getter | null = null;

  constructor(name: string, key: string) {
    this.#global = ownProperty(globalThis, name);
    this.#key = key;
  }

  /** Not one of a class that is derived from it, or that got a property of its own: asking it runs nothing of the program's. */
  has(value: unknown): value is object {
    if (!isObject(value) || types.isProxy(value) || ownProperty(value, this.#key) !== undefined) return false;
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null || types.isProxy(prototype)) return false;
    const getter = ownProperty(prototype, this.#key)?.get;
    if (getter === undefined) return false;
    // Node loads the class when it is asked for.
    this.#prototype ??=
      ((this.#global?.value ?? this.#global?.get?.call(globalThis)) as { prototype?: object } | undefined)
        ?.prototype ?? null;
    if (prototype !== this.#prototype) return false;
    this.#getter ??= getter;
    return true;
  }

  read(one: object): unknown {
    return this.#getter === null ? undefined : apply(this.#getter, one, []);
  }
}

const signals = new OwnClass('AbortSignal', 'aborted');
const controllers = new OwnClass('AbortController', 'signal');

/** The marker around a function's entry: what it was given that is, or holds, a signal; or what holds that by the name of `key`. */
export function takeSignal(task: Task, given: unknown, key?: string): Task {
  const signal = signalIn(key === undefined ? given : ownValue(given, key));
  // One that has done so already tells nothing new.
  if (signals.has(signal) && signals.read(signal) !== true) rarelyOf(task).signal = signal;
  return task;
}

/** The same of a variable around the function, which may not be there yet. */
export function takeOuterSignal(task: Task, look: () => unknown): Task {
  let outer: unknown;
  try {
    outer = look();
  } catch {
    return task;
  }
  return takeSignal(task, outer);
}

function signalIn(given: unknown): unknown {
  if (signals.has(given)) return given;
  return controllers.has(given) ? controllers.read(given) : ownValue(given, 'signal');
}

const ownValue = (holder: unknown, key: string): unknown =>
  isObject(holder) && !types.isProxy(holder) ? ownProperty(holder, key)?.value : undefined;

/** A task goes on: told once, should it have been told to stop meanwhile. */
export function lookAtSignal(task: Task, rarely: Rarely): void {
  if (rarely.signal === null || signals.read(rarely.signal) !== true) return;
  rarely.signal = null;
  put(RecordType.toldToStop, task.id, 0);
}
