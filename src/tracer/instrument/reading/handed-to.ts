import type * as acorn from 'acorn';
import { type Call, calleeName, isCall } from './call-words.ts';
import { isFunction, unwrapped } from './names.ts';

/** Longer texts (a query, a test's whole sentence) are cut. */
const LONGEST_TEXT = 32;

/**
 * By function, the call that it is handed to right where it is written, as an author would tell it from others:
 * `get("/orders")` of `app.get('/orders', async () => …)`, `map` of `urls.map(async (url) => …)`, `new Promise`.
 */
export class HandedTo {
  readonly #calls = new Map<acorn.AnyNode, string>();

  get(fn: acorn.AnyNode): string | undefined {
    return this.#calls.get(fn);
  }

  /** To be called for each call before the calls within it. */
  note(call: Call): void {
    const name = calleeName(call);
    if (name === '') return;
    const text = firstText(call.arguments);
    const words = `${call.type === 'NewExpression' ? 'new ' : ''}${name}${text}`;
    for (const argument of call.arguments) {
      const inner = unwrapped(argument);
      this.#give(inner, words);
      // app.get('/orders', guarded(async () => …))
      if (text !== '' && isCall(inner)) for (const own of inner.arguments) this.#give(unwrapped(own), words);
    }
  }

  #give(node: acorn.AnyNode, words: string): void {
    if (isFunction(node) && !this.#calls.has(node)) this.#calls.set(node, words);
  }
}

/** `("/orders")` if the first argument is a text, otherwise ''. */
function firstText([first]: readonly acorn.AnyNode[]): string {
  if (first?.type !== 'Literal' || typeof first.value !== 'string') return '';
  const { value } = first;
  return `(${JSON.stringify(value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value)})`;
}
