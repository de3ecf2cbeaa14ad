import { inspect } from 'node:util';

/**
 * Where async_hooks number promises (Node 20 and 22) they do so in two properties of each, and `console.log` would show
 * them. Called by `inspect` before it looks at a promise: hides the two from it, and lets it go on.
 */
export function hidePromiseNumbers(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function inspectPromise(this: object): object {
      const symbols = Object.getOwnPropertySymbols(this);
      for (let i = 0; i < symbols.length; i++) {
        const symbol = symbols[i] as symbol;
        if (symbol.description === 'async_id_symbol' || symbol.description === 'trigger_async_id_symbol') {
          Object.defineProperty(this, symbol, { enumerable: false });
        }
      }
      return this;
    },
  });
}
