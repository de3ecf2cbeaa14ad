// Whose promises a combinator puts together, as far as the text tells.

import type * as acorn from 'acorn';
import type { Member, SiteFacts } from '../../../protocol/sites.ts';
import { Bindings } from './bindings.ts';
import { calleeName } from './call-words.ts';
import { combinatorIn, leadsOn } from './expressions.ts';
import { Helpers } from './helpers.ts';
import { type FunctionName, isFunction, unwrapped } from './names.ts';
import { makesValue } from './value-makers.ts';

/** What these return is no function's own promise, though they may pass on what it comes to. */
const DERIVING = new Set(['then', 'catch', 'finally', '']);

const COMBINES = /Promise\s*\.\s*(race|any|all)\b/;

/**
 * Which members of an awaited `Promise.all([…])` are made right there, or in a variable that nothing else names, or put into such a list: an
 * async function's promise is known to its caller alone, so that nobody but the combinator has these. The combinator may
 * stand in a function that is given them: `await withTimeout(load(), 50)`.
 */
export class Members {
  readonly #program: acorn.Program;
  readonly #names: ReadonlyMap<acorn.AnyNode, FunctionName>;
  readonly #helpers: Helpers;
  #bindings: Bindings | null = null;

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

  /** Of the file, whose text this is: functions that combine what they are given. */
  combining(source: string): SiteFacts | undefined {
    // Most files combine nothing, and need not be looked through.
    if (!COMBINES.test(source)) return undefined;
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
      const value = this.#valueOf(inner);
      return value === null ? this.#putInto(inner) : this.#list(value);
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
      const value = this.#valueOf(inner);
      return value === null ? null : this.#madeHere(value);
    }
    if (inner.type !== 'CallExpression') return null;
    const callee = unwrapped(inner.callee);
    if (isFunction(callee)) return callee.async ? this.#nameOf(callee) : null;
    const name = calleeName(inner);
    if (!DERIVING.has(name)) return name;
    return passesOn(inner) ? this.#madeHere((inner.callee as acorn.MemberExpression).object) : null;
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

  /** What a variable was given that is named just once besides. */
  #valueOf(name: acorn.Identifier): acorn.AnyNode | null {
    this.#bindings ??= new Bindings(this.#program);
    return this.#bindings.givenTo(name);
  }

  /** Of a list that one function's promises were put into, one after the other, that function. */
  #putInto(name: acorn.Identifier): Member[] {
    this.#bindings ??= new Bindings(this.#program);
    const made = new Set(this.#bindings.putInto(name).map((put) => this.#madeHere(put)));
    return made.size === 1 ? [...made] : [];
  }
}

/** `load().then((page) => page.rows)`: whoever takes what comes of it is all that the function works for, and hears of its errors. */
function passesOn({ callee, arguments: given, optional }: acorn.CallExpression): boolean {
  if (optional || callee.type !== 'MemberExpression' || !leadsOn(callee)) return false;
  const [handler, ...others] = given;
  return (
    handler !== undefined &&
    others.length === 0 &&
    'name' in callee.property &&
    callee.property.name === 'then' &&
    makesValue(handler)
  );
}

const firstOf = (combinator: acorn.CallExpression): acorn.AnyNode =>
  combinator.arguments[0] as acorn.Expression;
