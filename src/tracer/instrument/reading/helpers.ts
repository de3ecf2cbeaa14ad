// Functions that combine promises which they are given, and do nothing else with them: `withTimeout(load(), 50)`.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { combinatorIn } from './expressions.ts';
import { type FunctionName, type FunctionNode, isFunction, unwrapped } from './names.ts';

export class Helpers {
  readonly #program: acorn.Program;
  readonly #names: ReadonlyMap<acorn.AnyNode, FunctionName>;
  #functions: readonly FunctionNode[] | null = null;
  #returned: ReadonlyMap<string, acorn.CallExpression | null> | null = null;
  #combining: Record<string, (number | null)[]> | null = null;

  constructor(program: acorn.Program, names: ReadonlyMap<acorn.AnyNode, FunctionName>) {
    this.#program = program;
    this.#names = names;
  }

  /** What a call of a plain function of this file returns, if that is a combination at a single place; null otherwise. */
  combinatorOf(call: acorn.CallExpression): acorn.CallExpression | null {
    const callee = unwrapped(call.callee);
    if (callee.type !== 'Identifier' || call.arguments.some(({ type }) => type === 'SpreadElement'))
      return null;
    this.#returned ??= this.#findReturned();
    return this.#returned.get(callee.name) ?? null;
  }

  #findReturned(): ReadonlyMap<string, acorn.CallExpression | null> {
    const returned = new Map<string, acorn.CallExpression | null>();
    for (const helper of this.#all()) {
      const name = this.#names.get(helper)?.name ?? '';
      if (name !== '') returned.set(name, returned.has(name) ? null : combinatorReturned(helper));
    }
    return returned;
  }

  /** The functions of this file that return a combination of their parameters, by name: for each member the number of its parameter, null for none. */
  combining(): Readonly<Record<string, readonly (number | null)[]>> {
    this.#combining ??= this.#findCombining();
    return this.#combining;
  }

  #findCombining(): Record<string, (number | null)[]> {
    const found = Object.create(null) as Record<string, (number | null)[]>;
    const names = new Set<string>();
    for (const helper of this.#all()) {
      const name = this.#names.get(helper)?.name ?? '';
      const members = name === '' ? [] : membersReturned(helper);
      if (names.has(name)) delete found[name];
      else if (members.some((member) => member !== null)) found[name] = members;
      names.add(name);
    }
    return found;
  }

  /** If a name is a parameter of the innermost function around it, and named only there: the parameter's number; otherwise null. */
  parameterOf(name: acorn.Identifier): number | null {
    const around = this.#all().filter((node) => node.start <= name.start && name.end <= node.end);
    const innermost = around.reduce<FunctionNode | null>(
      (inner, node) => (inner === null || node.start > inner.start ? node : inner),
      null,
    );
    return innermost === null ? null : ownParameter(innermost, name.name);
  }

  #all(): readonly FunctionNode[] {
    if (this.#functions === null) {
      const functions: FunctionNode[] = [];
      walk.full(this.#program, (node) => {
        if (isFunction(node)) functions.push(node);
      });
      this.#functions = functions;
    }
    return this.#functions;
  }
}

/** Async functions are left out: they have a wait of their own for the combination. */
function combinatorReturned(helper: FunctionNode): acorn.CallExpression | null {
  if (helper.async || helper.generator) return null;
  const returned = onlyReturn(helper);
  return returned?.type === 'CallExpression' ? combinatorIn(returned) : null;
}

/** For a function that returns a combination: which of its parameters each member is. */
function membersReturned(helper: FunctionNode): (number | null)[] {
  const combinator = combinatorReturned(helper);
  const list = combinator?.arguments[0] ? unwrapped(combinator.arguments[0]) : null;
  if (list?.type !== 'ArrayExpression') return [];
  if (list.elements.some((element) => element?.type === 'SpreadElement')) return [];
  return list.elements.map((element) => {
    const inner = element === null ? null : unwrapped(element);
    return inner?.type === 'Identifier' ? ownParameter(helper, inner.name) : null;
  });
}

/** What a function returns, if it returns at a single place; null otherwise. */
function onlyReturn(node: FunctionNode): acorn.AnyNode | null {
  if (node.body.type !== 'BlockStatement') return unwrapped(node.body);
  const returned: (acorn.AnyNode | null)[] = [];
  walk.recursive(node.body, null, {
    Function: () => {},
    ReturnStatement: ({ argument }) => {
      returned.push(argument ? unwrapped(argument) : null);
    },
  });
  return returned.length === 1 ? (returned[0] ?? null) : null;
}

/** Which parameter a name is, if the function names it once: then only the function and its caller know the value. */
function ownParameter(node: FunctionNode, name: string): number | null {
  const index = node.params.findIndex(
    (parameter) => parameter.type === 'Identifier' && parameter.name === name,
  );
  if (index < 0) return null;
  let named = 0;
  walk.full(node.body, (inner) => {
    if (inner.type === 'Identifier' && inner.name === name) named++;
  });
  return named === 1 && !namesArguments(node) ? index : null;
}

function namesArguments(node: FunctionNode): boolean {
  let found = false;
  walk.full(node.body, (inner) => {
    if (inner.type === 'Identifier' && inner.name === 'arguments') found = true;
  });
  return found;
}
