// Signals that a function takes from the scopes around it, as far as the text tells: from `const control = new AbortController()` in the file,
// or from variables of an outer function.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { type FunctionNode, isFunction, unwrapped } from './names.ts';
import { partsOf } from './parts.ts';
import { keyOf, SIGNAL } from './signals.ts';

/** The declarations of a file. */
interface Declared {
  /** Names that are never given another value. */
  readonly steady: ReadonlySet<string>;
  /** Names of what `AbortSignal` has made, whatever they are: `AbortSignal.timeout(50)`. */
  readonly signals: ReadonlySet<string>;
}

export class OuterSignals {
  readonly #program: acorn.Program;
  #declared: Declared | null = null;

  constructor(program: acorn.Program) {
    this.#program = program;
  }

  /**
   * The variable around a function that is its signal, or of which it reads a `signal`; null for none. A function that aborts something does not
   * tell itself to stop, so it has none.
   */
  of(node: FunctionNode): string | null {
    const found = this.#namedIn(node);
    if (found.size === 0 || aborts(node)) return null;
    const own = namesBoundBy(node);
    for (const name of found) if (!own.has(name)) return name;
    return null;
  }

  #namedIn(node: FunctionNode): ReadonlySet<string> {
    this.#declared ??= declaredBy(this.#program);
    const { steady, signals } = this.#declared;
    const found = new Set<string>();
    walk.recursive<null>(node.body, null, {
      Function: (inner, state, visit) => {
        if (inner.type === 'ArrowFunctionExpression') visit(inner.body, state);
      },
      Class: () => {},
      Identifier: ({ name }) => {
        if (steady.has(name) && (SIGNAL.test(name) || signals.has(name))) found.add(name);
      },
      MemberExpression: (member, state, visit) => {
        const { object } = member;
        if (keyOf(member) === 'signal' && object.type === 'Identifier' && steady.has(object.name))
          found.add(object.name);
        visit(object, state);
        if (member.computed) visit(member.property, state);
      },
    });
    return found;
  }
}

function aborts(node: FunctionNode): boolean {
  let found = false;
  walk.full(node.body, (inner) => {
    if (inner.type === 'MemberExpression' && keyOf(inner) === 'abort') found = true;
  });
  return found;
}

function namesBoundBy(node: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>();
  eachBound(node, (name) => names.add(name));
  return names;
}

/** Every name that a piece of text declares, also in functions within it. */
function eachBound(node: acorn.AnyNode, bound: (name: string) => void): void {
  const all = (pattern: acorn.AnyNode | null | undefined): void => {
    for (const name of partsOf(pattern).names) bound(name);
  };
  walk.full(node, (inner) => {
    if (inner.type === 'VariableDeclaration') for (const { id } of inner.declarations) all(id);
    else if (isFunction(inner)) for (const parameter of inner.params) all(parameter);
    else if (inner.type === 'ImportDeclaration') for (const { local } of inner.specifiers) all(local);
    else if (inner.type === 'CatchClause') all(inner.param);
  });
}

function declaredBy(program: acorn.Program): Declared {
  const steady = new Set<string>();
  const signals = new Set<string>();
  eachBound(program, (name) => steady.add(name));
  walk.full(program, (node) => {
    if (node.type === 'AssignmentExpression' && node.left.type !== 'MemberExpression')
      for (const name of partsOf(node.left).names) steady.delete(name);
    if (
      node.type === 'VariableDeclarator' &&
      node.id.type === 'Identifier' &&
      node.init &&
      isSignal(node.init)
    )
      signals.add(node.id.name);
  });
  return { steady, signals };
}

function isSignal(init: acorn.Expression): boolean {
  const call = unwrapped(init);
  const callee = call.type === 'CallExpression' ? unwrapped(call.callee) : null;
  return (
    callee?.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'AbortSignal'
  );
}
