// Weak collections of the tracer's own. The program may replace the methods of `WeakMap` and `WeakSet`; these have methods of their own.

export class SafeWeakMap<Key extends object, Value> extends WeakMap<Key, Value> {}
keepMethods(SafeWeakMap.prototype, WeakMap.prototype);

export class SafeWeakSet<Key extends object> extends WeakSet<Key> {}
keepMethods(SafeWeakSet.prototype, WeakSet.prototype);

function keepMethods(own: object, prototype: object): void {
  const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(prototype) as PropertyDescriptorMap;
  Object.defineProperties(own, methods);
}
