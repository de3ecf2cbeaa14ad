// The calls that get a marker: those that hold the loop while they wait, and those that may start something which nobody
// will ever wait for.

import * as childProcess from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { calleeName, receiverOf } from './call-words.ts';
import { SYNCHRONOUS } from './callbacks.ts';
import type { CompiledFunctions } from './compiled.ts';
import { type FunctionName, isFunction, unwrapped } from './names.ts';

/** Return nothing, or no promise of an async function's. */
const PLAIN = new Set(
  'push pop shift unshift splice set add delete clear log write end on once off emit removeListener require super'.split(
    ' ',
  ),
);
const PLAIN_RECEIVERS = new Set('console Math JSON Object Reflect Atomics process assert'.split(' '));
const PLAIN_FUNCTIONS = new Set(
  'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask'.split(' '),
);

/** The runtime's own: what others call so (`parseSync`) may as well compute. */
const SYNC = new Set(
  [childProcess, crypto, fs, zlib].flatMap((module) =>
    Object.keys(module).filter((name) => /[a-z]Sync$/.test(name)),
  ),
);

const CODE_MAKER = /^(eval|(Async)?(Generator)?Function)$/;

/** `eval`, `new Function`, `AsyncFunction(…)`, the module `vm`. */
function namesCodeMaker(node: acorn.AnyNode): boolean {
  if (node.type === 'Literal') return node.value === 'vm' || node.value === 'node:vm';
  if (node.type === 'Identifier') return node.name === 'eval';
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  return node.callee.type === 'Identifier' && CODE_MAKER.test(node.callee.name);
}

export class CallSites {
  /** `readFileSync as read`: what a name of this file is called where it comes from. */
  readonly #aliases = new Map<string, string>();
  /** Names of this file's functions that are not asynchronous. */
  readonly #plain = new Set<string>();
  readonly #lastAwait: number;

  constructor(
    program: acorn.Program,
    names: ReadonlyMap<acorn.AnyNode, FunctionName>,
    compiled: CompiledFunctions,
  ) {
    let lastAwait = -1;
    walk.simple(program, {
      ImportSpecifier: ({ imported, local }) => {
        if (imported.type === 'Identifier') this.#aliases.set(local.name, imported.name);
      },
      Property: ({ key, value }) => {
        if (key.type === 'Identifier' && value.type === 'Identifier') this.#aliases.set(value.name, key.name);
      },
    });
    const isAsync = (node: acorn.AnyNode) => isFunction(node) && (node.async || compiled.isWrapper(node));
    for (const [node, { name }] of names) if (!isAsync(node)) this.#plain.add(name);
    for (const [node, { name }] of names) if (isAsync(node)) this.#plain.delete(name);
    // The top level's own awaits only.
    walk.recursive(program, null, {
      Function: () => {},
      AwaitExpression: (node) => {
        lastAwait = node.start;
      },
      ForOfStatement: (node, state, visit) => {
        if (node.await) lastAwait = node.start;
        visit(node.right, state);
        visit(node.body, state);
      },
    });
    this.#lastAwait = lastAwait;
  }

  /** The file names what makes code while it runs; known once its sites are counted. */
  makesCode = false;

  /** Never fewer than the sites there will be: functions, points of suspension, marked calls, and the module. */
  countSites(program: acorn.Program): number {
    let count = 1;
    walk.full(program, (node) => {
      // Two for a function: a concise arrow is its own return.
      this.makesCode ||= namesCodeMaker(node);
      if (node.type.includes('Function')) count += 2;
      else if (/Await|Yield|Return|ForOf/.test(node.type)) count++;
      else if (node.type === 'CallExpression') count += this.standsStill(node) ? 1 : 0;
      else if (node.type === 'ExpressionStatement') count += this.leftAlone(node) === null ? 0 : 1;
    });
    return count;
  }

  /** `readFileSync(…)`, `Atomics.wait(…)`: the program stands still until it has what it asks for. */
  standsStill(call: acorn.CallExpression): boolean {
    const name = calleeName(call);
    if (name === 'wait') return receiverOf(call) === 'Atomics';
    const original = call.callee.type === 'Identifier' ? (this.#aliases.get(name) ?? name) : name;
    return SYNC.has(original) && !call.optional && unwrapped(call.callee).type !== 'ChainExpression';
  }

  /** The call in a statement `save();` or `ok && save();` that may be of an async function; null for none. */
  leftAlone({ expression }: acorn.ExpressionStatement): acorn.CallExpression | null {
    const whole = unwrapped(expression);
    const node = whole.type === 'LogicalExpression' ? unwrapped(whole.right) : whole;
    if (node.type !== 'CallExpression') return null;
    const callee = unwrapped(node.callee);
    if (callee.type === 'Super') return null;
    if (isFunction(callee)) return callee.async ? node : null;
    const name = calleeName(node);
    if (PLAIN.has(name) || SYNCHRONOUS.has(name) || /Sync$/.test(name)) return null;
    if (callee.type !== 'Identifier') return PLAIN_RECEIVERS.has(receiverOf(node) ?? '') ? null : node;
    return PLAIN_FUNCTIONS.has(name) || this.#plain.has(name) ? null : node;
  }

  /** `list.forEach(async …)`: the function whose promises `forEach` drops. */
  droppedFunction(call: acorn.CallExpression): acorn.AnyNode | null {
    const [first] = call.arguments;
    if (calleeName(call) !== 'forEach' || first === undefined) return null;
    const node = unwrapped(first);
    return isFunction(node) && node.async ? node : null;
  }

  /** Whether the module goes on waiting for other things below: where it does not, leaving something alone is its end. */
  isFollowedByAwait(node: acorn.AnyNode): boolean {
    return this.#lastAwait > node.end;
  }
}
