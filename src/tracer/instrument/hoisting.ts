import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';

/**
 * Whether a function's body may become the body of a `try`: there a function declaration is scoped to the block,
 * and one that shares its name with a `var` or, in strict code, with another function would be a syntax error.
 */
export function canBeWrapped(body: acorn.BlockStatement | acorn.Expression): boolean {
  if (body.type !== 'BlockStatement') return true;
  const functions = new Set<string>();
  for (const statement of body.body) {
    if (statement.type !== 'FunctionDeclaration') continue;
    if (functions.has(statement.id.name)) return false;
    functions.add(statement.id.name);
  }
  if (functions.size === 0) return true;
  const clashes = (name: acorn.AnyNode): boolean => name.type === 'Identifier' && functions.has(name.name);
  let clash = false;
  // Every name a pattern binds comes by as a `VariablePattern`, which the types of acorn-walk leave out.
  const visitors = {
    Function: () => {},
    Class: () => {},
    VariableDeclaration: (node, state, visit) => {
      for (const declarator of node.declarations) {
        if (node.kind === 'var') {
          if (clashes(declarator.id)) clash = true;
          visit(declarator.id, state);
        }
        if (declarator.init) visit(declarator.init, state);
      }
    },
    VariablePattern: (node: acorn.AnyNode) => {
      if (clashes(node)) clash = true;
    },
  } as walk.RecursiveVisitors<null>;
  walk.recursive(body, null, visitors);
  return !clash;
}
