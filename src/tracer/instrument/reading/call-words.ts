// What a call is for, as far as its text tells.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { unwrapped } from './names.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words of calls that are made for their effect: what comes after may need that it is done, whatever it returns. */
const ACTS = words(
  'accept acquire activate add answer append apply approve ask assert auth authenticate authorize ban begin bench benchmark ' +
    'bind boot build bundle buy cancel capture charge check choose clean clear click close commit complete configure ' +
    'confirm connect consume copy create deactivate delete deliver deploy deposit dequeue destroy detach disable ' +
    'dispatch drain drop emit enable enqueue ensure enter exec execute exit extract fill finish fire flush goto grant ' +
    'handle hover import init initialize insert install invalidate invite kill launch leave listen lock log login ' +
    'logout make measure merge migrate mkdir move mutate new next notify open pack patch pay perform persist ping pop ' +
    'post prepare press process prompt provision publish pull purchase push put question queue reboot rebuild ' +
    'refresh refund register reindex reject release reload remove rename replace reserve reset restart restore resume ' +
    'retry revoke rm rollback rotate run save schedule scroll seed sell send set setup shift ship shutdown sign ' +
    'signal sleep spawn start step stop store submit subscribe swap sync take tap test time transfer trigger truncate ' +
    'unlink unlock unpack unsubscribe unzip update upload upsert use validate verify visit wait warm withdraw write ' +
    'yield zip',
);
/** Words of calls that are made for their result and can be under way beside others, also on one connection or store. */
const ASKS = words('count download fetch find get head list load lookup resolve search select stat');
/** Words of reads from a stream or a handle: the result depends on what was read before. */
const READS = words('read receive');
/** Calls that show something to a person. */
const SHOWS = words('debug echo error info log print show table trace warn');
/** Makes of a value what can be shown: `JSON.stringify(x)`, `String(x)`, `Object.keys(x)`. */
const FORMATS = words('format inspect stringify String Number');
const FORMATTERS = words('JSON Math Number Object');
const ARRAY_METHODS = words('add fill forEach push reverse set sort splice unshift');

/** Nodes that pass on a part of a value, or the value as a part. */
const PASSED_ON = new Set(
  'MemberExpression ChainExpression TemplateLiteral BinaryExpression ArrayExpression ObjectExpression Property SpreadElement'.split(
    ' ',
  ),
);

/** The first word of a name: `fetch` of `fetchPrice`, `fetch_price` and `FetchPrice`. */
const firstWord = (name: string): string => (/^[A-Z]?[a-z]+/.exec(name)?.[0] ?? name).toLowerCase();

export type Call = acorn.CallExpression | acorn.NewExpression;

export const isCall = (node: acorn.AnyNode): node is Call =>
  node.type === 'CallExpression' || node.type === 'NewExpression';

/** `load` of `api.load(x)`; '' if the callee has no name. Compilers make `(0, api.load)(x)` of a call of something imported. */
export function calleeName(call: Call): string {
  const called = unwrapped(call.callee);
  const isImported = called.type === 'SequenceExpression' && called.expressions[0]?.type === 'Literal';
  const callee = isImported ? (called.expressions.at(-1) ?? called) : called;
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression' && !callee.computed && 'name' in callee.property) {
    return callee.property.name;
  }
  return '';
}

/** The variable that `a.b().c` begins with; `this` for `this.x`; null if it begins with anything else. */
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

/** The object that a method is called on; null for a plain call. */
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

const formats = (call: Call): boolean =>
  FORMATS.has(calleeName(call)) || FORMATTERS.has(receiverOf(call) ?? '');

/** Whether all that is done with a value is that it, or a part of it, is shown: `console.log((await list()).length)`. */
export function isShown(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): boolean {
  let inner = node;
  for (const outer of ancestors.toReversed()) {
    if (outer === inner || outer.type === 'ParenthesizedExpression') continue;
    const isCalled = outer.type === 'CallExpression' && (outer.callee === inner || formats(outer));
    const isPart = PASSED_ON.has(outer.type) || isCalled;
    if (!isPart) return isCall(outer) && shows(outer);
    inner = outer;
  }
  return false;
}

/** Whether it takes the time at which something begins: `const start = performance.now()`, `console.time('load')`. */
export function beginsTiming(node: acorn.AnyNode): boolean {
  if (node.type === 'VariableDeclarator') return node.init != null && readsClock(node.init);
  if (node.type === 'AssignmentExpression') return readsClock(node.right);
  return isCall(node) && receiverOf(node) === 'console' && calleeName(node) === 'time';
}

function readsClock(expression: acorn.AnyNode): boolean {
  const call = unwrapped(expression);
  if (call.type !== 'CallExpression') return false;
  const name = calleeName(call);
  const receiver = receiverOf(call);
  if (name === 'now') return receiver === 'performance' || receiver === 'Date';
  return receiver === 'process' && (name === 'hrtime' || name === 'bigint');
}

/** Whether it changes nothing but the array, set or map it is called on. */
export const changesReceiverOnly = (call: Call): boolean => ARRAY_METHODS.has(calleeName(call));

export type Purpose = 'asks' | 'queries' | 'reads' | 'unknown';

/** What an awaited call is for, `a.b().c()` with all of its methods; null if something in it has an effect. */
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
