// `for await` loops that a compiler has made plain loops of. A helper gives the iterator, and what it answers is awaited:
//
//     for (var _a = true, it = __asyncValues(pages), step; step = await it.next(), …; …) { … }       TypeScript, Babel, SWC, esbuild
//     … if (… (leave = it.return)) await leave.call(it);

import type * as acorn from 'acorn';
import { type FunctionNode, unwrapped } from '../reading/names.ts';

/** A file without any of these words has no such loop. */
export const LOOP = /\b_+(asyncValues|asyncIterator|async_iterator|forAwait)\d*\b/;
const ITERATES = /^_*(asyncValues|asyncIterator|async_iterator|forAwait)\d*$/;

/** What the author's loop was. */
export interface CompiledLoop {
  readonly iterable: acorn.AnyNode;
  /** Where it begins. */
  readonly start: number;
}

export class CompiledLoops {
  /** By the function that the loop stands in (null for the file) and the variable that holds the iterator. */
  readonly #loops = new Map<FunctionNode | null, Map<string, CompiledLoop>>();

  /** Notes a call of a helper. `name`: the helper's. `around`: the nodes around the call, the innermost last. */
  note(
    name: string,
    call: acorn.CallExpression,
    around: readonly acorn.AnyNode[],
    within: FunctionNode | null,
  ): void {
    const [iterable] = call.arguments;
    // In a loop, TypeScript forgets the last error first: `it = (error = void 0, __asyncValues(pages))`.
    const above = around.filter(({ type }) => type !== 'SequenceExpression');
    const parent = above.at(-1);
    if (!ITERATES.test(name) || iterable === undefined) return;
    const variable =
      parent?.type === 'VariableDeclarator'
        ? parent.id
        : parent?.type === 'AssignmentExpression'
          ? parent.left
          : null;
    if (variable?.type !== 'Identifier') return;
    const head = above.at(-3);
    const start = head?.type === 'ForStatement' ? head.start : call.start;
    const loops = this.#loops.get(within) ?? new Map<string, CompiledLoop>();
    this.#loops.set(within, loops.set(variable.name, { iterable, start }));
  }

  /** The loop that awaits what a call of its iterator answers; undefined for any other call. */
  of(call: acorn.CallExpression, within: FunctionNode | null): CompiledLoop | undefined {
    const loops = this.#loops.get(within);
    const iterator = loops === undefined ? null : iteratorOf(call);
    return iterator?.type === 'Identifier' ? loops?.get(iterator.name) : undefined;
  }
}

/** The iterator of `it.next()`, `it.return()`, `leave.call(it)`, `Reflect.apply(next, it, [])`. */
function iteratorOf({ callee, arguments: given }: acorn.CallExpression): acorn.AnyNode | null {
  if (callee.type !== 'MemberExpression') return null;
  const { property } = callee;
  const name =
    property.type === 'Identifier' ? property.name : property.type === 'Literal' ? property.value : '';
  if (name === 'next' || name === 'return') return unwrapped(callee.object);
  if (name === 'call') return given[0] ?? null;
  return name === 'apply' ? (given[1] ?? null) : null;
}
