// Stands in for functions of the runtime that are asked for something, to learn its name. A proxy: name, length,
// properties and `this` are the function's own; src/tracer/function-text.ts and src/tracer/stacks.ts see to the rest.

type AnyFunction = (...args: unknown[]) => unknown;

const targets = new WeakMap<object, AnyFunction>();
const get = WeakMap.prototype.get;

/** The function that another one stands in for, or itself. */
export const behind = (fn: unknown): unknown =>
  typeof fn === 'function' ? (get.call(targets, fn) ?? fn) : fn;

/** Puts `around(call, args)` in the place of a function; `call` calls it, and has to be called. */
export function watch(
  owner: object,
  key: string,
  around: (call: () => unknown, args: readonly unknown[], self: unknown) => unknown,
): void {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  const original: unknown = property?.value;
  if (property === undefined || typeof original !== 'function' || property.configurable === false) return;
  const apply = Reflect.apply;
  const proxy = new Proxy(original as AnyFunction, {
    apply: (target, self, args: unknown[]) => around(() => apply(target, self, args), args, self),
  });
  targets.set(proxy, original as AnyFunction);
  Object.defineProperty(owner, key, { ...property, value: proxy });
}
