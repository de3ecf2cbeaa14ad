// V8 keeps a shape of objects only as long as an object has it. A full collection at a moment when no object does discards all code that was
// optimized for the shape, which is then compiled again: in a program whose tasks are all over by then, some 16 of the tracer's functions
// at every full collection.

const kept: object[] = [];

/** Keeps an object for as long as the process lives, and with it its shape. To be called with one object of each class that hot code handles. */
export function keepShape(one: object): void {
  kept[kept.length] = one;
}
