// Generators that a compiler has made plain functions of, for runtimes without them: a state machine, called once for each step, and a
// helper that makes a generator of it.
//
//     return __generator(this, function (_a) {                       TypeScript (target ES5), SWC
//       switch (_a.label) {
//         case 0: return [4, fetch(id)];                             a yield; 2: a return
//         case 1: return [2, _a.sent()];
//     …
//     return regeneratorRuntime.wrap(function (_context) {           Babel; since 7.27 `_regenerator().w`
//       while (1) switch (_context.prev = _context.next) {
//         case 0: _context.next = 2; return fetch(id);
//         case 2: return _context.abrupt("return", _context.sent);   since 7.27 `_context.a(2, …)`
//     …

import type * as acorn from 'acorn';
import { type FunctionNode, unwrapped } from '../reading/names.ts';

/** A file without any of these words has no state machine. */
export const MACHINE = /_generator\b|[rR]egenerator/;

export interface Machine {
  /** The call that makes a generator of it. */
  readonly call: acorn.CallExpression;
  readonly steps: FunctionNode;
  /** The name by which the steps refer to the machine; '' if they need none. */
  readonly context: string;
  /** Whether code of the author's runs before the generator is made: default values of parameters. */
  readonly beginsEarlier: boolean;
}

const GENERATES = /^(__generator|_ts_generator)$/;
const WRAPS = /^(wrap|w)$/;

/** The state machine that a whole function is; null if it is none. */
export function machineIn(node: acorn.AnyNode): Machine | null {
  if (node.type !== 'FunctionExpression' || node.async || node.generator) return null;
  const statements = node.body.body;
  const last = statements.at(-1);
  const call = last?.type === 'ReturnStatement' && last.argument != null ? unwrapped(last.argument) : null;
  if (call?.type !== 'CallExpression') return null;
  const steps = stepsGivenTo(call);
  if (steps === null) return null;
  const [parameter] = steps.params;
  return {
    call,
    steps,
    context: parameter?.type === 'Identifier' ? parameter.name : '',
    beginsEarlier: statements.some((statement) => statement !== last && doesSomething(statement)),
  };
}

function stepsGivenTo(call: acorn.CallExpression): FunctionNode | null {
  const callee = unwrapped(call.callee);
  const name = calleeName(callee);
  const steps = call.arguments[GENERATES.test(name) ? 1 : 0];
  if (steps?.type !== 'FunctionExpression' || steps.params.length > 1) return null;
  if (GENERATES.test(name)) return steps;
  return callee.type === 'MemberExpression' && WRAPS.test(name) && loops(steps) ? steps : null;
}

/** Whether a body consists of `while (1) switch …` and nothing else. */
function loops({ body }: FunctionNode): boolean {
  const last = body.type === 'BlockStatement' ? body.body.at(-1) : undefined;
  return last?.type === 'WhileStatement' && last.body.type === 'SwitchStatement';
}

/** `helper`, `tslib.helper`, `(0, tslib.helper)`. */
function calleeName(callee: acorn.AnyNode): string {
  if (callee.type === 'SequenceExpression') return calleeName(callee.expressions.at(-1) as acorn.Expression);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && !callee.computed && 'name' in callee.property
    ? callee.property.name
    : '';
}

function doesSomething(statement: acorn.AnyNode): boolean {
  if (statement.type === 'FunctionDeclaration') return false;
  if (statement.type === 'VariableDeclaration') {
    return statement.declarations.some(
      ({ init }) => init != null && init.type !== 'ThisExpression' && init.type !== 'Identifier',
    );
  }
  return !(statement.type === 'ExpressionStatement' && typeof statement.directive === 'string');
}

/** The function that a call of Babel's marks as a generator: `regeneratorRuntime.mark(function …)`, `_regenerator().m(function …)`. */
export function markedBy(node: acorn.AnyNode): acorn.AnyNode | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  return /^(mark|m)$/.test(calleeName(node.callee)) ? (node.arguments[0] ?? null) : null;
}

/** How a step ends. */
export interface StepEnd {
  readonly kind: 'await' | 'return';
  /** The expression that is awaited or returned; null for none. */
  readonly value: acorn.Expression | null;
  /** If there is no expression: where one would stand, and what has to stand before it. */
  readonly at: number;
  readonly comma: string;
}

const YIELDS = 4;
const RETURNS = 2;

/** What a step's `return` was in the author's text; null for anything else: a jump, the machine's end. */
export function stepEnd(
  { start, argument }: acorn.ReturnStatement,
  { call, context }: Machine,
): StepEnd | null {
  const isArray = GENERATES.test(calleeName(unwrapped(call.callee)));
  const told = argument == null ? null : unwrapped(argument);
  if (isArray) {
    if (told?.type !== 'ArrayExpression') return null;
    const [code, value = null] = told.elements;
    const number = code?.type === 'Literal' ? code.value : null;
    if (value?.type === 'SpreadElement' || (number !== YIELDS && number !== RETURNS)) return null;
    return { kind: number === YIELDS ? 'await' : 'return', value, at: told.end - 1, comma: ',' };
  }
  const own = told?.type === 'CallExpression' ? ownMethod(told, context) : null;
  if (told?.type !== 'CallExpression' || own === null)
    return { kind: 'await', value: told as acorn.Expression | null, at: start + 'return'.length, comma: ' ' };
  const [how, value = null] = told.arguments;
  const isReturn = how?.type === 'Literal' && (how.value === RETURNS || how.value === 'return');
  if (!isReturn || value?.type === 'SpreadElement' || !/^(a|abrupt)$/.test(own)) return null;
  return { kind: 'return', value, at: told.end - 1, comma: ',' };
}

/** The name of the machine's own method that is called; null for any other call. */
function ownMethod({ callee }: acorn.CallExpression, context: string): string | null {
  if (callee.type !== 'MemberExpression' || callee.computed) return null;
  return callee.object.type === 'Identifier' && callee.object.name === context ? calleeName(callee) : null;
}
