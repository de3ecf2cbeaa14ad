// What expressions of a file are made of.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { rootName } from './call-words.ts';
import { isFunction, unwrapped } from './names.ts';

/** The parts of an expression. */
export interface Parts {
  readonly names: Set<string>;
  readonly awaits: Set<acorn.AwaitExpression>;
}

export const noParts = (): Parts => ({ names: new Set(), awaits: new Set() });

/** Variables of a file, by name. What always holds the same value (imports, functions, literals) is left out. */
export function variablesOf(program: acorn.Program): ReadonlySet<string> {
  const names = new Set<string>(['this']);
  const steady = (init: acorn.Expression | null | undefined): boolean => {
    if (init == null) return false;
    const value = unwrapped(init);
    if (value.type === 'CallExpression') return rootName(value) === 'require';
    return value.type === 'Literal' || value.type === 'TemplateLiteral' || isFunction(value);
  };
  walk.full(program, (node) => {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        if (!(node.kind === 'const' && steady(init))) for (const name of partsOf(id).names) names.add(name);
      }
    } else if (isFunction(node)) {
      for (const parameter of node.params) for (const name of partsOf(parameter).names) names.add(name);
    }
  });
  return names;
}

export function partsOf(...nodes: (acorn.AnyNode | null | undefined)[]): Parts {
  const parts = noParts();
  for (const node of nodes) {
    if (node == null) continue;
    walk.full(node, (inner) => {
      if (inner.type === 'Identifier') parts.names.add(inner.name);
      else if (inner.type === 'ThisExpression') parts.names.add('this');
      else if (inner.type === 'AwaitExpression') parts.awaits.add(inner);
    });
  }
  return parts;
}

/** The names in an expression, except those of lists from which something is only taken, as in `paths[i]`. */
export function heldNames(expression: acorn.AnyNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk.recursive(expression, null, {
    Identifier: ({ name }) => void names.add(name),
    ThisExpression: () => void names.add('this'),
    CallExpression: ({ callee, arguments: given }, state, visit) => {
      // The called function may have a state of its own.
      const called = unwrapped(callee);
      visit(called.type === 'MemberExpression' ? called.object : called, state);
      if (called.type === 'MemberExpression' && called.computed) visit(called.property, state);
      for (const each of given) visit(each, state);
    },
    MemberExpression: ({ object, property, computed }, state, visit) => {
      if (!computed || object.type !== 'Identifier') visit(object, state);
      if (computed) visit(property, state);
    },
  });
  return names;
}

export function add(to: Parts, ...from: Parts[]): Parts {
  for (const { names, awaits } of from) {
    for (const name of names) to.names.add(name);
    for (const node of awaits) to.awaits.add(node);
  }
  return to;
}
