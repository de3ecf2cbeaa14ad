import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { isFunction } from './names.ts';

/** Text that looks like `for (;;)` or `while (true)`: few files have any. */
const LIKELY = /\bfor\s*\(\s*;\s*;|\bwhile\s*\(\s*(true|1)\s*\)/;

/** The offsets of awaits that stand in a loop which no test ends. A task that serves others waits like that. */
export function awaitsInEndlessLoops(program: acorn.Program, source: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (!LIKELY.test(source)) return found;
  walk.fullAncestor(program, (node, _state, ancestors) => {
    if (node.type !== 'AwaitExpression') return;
    for (let at = ancestors.length - 2; at >= 0 && !isFunction(ancestors[at]!); at--)
      if (isEndless(ancestors[at]!)) found.add(node.start);
  });
  return found;
}

function isEndless(node: acorn.AnyNode): boolean {
  if (node.type === 'ForStatement') return node.test == null;
  return (node.type === 'WhileStatement' || node.type === 'DoWhileStatement') && isTrue(node.test);
}

const isTrue = (test: acorn.AnyNode): boolean => test.type === 'Literal' && Boolean(test.value);
