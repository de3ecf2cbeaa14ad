import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { calleeName, isCall } from './call-words.ts';
import { isFunction, unwrapped } from './names.ts';

/** Longer ones (a query, a test's whole sentence) are cut. */
const LONGEST_TEXT = 32;

/**
 * By function, the call that it is handed to right where it is written, as an author would tell it from others:
 * `get("/orders")` of `app.get('/orders', async () => …)`, `map` of `urls.map(async (url) => …)`, `new Promise`.
 */
export function callsHandedTo(program: acorn.Program): ReadonlyMap<acorn.AnyNode, string> {
  const calls = new Map<acorn.AnyNode, string>();
  walk.simple(program, {
    CallExpression: visit,
    NewExpression: visit,
  });
  return calls;

  function visit(call: acorn.CallExpression | acorn.NewExpression): void {
    const name = calleeName(call);
    if (name === '') return;
    const words = `${call.type === 'NewExpression' ? 'new ' : ''}${name}${firstText(call.arguments)}`;
    for (const argument of call.arguments) {
      const inner = unwrapped(argument);
      if (isFunction(inner)) calls.set(inner, words);
      // app.get('/orders', guarded(async () => …))
      else if (isCall(inner)) for (const own of inner.arguments) passOn(own, words);
    }
  }

  function passOn(argument: acorn.AnyNode, words: string): void {
    const inner = unwrapped(argument);
    if (isFunction(inner) && words.endsWith(')')) calls.set(inner, words);
  }
}

/** `("/orders")` where the first argument is a text, otherwise ''. */
function firstText([first]: readonly acorn.AnyNode[]): string {
  if (first?.type !== 'Literal' || typeof first.value !== 'string') return '';
  const { value } = first;
  return `(${JSON.stringify(value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value)})`;
}
