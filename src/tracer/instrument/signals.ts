import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import type { FunctionNode } from './names.ts';

/** What may hold a signal besides others. */
const OPTIONS = /^(options|opts|init|settings|config)$/;

/**
 * What a function is given a signal through, as far as names tell: a parameter that is one, or options that may hold one, or else
 * whatever it reads a `signal` of, its own object (`this`) perhaps; null for none.
 */
export function signalGiven(node: FunctionNode): string | null {
  const names = node.params.flatMap(namesOf);
  return (
    names.find((name) => /signal$/i.test(name)) ??
    names.find((name) => OPTIONS.test(name)) ??
    readOf(node, names)
  );
}

/** What a parameter is called; of an object that is taken apart what its `signal` is. */
function namesOf(parameter: acorn.Pattern): string[] {
  const inner = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (inner.type === 'Identifier') return [inner.name];
  if (inner.type !== 'ObjectPattern') return [];
  return inner.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') return [];
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    return property.key.name === 'signal' && value.type === 'Identifier' ? [value.name] : [];
  });
}

/** Which of the parameters, or `this`, a function reads the `signal` of. The `this` of an arrow function may not be there yet. */
function readOf({ type, body }: FunctionNode, names: readonly string[]): string | null {
  const hasThis = type !== 'ArrowFunctionExpression';
  let found: string | null = null;
  walk.recursive<null>(body, null, {
    Function: (inner, state, visit) => {
      if (inner.type === 'ArrowFunctionExpression') visit(inner.body, state);
    },
    Class: () => {},
    MemberExpression: ({ object, property, computed }, state, visit) => {
      visit(object, state);
      if (computed) visit(property, state);
      else if (property.type === 'Identifier' && property.name === 'signal') {
        if (object.type === 'ThisExpression' && hasThis) found ??= 'this';
        else if (object.type === 'Identifier' && names.includes(object.name)) found ??= object.name;
      }
    },
  });
  return found;
}
