// Whose promises a combinator puts together, as far as the text tells.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import type { Member, SiteFacts } from '../../../protocol/sites.ts';
import { calleeName } from './call-words.ts';
import { combinatorIn } from './expressions.ts';
import { Helpers } from './helpers.ts';
import { type FunctionName, isFunction, unwrapped } from './names.ts';

/** What these return is no function's own promise. */
const DERIVING = new Set(['then', 'catch', 'finally', '']);

/**
 * Which members of an awaited `Promise.all([…])` are made right there, or in a constant that nothing else names: an
 * async function's promise is known to its caller alone, so that nobody but the combinator has these. The combinator may
 * stand in a function that is given them: `await withTimeout(load(), 50)`.
 */
export class Members {
  readonly #program: acorn.Program;
  readonly #names: ReadonlyMap<acorn.AnyNode, FunctionName>;
  readonly #helpers: Helpers;
  #constants: ReadonlyMap<string, acorn.AnyNode> | null = null;

  constructor(program: acorn.Program, names: ReadonlyMap<acorn.AnyNode, FunctionName>) {
    this.#program = program;
    this.#names = names;
    this.#helpers = new Helpers(program, names);
  }

  factsOf(awaited: acorn.AnyNode | null | undefined): SiteFacts | undefined {
    const call = awaited ? unwrapped(awaited) : null;
    if (call?.type !== 'CallExpression') return undefined;
    const combinator = combinatorIn(call);
    const members = combinator === null ? this.#throughHelper(call) : this.#list(firstOf(combinator));
    if (members.some((member) => member !== null)) return { members };
    const names = combinator === null ? call.arguments.map((argument) => this.#madeHere(argument)) : [];
    return names.some((name) => name !== null) ? { given: { to: calleeName(call), names } } : undefined;
  }

  /** Of the file: functions that combine what they are given. */
  combining(): SiteFacts | undefined {
    const combining = this.#helpers.combining();
    return Object.keys(combining).length === 0 ? undefined : { combining };
  }

  /** Of a call of a plain function that returns a combination, of what it is given or has begun itself. */
  #throughHelper(call: acorn.CallExpression): Member[] {
    const combinator = this.#helpers.combinatorOf(call);
    if (combinator === null) return [];
    return this.#list(firstOf(combinator)).map((member) => {
      if (typeof member !== 'number') return member;
      const argument = call.arguments[member];
      return argument === undefined ? null : this.#madeHere(argument);
    });
  }

  /** One name for each, the last one for those that follow as well. */
  #list(node: acorn.AnyNode): Member[] {
    const inner = unwrapped(node);
    if (inner.type === 'ArrayExpression') {
      const whole = inner.elements.length === 1 ? inner.elements[0] : null;
      if (whole?.type === 'SpreadElement') return this.#list(whole.argument);
      // Whose turn is whose behind a spread nobody knows.
      if (inner.elements.some((element) => element?.type === 'SpreadElement')) return [];
      return inner.elements.map((element) => (element === null ? null : this.#member(element)));
    }
    if (inner.type === 'Identifier') {
      const value = this.#constant(inner.name);
      return value === null ? [] : this.#list(value);
    }
    if (inner.type !== 'CallExpression' || inner.callee.type !== 'MemberExpression') return [];
    const name = calleeName(inner);
    const made = name === 'map' ? inner.arguments[0] : name === 'from' ? inner.arguments[1] : undefined;
    return made === undefined ? [] : [this.#madeBy(made)];
  }

  /** The function whose promise an expression is; '' for one that has no name. Of a parameter its number. */
  #member(node: acorn.AnyNode): Member {
    const inner = unwrapped(node);
    return this.#madeHere(inner) ?? (inner.type === 'Identifier' ? this.#helpers.parameterOf(inner) : null);
  }

  #madeHere(node: acorn.AnyNode): string | null {
    const inner = unwrapped(node);
    if (inner.type === 'Identifier') {
      const value = this.#constant(inner.name);
      return value === null ? null : this.#madeHere(value);
    }
    if (inner.type !== 'CallExpression') return null;
    const callee = unwrapped(inner.callee);
    if (isFunction(callee)) return callee.async ? this.#nameOf(callee) : null;
    const name = calleeName(inner);
    return DERIVING.has(name) ? null : name;
  }

  /** What a function given to `map` makes of each. */
  #madeBy(node: acorn.AnyNode): string | null {
    const inner = unwrapped(node);
    if (inner.type === 'Identifier') return inner.name;
    if (inner.type === 'MemberExpression' && !inner.computed && 'name' in inner.property)
      return inner.property.name;
    if (!isFunction(inner)) return null;
    if (inner.async) return this.#nameOf(inner);
    if (inner.body.type !== 'BlockStatement') return this.#madeHere(inner.body);
    const [only, ...others] = inner.body.body;
    return only?.type === 'ReturnStatement' && only.argument && others.length === 0
      ? this.#madeHere(only.argument)
      : null;
  }

  #nameOf(node: acorn.AnyNode): string {
    return this.#names.get(node)?.name ?? '';
  }

  /** What a constant was given that is named just once besides. */
  #constant(name: string): acorn.AnyNode | null {
    this.#constants ??= constantsUsedOnce(this.#program);
    return this.#constants.get(name) ?? null;
  }
}

const firstOf = (combinator: acorn.CallExpression): acorn.AnyNode =>
  combinator.arguments[0] as acorn.Expression;

function constantsUsedOnce(program: acorn.Program): ReadonlyMap<string, acorn.AnyNode> {
  const constants = new Map<string, acorn.AnyNode>();
  const named = new Map<string, number>();
  const count = (node: acorn.AnyNode): void => {
    if (node.type === 'Identifier') named.set(node.name, (named.get(node.name) ?? 0) + 1);
  };
  walk.full(program, (node) => {
    count(node);
    if (node.type === 'ExportNamedDeclaration') {
      for (const { local } of node.specifiers) count(local);
      if (node.declaration?.type === 'VariableDeclaration')
        for (const { id } of node.declaration.declarations) count(id);
    }
    if (node.type !== 'VariableDeclaration' || node.kind !== 'const') return;
    for (const { id, init } of node.declarations) {
      if (id.type === 'Identifier' && init) constants.set(id.name, init);
    }
  });
  // Its declaration counts, too.
  for (const name of constants.keys()) if (named.get(name) !== 2) constants.delete(name);
  return constants;
}
