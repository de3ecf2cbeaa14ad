// What a call is for, as far as its text tells.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { unwrapped } from './names.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Called for what it does: what comes after may need that it is done, whatever it returns. */
const ACTS = words(
  'accept acquire add append apply assert auth authenticate authorize begin boot build cancel charge check clean clear ' +
    'close commit configure connect consume copy create delete dequeue destroy dispatch drain drop emit enqueue ensure ' +
    'enter exec execute exit finish flush handle import init initialize insert install invalidate kill launch leave ' +
    'listen lock log login logout make migrate mkdir move mutate next notify open patch pay persist pop post prepare ' +
    'process publish pull push put queue register release remove rename replace reserve reset restart restore resume ' +
    'retry rm rollback run save schedule seed send set setup shift shutdown sign signal sleep spawn start step stop ' +
    'store submit subscribe sync take test transfer truncate unlink unlock unsubscribe update upload upsert use validate ' +
    'verify visit wait warm write yield',
);
/** Called for what it brings, and as good beside others: on one connection or store, too. */
const ASKS = words('count download fetch find get head list load lookup resolve search select stat');
/** From a stream or a handle, what it brings depends on what was read before. */
const READS = words('read receive');
/** Shows something to a person. */
const SHOWS = words('debug echo error info log print show table trace warn');
const ARRAY_METHODS = words('add fill forEach push reverse set sort splice unshift');

/** `fetch` of `fetchPrice`, `fetch_price` and `FetchPrice`. */
const firstWord = (name: string): string => (/^[A-Z]?[a-z]+/.exec(name)?.[0] ?? name).toLowerCase();

export type Call = acorn.CallExpression | acorn.NewExpression;

export const isCall = (node: acorn.AnyNode): node is Call =>
  node.type === 'CallExpression' || node.type === 'NewExpression';

/** `load` of `api.load(x)`, '' where the callee has no name. */
export function calleeName(call: Call): string {
  const callee = unwrapped(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression' && !callee.computed && 'name' in callee.property) {
    return callee.property.name;
  }
  return '';
}

/** The variable that `a.b().c` begins with; `this` for `this.x`; null where it begins with something else. */
export function rootName(node: acorn.AnyNode): string | null {
  const inner = unwrapped(node);
  switch (inner.type) {
    case 'Identifier':
      return inner.name;
    case 'ThisExpression':
    case 'Super':
      return 'this';
    case 'MemberExpression':
      return rootName(inner.object);
    case 'CallExpression':
      return rootName(inner.callee);
    case 'ChainExpression':
      return rootName(inner.expression);
    default:
      return null;
  }
}

/** What a method is called on, null for a plain call. */
export function receiverOf(call: Call): string | null {
  const callee = unwrapped(call.callee);
  return callee.type === 'MemberExpression' ? rootName(callee.object) : null;
}

/** Whether its value is thrown away and all it does is show something to a person. */
export function shows(call: Call): boolean {
  const receiver = receiverOf(call);
  if (receiver === 'process') return calleeName(call) === 'write';
  return receiver === 'console' || SHOWS.has(firstWord(calleeName(call)));
}

/** Whether it changes nothing but the array, set or map it is called on. */
export const changesReceiverOnly = (call: Call): boolean => ARRAY_METHODS.has(calleeName(call));

export type Purpose = 'asks' | 'queries' | 'reads' | 'unknown';

/** What an awaited expression's call, `a.b().c()` with all of its methods, is for; null where something in it acts. */
export function purposeOf(expression: acorn.AnyNode): Purpose | null {
  let acts = false;
  let calls = false;
  const visit = (call: Call): void => {
    calls = true;
    if (ACTS.has(firstWord(calleeName(call)))) acts = true;
  };
  walk.simple(expression, {
    CallExpression: visit,
    NewExpression: (call) => {
      // `new URL(…)` makes a value; `new Promise(…)` may be for anything.
      if (calleeName(call) === 'Promise') acts = true;
    },
    ImportExpression: () => {
      acts = true;
    },
    // `fetch(url, { method: 'POST', body })`
    Property: ({ key }) => {
      if (key.type === 'Identifier' && (key.name === 'method' || key.name === 'body')) acts = true;
    },
  });
  if (acts || !calls) return null;
  const chain = firstWordsOf(expression);
  if (chain.some((word) => READS.has(word))) return 'reads';
  if (chain.some((word) => ASKS.has(word))) return 'asks';
  return chain.includes('query') && isSelect(expression) ? 'queries' : 'unknown';
}

/** `pool.query('select …')`: a database is asked. */
function isSelect(expression: acorn.AnyNode): boolean {
  let found = false;
  walk.simple(expression, {
    CallExpression: (call) => {
      const [first] = call.arguments;
      const text =
        first?.type === 'TemplateLiteral'
          ? first.quasis[0]?.value.raw
          : first?.type === 'Literal'
            ? first.value
            : '';
      if (firstWord(calleeName(call)) === 'query') found = /^\s*select\b/i.test(String(text));
    },
  });
  return found;
}

function firstWordsOf(expression: acorn.AnyNode): string[] {
  const inner = unwrapped(expression);
  if (inner.type === 'MemberExpression') return firstWordsOf(inner.object);
  if (inner.type !== 'CallExpression') return [];
  return [firstWord(calleeName(inner)), ...firstWordsOf(inner.callee)];
}
