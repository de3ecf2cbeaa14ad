import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import type { FunctionNode } from './names.ts';

/** Names of parameters that may hold a signal among other things. */
const OPTIONS = /^(options|opts|init|settings|config)$/;
export const SIGNAL = /signal$/i;

/** How the functions of a file are given their signals. */
export class Signals {
  readonly #program: acorn.Program;
  #fields: ReadonlySet<string> | null = null;

  constructor(program: acorn.Program) {
    this.#program = program;
  }

  /**
   * The arguments of the marker that looks for a signal, as far as names tell: a parameter that is a signal, options that may hold one, or
   * whatever the function reads a `signal` of, such as `this` or what is kept there; null for none.
   */
  givenTo(node: FunctionNode): string | null {
    const names = node.params.flatMap(namesOf);
    return (
      names.find((name) => SIGNAL.test(name)) ??
      names.find((name) => OPTIONS.test(name)) ??
      this.#readIn(node, names)
    );
  }

  /** The text for one of the parameters, or a part of `this`. In an arrow function `this` may not be initialized yet. */
  #readIn({ type, body }: FunctionNode, names: readonly string[]): string | null {
    const hasThis = type !== 'ArrowFunctionExpression';
    let found: string | null = null;
    walk.recursive<null>(body, null, {
      Function: (inner, state, visit) => {
        if (inner.type === 'ArrowFunctionExpression') visit(inner.body, state);
      },
      Class: () => {},
      MemberExpression: (node, state, visit) => {
        if (keyOf(node) === 'signal' && node.object.type === 'Identifier') {
          if (names.includes(node.object.name)) found ??= node.object.name;
        } else if (hasThis) found ??= this.#ofThis(node);
        visit(node.object, state);
        if (node.computed) visit(node.property, state);
      },
    });
    return found;
  }

  /** `this.signal`, `this.control.signal`, also with private names. */
  #ofThis(node: acorn.MemberExpression): string | null {
    const key = keyOf(node);
    if (node.object.type === 'ThisExpression') {
      if (key === 'signal') return 'this';
      return key?.startsWith('#') && SIGNAL.test(key) ? this.#private(key) : null;
    }
    const { object } = node;
    if (key !== 'signal' || object.type !== 'MemberExpression' || object.object.type !== 'ThisExpression')
      return null;
    const holder = keyOf(object);
    if (holder === null) return null;
    return holder.startsWith('#') ? this.#private(holder) : `this,'${holder}'`;
  }

  /** Reads only fields: to ask a getter would run the program's code. */
  #private(name: string): string | null {
    this.#fields ??= privateFields(this.#program);
    if (!this.#fields.has(name)) return null;
    // `in` throws where there is no object.
    return `this&&typeof this=="object"&&${name} in this?this.${name}:void 0`;
  }
}

/** The name by which a property is read, with `#` before a private one; null for a computed one. */
export function keyOf({ property, computed }: acorn.MemberExpression): string | null {
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  return !computed && property.type === 'Identifier' ? property.name : null;
}

/** Names of private fields that mean nothing else in any class of the file. */
function privateFields(program: acorn.Program): ReadonlySet<string> {
  const fields = new Set<string>();
  const others = new Set<string>();
  walk.simple(program, {
    PropertyDefinition: ({ key }) => void (key.type === 'PrivateIdentifier' && fields.add(`#${key.name}`)),
    MethodDefinition: ({ key }) => void (key.type === 'PrivateIdentifier' && others.add(`#${key.name}`)),
  });
  for (const other of others) fields.delete(other);
  return fields;
}

/** The name of a parameter. For a destructured object the name of its `signal`. */
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
