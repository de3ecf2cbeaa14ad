import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';

export type FunctionNode =
  | acorn.FunctionDeclaration
  | acorn.FunctionExpression
  | acorn.ArrowFunctionExpression;

export const isFunction = (node: acorn.AnyNode): node is FunctionNode =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

/** The expression inside any number of parentheses. */
export function unwrapped(node: acorn.AnyNode): acorn.AnyNode {
  return node.type === 'ParenthesizedExpression' ? unwrapped(node.expression) : node;
}

export interface FunctionName {
  readonly name: string;
  /** Offset of its definition: for a method where `async name()` begins, not where its parameters do. */
  readonly start: number;
  /** Offset of the name itself; null if the name is made of several words. */
  readonly at: number | null;
}

/**
 * Gives every function the name its author would call it by: what `fn.name` would say, or the place it is
 * assigned to (`server.handler`) where `fn.name` is empty. Functions without either are left out.
 */
export function functionNames(program: acorn.Program, source: string): Map<acorn.AnyNode, FunctionName> {
  const names = new Map<acorn.AnyNode, FunctionName>();
  const text = (node: acorn.AnyNode): string => source.slice(node.start, node.end).replace(/\s+/g, ' ');
  const give = (
    node: acorn.AnyNode | null | undefined,
    name: string,
    at?: acorn.AnyNode | null,
    method?: acorn.AnyNode,
  ): void => {
    if (node == null) return;
    const inner = unwrapped(node);
    if (!isFunction(inner) || names.has(inner)) return;
    names.set(inner, {
      name,
      start: (method ?? inner).start,
      at: at?.type === 'Identifier' || at?.type === 'PrivateIdentifier' ? at.start : null,
    });
  };
  const keyName = (key: acorn.AnyNode, computed: boolean): string => {
    if (computed) return `[${text(key)}]`;
    if (key.type === 'Identifier') return key.name;
    if (key.type === 'PrivateIdentifier') return `#${key.name}`;
    return key.type === 'Literal' ? String(key.value) : text(key);
  };
  walk.simple(program, {
    FunctionDeclaration: (node) => {
      const { id } = node as { id?: acorn.Identifier | null };
      give(node, id?.name ?? 'default', id);
    },
    FunctionExpression: (node) => {
      if (node.id) give(node, node.id.name, node.id);
    },
    VariableDeclarator: (node) => {
      if (node.id.type === 'Identifier') give(node.init, node.id.name, node.id);
    },
    AssignmentPattern: (node) => {
      if (node.left.type === 'Identifier') give(node.right, node.left.name, node.left);
    },
    AssignmentExpression: (node) => {
      if (node.left.type === 'Identifier') give(node.right, node.left.name, node.left);
      else if (node.left.type === 'MemberExpression') give(node.right, text(node.left));
    },
    Property: (node) =>
      give(node.value, keyName(node.key, node.computed), node.key, node.method ? node : undefined),
    MethodDefinition: (node) => give(node.value, keyName(node.key, node.computed), node.key, node),
    PropertyDefinition: (node) => give(node.value, keyName(node.key, node.computed), node.key),
    CallExpression: ({ callee, arguments: [fn, name, value] }) => {
      if (callee.type !== 'Identifier') return;
      // Calls that compilers (esbuild, Babel, SWC) make of a class's field.
      if (/^(?:__publicField|_define_?[pP]roperty)\d*$/.test(callee.name) && name?.type === 'Literal') {
        return give(value, String(name.value));
      }
      // Compilers that drop a function's name set it again by a call: esbuild (and so tsx), TypeScript, Babel.
      if (!/^(?:__name|__?setFunctionName)$/.test(callee.name)) return;
      if (name?.type === 'Literal' && typeof name.value === 'string') give(fn, name.value);
    },
    ExportDefaultDeclaration: (node) => give(node.declaration, 'default'),
  });
  return names;
}
