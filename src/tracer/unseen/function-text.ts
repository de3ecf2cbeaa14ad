import { withoutMarkers } from '../../protocol/marker-text.ts';
import { behind } from '../names/watched.ts';

/** Functions are asked for their text to be run elsewhere, where there are no markers: they give their author's. */
export function restoreFunctionText(): void {
  const original = Function.prototype.toString;
  // A method, as the original is: it has no prototype and cannot be constructed.
  const methods = {
    toString(this: unknown): string {
      const text = original.call(this === methods.toString ? original : behind(this)) as string;
      return text.includes('__loopscope') ? withoutMarkers(text) : text;
    },
  };
  const before = Object.getOwnPropertyDescriptor(Function.prototype, 'toString');
  Object.defineProperty(Function.prototype, 'toString', { ...before, value: methods.toString });
}
