/**
 * Returns the object it is given, so that a subclass's private fields are put on that one: invisible to the
 * program, gone when the object is, and far cheaper than a WeakMap (2-5 ns against 118, Node 24.21).
 */
export class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the only way to put private fields on another's object
    return object;
  }
}
