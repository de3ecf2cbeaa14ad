// Which part of a text is a file's top level, and the markers around it.

import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { Body } from './body.ts';
import { canBeWrapped } from './hoisting.ts';
import type { MarkedText } from './marked-text.ts';
import { type FunctionNode, isFunction, unwrapped } from './reading/names.ts';
import { written } from './site-ids.ts';

/** A script for `vm` is not a module. A file in it is wrapped in a function, as in `(function (exports, require) { … })`. */
export type Wrapper = FunctionNode & { readonly body: acorn.BlockStatement };

/** The function that is the whole script; null if there is more, or if the function may do something before its body. */
export function wrapperIn(program: acorn.Program): Wrapper | null {
  const statements = program.body.filter(
    (node) => node.type !== 'EmptyStatement' && !('directive' in node && node.directive !== undefined),
  );
  const [only] = statements;
  if (statements.length !== 1 || only?.type !== 'ExpressionStatement') return null;
  const node = unwrapped(only.expression);
  if (!isFunction(node) || node.generator || node.body.type !== 'BlockStatement') return null;
  if (node.params.some(({ type }) => type !== 'Identifier')) return null;
  return node.async && !canBeWrapped(node.body) ? null : (node as Wrapper);
}

interface Marked {
  /** The names of the variables that hold the task, and an error on its way out. */
  readonly task: string;
  readonly error: string;
  readonly site: number;
  /** The file names something that makes code while it runs. */
  readonly makesCode: boolean;
  /** It is the body of an async function. */
  readonly isAsync: boolean;
}

export interface TopLevelCode {
  readonly opening: string;
  readonly end: string;
}

export function topLevelCode({ task, error, site, makesCode, isAsync }: Marked): TopLevelCode {
  const facts = isAsync ? `,${makesCode},true` : makesCode ? ',true' : '';
  const begins = `const ${task}=__loopscope.m(${written(site)}${facts});`;
  if (!isAsync) return { opening: begins, end: `;__loopscope.x(${task});` };
  return {
    opening: `${begins}try{`,
    end: `}catch(${error}){throw __loopscope.f(${task},${error})}finally{__loopscope.x(${task})}`,
  };
}

/** CommonJS may return early from its top level. `task`: what the variable with the task is called. */
export function markTopLevelReturn(
  node: acorn.ReturnStatement,
  body: Body,
  visit: walk.WalkerCallback<Body>,
  { text, task }: { readonly text: MarkedText; readonly task: string },
): void {
  const { argument } = node;
  text.open(node.start + 'return'.length, `__loopscope.x(${task}${argument ? ',(' : ')'}`);
  if (!argument) return;
  visit(argument, body);
  text.close(argument.end, '))');
}
