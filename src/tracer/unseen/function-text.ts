import { withoutMarkers } from '../../protocol/marker-text.ts';
import { behind } from '../names/watched.ts';

/** Makes a method of what gives a function's text, in the realm that it is for: with no prototype, as the original. */
export type MakeMethod = (text: (fn: unknown) => string) => () => string;

const ownMethod: MakeMethod = (text) =>
  ({
    toString(this: unknown): string {
      return text(this);
    },
  }).toString;

/**
 * Functions are asked for their text to be run elsewhere, where there are no markers: they give their author's. `prototype`: that of a
 * realm's functions.
 */
export function restoreFunctionText(prototype: object = Function.prototype, make = ownMethod): void {
  const before = Object.getOwnPropertyDescriptor(prototype, 'toString');
  const original = before?.value as () => string;
  const method = make((fn) => {
    const text = original.call(fn === method ? original : behind(fn));
    return text.includes('__loopscope') ? withoutMarkers(text) : text;
  });
  Object.defineProperty(prototype, 'toString', { ...before, value: method });
}
