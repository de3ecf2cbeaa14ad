import * as walk from 'acorn-walk';
import type { FunctionNode } from './names.ts';

interface Where {
  /** Whether a node stands in a `try` whose `catch` handles errors. */
  readonly isSafe: boolean;
}

/**
 * Whether an async function handles its errors itself: everything that it awaits stands in a `try` with a `catch` that throws nothing. Then no
 * error is lost if nobody takes its promise.
 */
export function handlesItsErrors(node: FunctionNode): boolean {
  if (!node.async || node.body.type !== 'BlockStatement') return false;
  let awaits = 0;
  let isSafe = true;
  const awaited = (where: Where): void => {
    awaits++;
    isSafe &&= where.isSafe;
  };
  walk.recursive<Where>(
    node.body,
    { isSafe: false },
    {
      Function: () => {},
      AwaitExpression: ({ argument }, where, visit) => {
        awaited(where);
        visit(argument, where);
      },
      ForOfStatement: (loop, where, visit) => {
        if (loop.await) awaited(where);
        for (const part of [loop.left, loop.right, loop.body]) visit(part, where);
      },
      ThrowStatement: ({ argument }, where, visit) => {
        isSafe &&= where.isSafe;
        visit(argument, where);
      },
      TryStatement: ({ block, handler, finalizer }, where, visit) => {
        visit(block, { isSafe: where.isSafe || handler != null });
        if (handler != null) visit(handler.body, where);
        if (finalizer != null) visit(finalizer, where);
      },
    },
  );
  return awaits > 0 && isSafe;
}
