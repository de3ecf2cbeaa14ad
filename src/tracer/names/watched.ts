// Replaces functions of the runtime, to learn what they are asked for and what became of it. A replacement looks to the program like the
// original; src/tracer/unseen/function-text.ts and src/tracer/unseen/stacks.ts hide what is left.

import type * as fs from 'node:fs';
import { inspect, types } from 'node:util';
import { runInThisContext } from 'node:vm';
import { beginSample, type Sample } from '../cost/sampled.ts';
import { callUnseen } from '../frame-limit.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import { ownScript } from '../unseen/own-scripts.ts';

type AnyFunction = (...args: unknown[]) => unknown;
type Around = (call: () => unknown, args: readonly unknown[], self: unknown) => unknown;

const targets = new SafeWeakMap<object, object>();
const { apply, construct, ownKeys } = Reflect;

/** The original of a replacement; any other function itself. */
export const behind = (fn: unknown): unknown => (typeof fn === 'function' ? (targets.get(fn) ?? fn) : fn);

/** Replaces a function by `around(call, args)`. `call` calls the original, and `around` has to call it. */
export function watch(owner: object, key: string, around: Around): void {
  watchWith(owner, key, (original) => standIn(original, around));
}

/** Watches a method of the streams that read and write files. Node loads their module only when somebody first asks for one of their classes. */
export function watchFileStreams(
  { ReadStream, WriteStream }: Pick<typeof fs, 'ReadStream' | 'WriteStream'>,
  key: string,
  around: Around,
): void {
  watch(ReadStream.prototype, key, around);
  watch(WriteStream.prototype, key, around);
}

function watchWith(owner: object, key: string, inPlace: (original: AnyFunction) => AnyFunction): void {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  const original: unknown = property?.value;
  if (property === undefined || typeof original !== 'function' || property.configurable === false) return;
  replace(owner, key, property, inPlace(original as AnyFunction));
}

/** Calls `note` after a method has returned, with what the method was called on. Servers call some of these for each request, so this makes no
 * array of arguments and no closure for each call, which would take 100 ns. */
export function watchAfter(owner: object, key: string, note: (self: unknown) => void): void {
  watchWith(owner, key, (original) => {
    // A function that has a prototype may be called with `new`.
    if (Object.hasOwn(original, 'prototype')) return standIn(original, notingAfter(note));
    const methods = {
      method(this: unknown): unknown {
        // biome-ignore lint/complexity/noArguments: handed on as they are, they need no array
        const answer = apply(original, this, arguments);
        const sample = beginSample();
        note(this);
        sample?.end();
        return answer;
      },
    };
    return resemble(methods.method, original);
  });
}

const notingAfter =
  (note: (self: unknown) => void): Around =>
  (call, _args, self) => {
    const answer = call();
    note(self);
    return answer;
  };

/** Replaces the function that a property has. */
export function replace(owner: object, key: string, property: PropertyDescriptor, value: object): void {
  pointsBack(value, property.value);
  Object.defineProperty(owner, key, { ...property, value });
}

/** A replacement shares the original's prototype. Its `constructor` has to lead to the replacement. */
export function pointsBack(value: object, original: unknown): void {
  const { prototype } = value as { prototype?: object };
  const made = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (made?.value === original) Object.defineProperty(prototype, 'constructor', { ...made, value });
}

/** Makes `fn` look like `original`, which it replaces: its name, its length, its prototype, and all other properties. */
export function resemble<Fn extends object>(fn: Fn, original: object): Fn {
  const keys = ownKeys(original);
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as PropertyKey;
    const property = Object.getOwnPropertyDescriptor(original, key) as PropertyDescriptor;
    // For example what `promisify` has made, which is its own `promisify.custom`.
    if (property.value === original) property.value = fn;
    // The `prototype` of a class cannot be changed.
    if (Object.getOwnPropertyDescriptor(fn, key)?.writable !== false || key !== 'prototype')
      Object.defineProperty(fn, key, property);
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  // The original may be a replacement itself: what counts is the runtime's own function.
  targets.set(fn, behind(original) as object);
  return fn;
}

/** Calls the original, whose time is not a cost of tracing. In one function, because programs can see how deep the stack is. */
const through =
  (original: AnyFunction, self: unknown, args: unknown[], sample: Sample | null) => (): unknown => {
    sample?.pause();
    const answer = callUnseen(original, self, args);
    sample?.resume();
    return answer;
  };

/** Watches a method that `owner` inherits. What is called is what it inherits by then: the program may have replaced that. */
export function watchInherited(owner: object, key: string, around: Around): void {
  const inherited = (): AnyFunction =>
    Reflect.get(Object.getPrototypeOf(owner) as object, key) as AnyFunction;
  const fn = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target !== undefined) return construct(inherited(), args, new.target);
    const sample = beginSample();
    const answer = around(through(inherited(), this, args, sample), args, this);
    sample?.end();
    return answer;
  };
  const value = resemble(fn, inherited());
  Object.defineProperty(owner, key, { value, configurable: true, enumerable: false, writable: true });
}

/** Makes a function that looks like `original` and calls `around`. */
export function standIn(original: AnyFunction, around: Around): AnyFunction {
  if (types.isAsyncFunction(behind(original))) return asynchronous(original, around);
  if (!Object.hasOwn(original, 'prototype')) {
    const methods = {
      method(this: unknown, ...args: unknown[]): unknown {
        const sample = beginSample();
        const answer = around(through(original, this, args, sample), args, this);
        sample?.end();
        return answer;
      },
    };
    return resemble(methods.method, original);
  }
  const fn = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target !== undefined) return construct(original, args, new.target);
    const sample = beginSample();
    const answer = around(through(original, this, args, sample), args, this);
    sample?.end();
    return answer;
  };
  return resemble(fn, original);
}

type Class = (new (...args: never) => object) & { readonly prototype: object };

/** Makes a class that looks like `original`. `make` makes what `new` returns. */
export function classFor<C extends Class>(
  original: C,
  make: (args: unknown[], as: NewableFunction) => object,
): C {
  // `extends` needs a name and not an expression, because `inspect` looks at the class's text.
  const Base = Object.getPrototypeOf(original) as new () => object;
  // Compiled with its name: V8 calls instances by that in stacks (`at Worker.postMessage`), and not by a name that a function is given later.
  const define = runInThisContext(
    ownScript(
      `(Base, make) => class ${original.name} extends Base { constructor(...args) { return make(args, new.target); } }`,
    ),
    { filename: __filename },
  ) as (base: object, of: typeof make) => C;
  const watched = resemble(define(Base, make), original);
  // Methods use nothing of the class that they were defined in, so they can be copied.
  const { constructor: _, ...inherited } = Object.getOwnPropertyDescriptors(original.prototype) as {
    [key: string]: PropertyDescriptor;
  };
  Object.defineProperties(watched.prototype, inherited);
  return watched;
}

/** The same for a constructor that is a function and not a `class`. */
export function constructorFor(
  original: AnyFunction,
  make: (args: ArrayLike<unknown>, as: NewableFunction) => object,
): AnyFunction {
  // In sloppy code: like Node's native constructors, such a function has `arguments` and `caller` before its `prototype`.
  const text = ownScript('(make) => function () { return make(this, arguments, new.target); }');
  const sloppy = runInThisContext(text, { filename: __filename }) as (
    make: (self: unknown, args: ArrayLike<unknown>, as: NewableFunction | undefined) => unknown,
  ) => AnyFunction;
  const fn = sloppy((self, args, as) =>
    as === undefined ? callUnseen(original, self, args) : make(args, as),
  );
  return resemble(fn, original);
}

/** Replaces a global as well, which may be defined only once somebody asks for it. */
export function replaceGlobal(name: string, original: unknown, value: object): void {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  if (own?.get === undefined) {
    if (own !== undefined && own.value === original)
      Object.defineProperty(globalThis, name, { ...own, value });
    return;
  }
  const get = standIn(own.get, (call) => {
    const found = call();
    if (found !== original) return found;
    replaceGlobal(name, original, value);
    return value;
  });
  pointsBack(get, own.get);
  Object.defineProperty(globalThis, name, { ...own, get });
}

/**
 * Another async function around the original would settle a microtask later. So this is a proxy. Only `util.types` can tell it from the
 * function, and on newer Nodes `inspect`: that looks at the proxy's target, and finds a property there that answers as the original would.
 * The proxy does not show that property.
 */
function asynchronous(original: AnyFunction, around: Around): AnyFunction {
  const answer = inspect.custom;
  // The original may be such a proxy itself.
  const shown = behind(original) as AnyFunction;
  const own = async (): Promise<void> => {};
  resemble(own, original);
  targets.delete(own);
  Object.defineProperty(own, answer, {
    configurable: true,
    value: () => {
      const keys = ownKeys(own);
      for (let at = 0; at < keys.length; at++) {
        const key = keys[at] as PropertyKey;
        if (key !== answer)
          Object.defineProperty(shown, key, Object.getOwnPropertyDescriptor(own, key) as PropertyDescriptor);
      }
      return shown;
    },
  });
  const proxy = new Proxy(own as AnyFunction, {
    apply: (_own, self, args: unknown[]) => {
      const sample = beginSample();
      const answer = around(through(original, self, args, sample), args, self);
      sample?.end();
      return answer;
    },
    ownKeys: (target) => ownKeys(target).filter((key) => key !== answer),
    getOwnPropertyDescriptor: (target, key) =>
      key === answer ? undefined : Reflect.getOwnPropertyDescriptor(target, key),
    has: (target, key) => key !== answer && Reflect.has(target, key),
    get: (target, key, receiver) => (key === answer ? undefined : Reflect.get(target, key, receiver)),
    preventExtensions(target) {
      Reflect.deleteProperty(target, answer);
      return Reflect.preventExtensions(target);
    },
  });
  targets.set(proxy, shown);
  return proxy;
}
