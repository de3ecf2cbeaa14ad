import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import type { FunctionNode } from './names.ts';

/** What may hold a signal besides others. */
const OPTIONS = /^(options|opts|init|settings|config)$/;
export const SIGNAL = /signal$/i;

/** What the functions of a file are given their signals through. */
export class Signals {
  readonly #program: acorn.Program;
  #fields: ReadonlySet<string> | null = null;

  constructor(program: acorn.Program) {
    this.#program = program;
  }

  /**
   * As far as names tell, what the marker is to look at, as its arguments: a parameter that is a signal, or options that may hold one, or
   * else whatever the function reads a `signal` of, its own object (`this`) perhaps, or what is kept there; null for none.
   */
  givenTo(node: FunctionNode): string | null {
    const names = node.params.flatMap(namesOf);
    return (
      names.find((name) => SIGNAL.test(name)) ??
      names.find((name) => OPTIONS.test(name)) ??
      this.#readIn(node, names)
    );
  }

  /** Which of the parameters, or what of `this`. That of an arrow function may not be there yet. */
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

  /** `this.signal`, `this.control.signal`, and what is private of either. */
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

  /** Read where it is a field: to ask a method or a getter would run the program's code. */
  #private(name: string): string | null {
    this.#fields ??= privateFields(this.#program);
    if (!this.#fields.has(name)) return null;
    // `in` throws where there is no object.
    return `this&&typeof this=="object"&&${name} in this?this.${name}:void 0`;
  }
}

/** By what a property is read, with `#` before what is private; null for what is worked out. */
export function keyOf({ property, computed }: acorn.MemberExpression): string | null {
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  return !computed && property.type === 'Identifier' ? property.name : null;
}

/** Names that stand for private fields, and for nothing else in any class of the file. */
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
