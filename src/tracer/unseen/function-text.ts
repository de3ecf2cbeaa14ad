import { withoutMarkers } from '../../node/marker-text.ts';
import { callUnseen } from '../frame-limit.ts';
import { behind } from '../names/watched.ts';

/** Makes a method that gives a function's text, in the realm that it is for. Like the original it has no prototype. */
export type MakeMethod = (text: (fn: unknown) => string) => () => string;

const ownMethod: MakeMethod = (text) =>
  ({
    toString(this: unknown): string {
      return text(this);
    },
  }).toString;

/**
 * Programs ask functions for their text to run it elsewhere, where there are no markers. So they get the author's text. `prototype`: the
 * `Function.prototype` of a realm.
 */
export function restoreFunctionText(prototype: object = Function.prototype, make = ownMethod): void {
  const before = Object.getOwnPropertyDescriptor(prototype, 'toString');
  const original = before?.value as () => string;
  const method = make((fn) => {
    const text = callUnseen(original, fn === method ? original : behind(fn), []) as string;
    return text.includes('__loopscope') ? withoutMarkers(text) : text;
  });
  Object.defineProperty(prototype, 'toString', { ...before, value: method });
}
