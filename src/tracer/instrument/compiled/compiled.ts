// Async functions that a compiler has made generators of, for runtimes older than async functions. A helper runs the
// generator and gives it each value that it yields once that has settled:
//
//     function load(id) {                                          TypeScript (target ES2015, ES2016), esbuild
//       return __awaiter(this, void 0, void 0, function* () { … yield fetch(id); … });
//     }
//     function _load() {                                           Babel, SWC
//       _load = _asyncToGenerator(function* (id) { … yield fetch(id); … });
//       return _load.apply(this, arguments);
//     }
//
// Async generators are compiled likewise, with helpers of their own: see async-generators.ts. For runtimes without generators these are compiled, too: see machines.ts.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { type FunctionName, type FunctionNode, isFunction, unwrapped } from '../reading/names.ts';
import { helperName } from './helper-names.ts';
import { type CompiledLoop, CompiledLoops, LOOP } from './loops.ts';
import { MACHINE, type Machine, machineIn, markedBy } from './machines.ts';

const HELPER = /^_*(awaiter|async|asyncToGenerator|async_to_generator)\d*$/;
/** Those that run an async generator. */
const GENERATOR_HELPER = /^_*(asyncGenerator|wrapAsyncGenerator|wrap_async_generator)\d*$/;
/** Functions that are parts of helpers in the file, and not the author's. */
const HELPER_PART = new RegExp(
  `^(${[
    '_*(awaiter|asyncToGenerator|async_to_generator)|__async|asyncGeneratorStep|__generator|_ts_generator|_?regenerator\\w*',
    '__(await|asyncGenerator|asyncDelegator|asyncValues|forAwait|yieldStar)',
    '_(wrapAsyncGenerator|awaitAsyncGenerator|asyncGeneratorDelegate|asyncIterator|OverloadYield)',
    '_(wrap_async_generator|await_async_generator|async_generator(_delegate)?|async_iterator|overload_yield)',
    'AsyncGenerator|AsyncFromSyncIterator',
  ].join('|')})$`,
);

/** Whether a file may have generator functions at all. Most have none, which saves a tenth of the time to instrument them. */
const GENERATOR = /\bfunction\s*(\*|\/[*/])/;

export interface CompiledFunction extends FunctionName {
  /** The function whose parameters its body sees besides its own. */
  readonly outer: FunctionNode | null;
  /** The state machine, if generators were compiled as well. */
  readonly machine: Machine | null;
  /** It was an async generator. */
  readonly isGenerator: boolean;
}

export class CompiledFunctions {
  readonly #bodies = new Map<acorn.AnyNode, CompiledFunction>();
  readonly #wrappers = new Set<acorn.AnyNode>();
  /** The loops whose iterators calls ask. */
  readonly #asked = new Map<acorn.AnyNode, CompiledLoop>();

  constructor(program: acorn.Program, names: ReadonlyMap<acorn.AnyNode, FunctionName>, source: string) {
    const hasLoops = LOOP.test(source);
    if (!hasLoops && !GENERATOR.test(source) && !MACHINE.test(source)) return;
    const declared = new Set([...names.values()].map(({ name }) => name));
    const loops = new CompiledLoops();
    walk.ancestor(program, {
      CallExpression: (call, _state, ancestors) => {
        const helper = helperName(call.callee);
        const body = bodyGivenTo(call, helper);
        if (body === null && !hasLoops) return;
        const above = ancestors.filter((node) => node !== call && node.type !== 'ParenthesizedExpression');
        if (body !== null) this.#add(call, body, above, names, declared, GENERATOR_HELPER.test(helper));
        else this.#noteLoop(call, helper, above, loops);
      },
    });
  }

  /** The compiled `for await` that awaits what a call answers; undefined for any other expression. */
  loopAt(awaited: acorn.AnyNode | null | undefined): CompiledLoop | undefined {
    return awaited == null ? undefined : this.#asked.get(unwrapped(awaited));
  }

  /** A loop's iterator is made before it is asked, also in the text. */
  #noteLoop(
    call: acorn.CallExpression,
    helper: string,
    above: readonly acorn.AnyNode[],
    loops: CompiledLoops,
  ): void {
    const within = above.findLast(isFunction) ?? null;
    const asks = loops.of(call, within);
    if (asks !== undefined) this.#asked.set(call, asks);
    else loops.note(helper, call, above, within);
  }

  /** The async function whose body a generator is; undefined for any other function. */
  get(node: acorn.AnyNode): CompiledFunction | undefined {
    return this.#bodies.get(node);
  }

  /** Whether a function does nothing but call a compiled async function. */
  isWrapper(node: acorn.AnyNode): boolean {
    return this.#wrappers.has(node);
  }

  #add(
    call: acorn.CallExpression,
    body: FunctionNode,
    above: readonly acorn.AnyNode[],
    names: ReadonlyMap<acorn.AnyNode, FunctionName>,
    declared: ReadonlySet<string>,
    isGenerator: boolean,
  ): void {
    const machine = machineIn(body);
    const parent = above.at(-1);
    const outer = above.findLast(isFunction) ?? null;
    const whole = callOf(call, above);
    if (outer !== null && returns(outer, whole)) {
      this.#wrappers.add(outer);
      this.#bodies.set(body, {
        ...(names.get(outer) ?? { name: '', start: outer.start, at: null }),
        outer,
        machine,
        isGenerator,
      });
      return;
    }
    const given =
      parent?.type === 'VariableDeclarator'
        ? parent.id
        : parent?.type === 'AssignmentExpression'
          ? parent.left
          : null;
    const variable = given?.type === 'Identifier' ? given.name : '';
    const inner = outer === null ? null : functionReturnedBy(outer);
    if (inner !== null) this.#wrappers.add(inner);
    if (outer !== null && names.get(outer)?.name === variable) this.#wrappers.add(outer);
    const name = /^_ref\d*$/.test(variable)
      ? ((inner === null ? undefined : names.get(inner)?.name) ?? '')
      : authorsName(variable, declared);
    for (const [node, known] of names)
      if (known.name === name && callsWith(node, variable)) this.#wrappers.add(node);
    this.#bodies.set(body, { name, start: body.start, at: null, outer: null, machine, isGenerator });
  }
}

/** In methods the result of the helper is called there and then: `helper(function* …)()`, or that with `.apply`. */
function callOf(call: acorn.CallExpression, above: readonly acorn.AnyNode[]): acorn.AnyNode {
  const parent = above.at(-1);
  const isApplied = parent?.type === 'MemberExpression' && unwrapped(parent.object) === call;
  const whole = isApplied ? above.at(-2) : parent;
  const callee = whole?.type === 'CallExpression' ? unwrapped(whole.callee) : null;
  return whole !== undefined && (callee === call || (isApplied && callee === parent)) ? whole : call;
}

/** The generator that a call hands to a helper of that name; null for any other call. Async generators that were compiled to state machines are left out. */
function bodyGivenTo(call: acorn.CallExpression, helper: string): FunctionNode | null {
  const runsGenerator = GENERATOR_HELPER.test(helper);
  if (!runsGenerator && !HELPER.test(helper)) return null;
  const last = call.arguments.at(-1);
  const given = last === undefined ? null : (markedBy(last) ?? last);
  if (given?.type !== 'FunctionExpression' || given.async) return null;
  return given.generator || (!runsGenerator && machineIn(given) !== null) ? given : null;
}

const statementsOf = (node: FunctionNode): readonly acorn.AnyNode[] =>
  node.body.type === 'BlockStatement' ? node.body.body : [];

function returns(node: FunctionNode, expression: acorn.AnyNode): boolean {
  if (node.body.type !== 'BlockStatement') return unwrapped(node.body) === expression;
  return statementsOf(node).some(
    (statement) =>
      statement.type === 'ReturnStatement' &&
      statement.argument != null &&
      unwrapped(statement.argument) === expression,
  );
}

function functionReturnedBy(node: FunctionNode): acorn.AnyNode | null {
  const last = statementsOf(node).at(-1);
  if (last?.type !== 'ReturnStatement' || last.argument == null) return null;
  const value = unwrapped(last.argument);
  return isFunction(value) ? value : null;
}

/** Whether all that a function does is `return variable.apply(this, arguments)`. */
function callsWith(node: acorn.AnyNode, variable: string): boolean {
  if (!isFunction(node)) return false;
  const [only, ...others] = statementsOf(node);
  if (others.length > 0 || only?.type !== 'ReturnStatement' || only.argument?.type !== 'CallExpression')
    return false;
  const { callee } = only.argument;
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === variable
  );
}

/** Compilers make `_load` of `load`, or `_load2` if there is a `_load` already. */
function authorsName(variable: string, declared: ReadonlySet<string>): string {
  const name = variable.replace(/^_/, '');
  return declared.has(name) ? name : name.replace(/\d+$/, '');
}

/** Whether a function is a helper that stands in the file itself. */
export function isHelper(node: acorn.AnyNode): boolean {
  const id = node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration' ? node.id : null;
  return id?.type === 'Identifier' && HELPER_PART.test(id.name);
}

/** The function around whose parameters a body can name besides its own; null if it hides them. */
export function parametersSeen(body: FunctionNode, outer: FunctionNode | null): FunctionNode | null {
  if (body.params.length > 0 || outer === null) return body;
  const named = new Set(
    outer.params.map((parameter) => (parameter.type === 'Identifier' ? parameter.name : '')),
  );
  const hides = statementsOf(body).some((statement) => {
    if (statement.type === 'ClassDeclaration') return named.has(statement.id?.name ?? '');
    if (statement.type !== 'VariableDeclaration') return false;
    return statement.declarations.some(({ id }) => id.type !== 'Identifier' || named.has(id.name));
  });
  return hides ? null : outer;
}
