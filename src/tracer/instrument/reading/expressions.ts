// What the text alone tells of an expression.

import type * as acorn from 'acorn';
import { COMBINATOR_NAMES, type CombinatorName } from '../../../protocol/events.ts';
import { isSecretName, takesSecret } from '../../names/secret-names.ts';
import { calleeName } from './call-words.ts';
import { type FunctionNode, isFunction, unwrapped } from './names.ts';

/** Whether a parameter gets its value without running code of the program: without a call, no promise is made. */
export function isSimple(parameter: acorn.Pattern): boolean {
  if (parameter.type === 'RestElement') return isSimple(parameter.argument);
  if (parameter.type !== 'AssignmentPattern') return parameter.type === 'Identifier';
  return parameter.left.type === 'Identifier' && isInert(parameter.right);
}

export function isInert(node: acorn.AnyNode): boolean {
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return true;
    case 'UnaryExpression':
      return isInert(node.argument);
    case 'ArrayExpression':
      return node.elements.length === 0;
    case 'ObjectExpression':
      return node.properties.length === 0;
    default:
      return false;
  }
}

/** Whether a function does nothing but return a value that is there already. */
export function isTrivial({ body }: FunctionNode): boolean {
  if (body.type !== 'BlockStatement') return isInert(unwrapped(body));
  const [only] = body.body;
  if (only === undefined) return true;
  const isLast = body.body.length === 1 && only.type === 'ReturnStatement';
  return isLast && (!only.argument || isInert(unwrapped(only.argument)));
}

/** The await that a function begins with; null if it begins with anything else. */
export function firstAwait({ body }: FunctionNode): acorn.AwaitExpression | null {
  const first = body.type === 'BlockStatement' ? firstValue(body.body[0]) : body;
  const inner = first ? unwrapped(first) : null;
  return inner?.type === 'AwaitExpression' ? inner : null;
}

function firstValue(statement: acorn.Statement | undefined): acorn.Expression | null | undefined {
  if (statement?.type === 'ReturnStatement') return statement.argument;
  if (statement?.type === 'VariableDeclaration' && statement.declarations[0]?.id.type === 'Identifier')
    return statement.declarations[0].init;
  return statement?.type === 'ExpressionStatement' ? statement.expression : null;
}

/** The names of a function's first parameters whose values may be shown, given the function's name. */
export function shownArguments(node: FunctionNode, name: string): string[] {
  const shown: string[] = [];
  if (takesSecret(name)) return shown;
  for (const parameter of node.params.slice(0, 2)) {
    const inner = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (inner.type !== 'Identifier' || isSecretName(inner.name)) break;
    shown.push(inner.name);
  }
  return shown;
}

/** How V8's message begins if an expression cannot be iterated: `load(...) is not a function or its return value is`, `5 is`. */
export function notIterable(node: acorn.AnyNode): string {
  const { type } = unwrapped(node);
  const isCall = type === 'CallExpression' || type === 'NewExpression';
  return `${rendered(node)} ${isCall ? 'is not a function or its return value is' : 'is'}`;
}

/** An expression as V8 quotes it in a message. */
function rendered(node: acorn.AnyNode): string {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier') return inner.name;
  if (inner.type === 'ThisExpression') return 'this';
  if (inner.type === 'CallExpression') return `${rendered(inner.callee)}(...)`;
  if (inner.type === 'MemberExpression') {
    const { object, property, computed } = inner;
    if (!computed && property.type === 'Identifier') return `${rendered(object)}.${property.name}`;
    if (property.type === 'PrivateIdentifier') return `${rendered(object)}[#${property.name}]`;
    if (property.type !== 'Literal') return `${rendered(object)}[${rendered(property)}]`;
    return typeof property.value === 'string'
      ? `${rendered(object)}.${property.value}`
      : `${rendered(object)}[${rendered(property)}]`;
  }
  if (inner.type === 'Literal' && typeof inner.value !== 'string' && inner.bigint == null)
    return String(inner.value);
  if (inner.type === 'ObjectExpression' && inner.properties.length === 0) return '{}';
  return '(intermediate value)';
}

/** Which Combinator a call is, as far as its text tells; 0 for none. */
export function combinatorOf({ callee, arguments: given, optional }: acorn.CallExpression): number {
  if (optional || given.length !== 1 || given[0]?.type === 'SpreadElement') return 0;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional) return 0;
  if (callee.object.type !== 'Identifier' || callee.object.name !== 'Promise') return 0;
  const name = 'name' in callee.property ? callee.property.name : '';
  return Math.max(0, COMBINATOR_NAMES.indexOf(name as CombinatorName));
}

/** What a call makes a promise of: of several (a combinator), of what a combinator made, of another promise, or of an error. */
export type PromiseMaker = 'combinator' | 'leads' | 'then' | 'reject';

/** What a call makes a promise of; null for any other call. */
export function promiseMaker(call: acorn.CallExpression): PromiseMaker | null {
  if (combinatorOf(call) !== 0) return 'combinator';
  if (leadingCombinator(call) !== null) return 'leads';
  const { callee } = call;
  if (call.optional || callee.type !== 'MemberExpression' || isShort(callee)) return null;
  if (leadsOn(callee)) return 'then';
  const isReject = 'name' in callee.property && callee.property.name === 'reject' && !callee.computed;
  return isReject && callee.object.type === 'Identifier' && callee.object.name === 'Promise'
    ? 'reject'
    : null;
}

/** Whether an optional chain may end half-way: `page?.load().then`. */
function isShort(node: acorn.AnyNode): boolean {
  if (node.type === 'MemberExpression') return node.optional || isShort(node.object);
  return node.type === 'CallExpression' && (node.optional || isShort(node.callee));
}

/** `load(…).then(…).finally(…)`, shortened. */
export function thenChainText(call: acorn.CallExpression, textOf: (node: acorn.AnyNode) => string): string {
  const { callee } = call;
  if (callee.type !== 'MemberExpression') return textOf(call);
  if (!leadsOn(callee)) return promiseMaker(call) === 'reject' ? 'Promise.reject(…)' : textOf(call);
  const before = unwrapped(callee.object);
  const text = before.type === 'CallExpression' ? thenChainText(before, textOf) : textOf(before);
  return `${text}.${calleeName(call)}(…)`;
}

const LEADS = new Set(['then', 'catch', 'finally']);

/** `.then`, `.catch` or `.finally` of something. */
export const leadsOn = ({ computed, optional, property }: acorn.MemberExpression): boolean =>
  !computed && !optional && 'name' in property && LEADS.has(property.name);

/** `console.log`, `this.failed`. */
const isNamed = (node: acorn.AnyNode): boolean => {
  const inner = unwrapped(node);
  if (inner.type === 'MemberExpression') return !inner.computed && isNamed(inner.object);
  return inner.type === 'Identifier' || inner.type === 'ThisExpression';
};

/** The combinator's call that `Promise.all([…]).then(…).finally(…)` begins with; null for anything else. */
function leadingCombinator(call: acorn.CallExpression): acorn.CallExpression | null {
  const { callee } = call;
  if (call.optional || callee.type !== 'MemberExpression' || !leadsOn(callee)) return null;
  // Evaluating such members makes no promise.
  if (!call.arguments.every((given) => isFunction(unwrapped(given)) || isInert(given) || isNamed(given)))
    return null;
  const before = unwrapped(callee.object);
  if (before.type !== 'CallExpression') return null;
  return combinatorOf(before) === 0 ? leadingCombinator(before) : before;
}

/** Expressions whose value is never a promise and never has a `then`: returning it ends the task at once. */
export function neverPromise(node: acorn.AnyNode): boolean {
  const inner = unwrapped(node);
  switch (inner.type) {
    case 'ObjectExpression':
      return inner.properties.every(
        (property) =>
          property.type === 'Property' &&
          !property.computed &&
          property.key.type === 'Identifier' &&
          property.key.name !== 'then',
      );
    case 'Literal':
    case 'TemplateLiteral':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'ClassExpression':
    case 'ArrayExpression':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'AwaitExpression':
      return true;
    default:
      return false;
  }
}

/** The combinator that an awaited call is, or on which it calls `then` and the like; null for none, and if nobody cares for its errors. */
export function combinatorIn(call: acorn.CallExpression): acorn.CallExpression | null {
  if (combinatorOf(call) !== 0) return call;
  const leading = leadingCombinator(call);
  for (let at: acorn.AnyNode = call; leading !== null && at !== leading; ) {
    const { arguments: given, callee } = at as acorn.CallExpression;
    const handler = calleeName(at as acorn.CallExpression) === 'then' ? given[1] : given[0];
    if (calleeName(at as acorn.CallExpression) !== 'finally' && handler && isHeedless(unwrapped(handler)))
      return null;
    at = unwrapped((callee as acorn.MemberExpression).object);
  }
  return leading;
}

/** Whether a handler ignores the error that it is given: `() => {}`. */
const isHeedless = (handler: acorn.AnyNode): boolean =>
  isFunction(handler)
    ? handler.params.length === 0
    : handler.type === 'Identifier' && /noop|ignore|nothing/i.test(handler.name);
