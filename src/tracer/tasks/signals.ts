// Signals that tell a task to stop. When a task goes on, we look whether the signal that it was given has told it to stop meanwhile.

import { types } from 'node:util';
import { RecordType } from '../../protocol/events.ts';
import { isObject } from '../promises/plain-promise.ts';
import { put } from '../sending/writer.ts';
import { type Rarely, rarelyOf, type Task } from './task.ts';

const ownProperty = Object.getOwnPropertyDescriptor;
const apply = Reflect.apply;

type Getter = (this: object) => unknown;

/** One of the runtime's classes that has a getter, taken before the program can replace it. */
class OwnClass {
  readonly #global: PropertyDescriptor | undefined;
  readonly #key: string;
  #prototype: object | null = null;
  /** The getter as it was when the first instance was seen. */
  #getter: Getter | null = null;

  constructor(name: string, key: string) {
    this.#global = ownProperty(globalThis, name);
    this.#key = key;
  }

  /** Leaves out instances of derived classes and those with a property of their own, so reading the getter runs none of the program's code. */
  has(value: unknown): value is object {
    if (!isObject(value) || types.isProxy(value) || ownProperty(value, this.#key) !== undefined) return false;
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null || types.isProxy(prototype)) return false;
    const getter = ownProperty(prototype, this.#key)?.get;
    if (getter === undefined) return false;
    // Node loads the class when somebody first asks for it, so it is not looked up earlier.
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

/** The marker around a function's entry. `given` is a signal or holds one; with `key`, its property of that name does. */
export function takeSignal(task: Task, given: unknown, key?: string): Task {
  const signal = signalIn(key === undefined ? given : ownValue(given, key));
  // A signal that is aborted already will tell nothing new.
  if (signals.has(signal) && signals.read(signal) !== true) rarelyOf(task).signal = signal;
  return task;
}

/** The same for a variable around the function, which may not be initialized yet: then `look` throws. */
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

/** To be called when a task goes on. Records once that its signal has told it to stop meanwhile. */
export function lookAtSignal(task: Task, rarely: Rarely): void {
  if (rarely.signal === null || signals.read(rarely.signal) !== true) return;
  rarely.signal = null;
  put(RecordType.toldToStop, task.id, 0);
}
