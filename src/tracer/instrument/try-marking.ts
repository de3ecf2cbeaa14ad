import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { Body } from './body.ts';
import type { MarkedText } from './marked-text.ts';

/** If a `try` has awaited, the task may go on in its `catch` or `finally`, so a marker stands there. `task`: the variable that holds the task. */
export function markTry(
  node: acorn.TryStatement,
  body: Body,
  visit: walk.WalkerCallback<Body>,
  { text, task }: { readonly text: MarkedText; readonly task: string },
): void {
  const before = body.suspensions;
  const resumeIn = (block: acorn.BlockStatement, caught: acorn.Pattern | null = null): void => {
    const error = caught?.type === 'Identifier' ? `,${caught.name}` : '';
    if (body.suspensions > before) text.open(block.start + 1, `{__loopscope.c(${task}${error})}`);
  };
  const finals = body.finals ?? 0;
  body.finals = finals + (node.finalizer ? 1 : 0);
  visit(node.block, body);
  if (node.handler) {
    resumeIn(node.handler.body, node.handler.param);
    visit(node.handler, body);
  }
  body.finals = finals;
  if (node.finalizer) {
    resumeIn(node.finalizer);
    const outside = body.inFinally ?? false;
    body.inFinally = true;
    visit(node.finalizer, body);
    body.inFinally = outside;
  }
}
