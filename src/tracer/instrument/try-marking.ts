import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { Body } from './body.ts';
import type { MarkedText } from './marked-text.ts';

/**
 * If a `try` has awaited, the task may go on in its `catch` or `finally`, so a marker stands there; one stands in the `catch` if a module may
 * have failed. `task` and `error`: the variables that hold the task, and an error that has no name.
 */
export function markTry(
  node: acorn.TryStatement,
  body: Body,
  visit: walk.WalkerCallback<Body>,
  {
    text,
    task,
    error: unnamed,
  }: { readonly text: MarkedText; readonly task: string; readonly error: string },
): void {
  const before = body.suspensions;
  const resumeIn = (block: acorn.BlockStatement, caught: acorn.Pattern | null = null): void => {
    const error = caught?.type === 'Identifier' ? `,${caught.name}` : '';
    if (body.suspensions > before) text.open(block.start + 1, `{__loopscope.c(${task}${error})}`);
  };
  const finals = body.finals ?? 0;
  body.finals = finals + (node.finalizer ? 1 : 0);
  const requiredBefore = body.requires ?? false;
  body.requires = false;
  visit(node.block, body);
  if (node.handler) {
    const { param, start, body: block } = node.handler;
    if (body.requires && (param ?? null) === null) text.open(start + 'catch'.length, `(${unnamed})`);
    if (body.requires && param?.type !== 'ObjectPattern' && param?.type !== 'ArrayPattern')
      text.open(block.start + 1, `{__loopscope.R(${param?.type === 'Identifier' ? param.name : unnamed})}`);
    resumeIn(block, param);
    visit(node.handler, body);
  }
  body.requires ||= requiredBefore;
  body.finals = finals;
  if (node.finalizer) {
    resumeIn(node.finalizer);
    const outside = body.inFinally ?? false;
    body.inFinally = true;
    visit(node.finalizer, body);
    body.inFinally = outside;
  }
}
