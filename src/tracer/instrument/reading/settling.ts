import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { type FunctionNode, isFunction, unwrapped } from './names.ts';
import { isValue } from './value-makers.ts';

/** Most files set no timer, and need not be looked through. */
const SETS_TIMER = /\bsetTimeout\b/;
/** What a listener of the file's own does when something is aborted is not known. */
const LISTENS_TO_ABORT = /['"`]abort['"`]|\bonabort\b/;

/**
 * Functions that do nothing but settle the promise that is made around them, `() => reject(new Error('too late'))`, or abort something,
 * `() => control.abort()`: where nobody waits for that any more, to call one changes nothing.
 */
export class Settling {
  readonly #program: acorn.Program;
  readonly #source: string;
  #found: ReadonlySet<acorn.AnyNode> | null = null;

  constructor(program: acorn.Program, source: string) {
    this.#program = program;
    this.#source = source;
  }

  has(node: FunctionNode): boolean {
    this.#found ??= SETS_TIMER.test(this.#source)
      ? settlingFunctions(this.#program, LISTENS_TO_ABORT.test(this.#source))
      : new Set();
    return this.#found.has(node);
  }
}

function settlingFunctions(program: acorn.Program, listensToAbort: boolean): ReadonlySet<acorn.AnyNode> {
  const found = new Set<acorn.AnyNode>();
  const note = (node: acorn.AnyNode, settlers: readonly string[]): void => {
    const call = isFunction(node) ? settlingCall(node) : null;
    if (call !== null && (settlers.includes(call) || (call === ABORT && !listensToAbort))) found.add(node);
  };
  walk.full(program, (node) => {
    note(node, []);
    const executor = node.type === 'NewExpression' && isPromise(node) ? node.arguments[0] : undefined;
    if (executor === undefined || !isFunction(executor)) return;
    const settlers = executor.params.flatMap((one) => (one.type === 'Identifier' ? [one.name] : []));
    walk.full(executor.body, (inner) => note(inner, settlers));
  });
  return found;
}

const isPromise = ({ callee }: acorn.NewExpression): boolean =>
  callee.type === 'Identifier' && callee.name === 'Promise';

const ABORT = '.abort';

/** What a function calls that does nothing else: a name, or `.abort`; null for one that does anything else. */
function settlingCall({ params, body, async, generator }: FunctionNode): string | null {
  const call = params.length > 0 || async || generator ? null : onlyCall(body);
  if (call === null || !call.arguments.every(isGiven)) return null;
  const callee = unwrapped(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  const isMethod = callee.type === 'MemberExpression' && !callee.computed && isValue(callee.object);
  return isMethod && `.${(callee.property as acorn.Identifier).name}` === ABORT ? ABORT : null;
}

/** The call that a function consists of; null where there is more, or none. */
function onlyCall(body: FunctionNode['body']): acorn.CallExpression | null {
  const [only, ...others] = body.type === 'BlockStatement' ? body.body : [body];
  if (only === undefined || others.length > 0) return null;
  const said = only.type === 'ExpressionStatement' ? only.expression : only;
  const call = said.type === 'ReturnStatement' ? said.argument : said;
  const inner = call ? unwrapped(call as acorn.AnyNode) : null;
  return inner?.type === 'CallExpression' ? inner : null;
}

const isGiven = (node: acorn.AnyNode): boolean => {
  const inner = unwrapped(node);
  return inner.type === 'NewExpression' ? inner.arguments.every(isValue) : isValue(inner);
};
