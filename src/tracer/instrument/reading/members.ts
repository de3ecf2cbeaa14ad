// Whose promises a combinator combines, as far as the text tells.

import type * as acorn from 'acorn';
import type { Member, SiteFacts } from '../../../protocol/sites.ts';
import { Bindings } from './bindings.ts';
import { calleeName } from './call-words.ts';
import { combinatorIn, leadsOn } from './expressions.ts';
import { Helpers } from './helpers.ts';
import { type FunctionName, isFunction, unwrapped } from './names.ts';
import { makesValue } from './value-makers.ts';

/** Methods whose result is not an async function's own promise, though they may pass on its value. */
const DERIVING = new Set(['then', 'catch', 'finally', '']);

const COMBINES = /Promise\s*\.\s*(race|any|all)\b/;

/**
 * Which members of an awaited `Promise.all([…])` are made right there, or in a variable that nothing else names, or are put into such a list. An
 * async function's promise is known only to its caller, so nobody but the combinator has these. The combinator may stand in a function that
 * is given the members: `await withTimeout(load(), 50)`.
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

  /** The functions of the file that combine what they are given. */
  combining(source: string): SiteFacts | undefined {
    // Most files combine nothing, and need not be searched.
    if (!COMBINES.test(source)) return undefined;
    const combining = this.#helpers.combining();
    return Object.keys(combining).length === 0 ? undefined : { combining };
  }

  /** For a call of a plain function that returns a combination of what it is given or has begun itself: the members. */
  #throughHelper(call: acorn.CallExpression): Member[] {
    const combinator = this.#helpers.combinatorOf(call);
    if (combinator === null) return [];
    return this.#list(firstOf(combinator)).map((member) => {
      if (typeof member !== 'number') return member;
      const argument = call.arguments[member];
      return argument === undefined ? null : this.#madeHere(argument);
    });
  }

  /** One name for each member; the last one holds for all that follow, too. */
  #list(node: acorn.AnyNode): Member[] {
    const inner = unwrapped(node);
    if (inner.type === 'ArrayExpression') {
      const whole = inner.elements.length === 1 ? inner.elements[0] : null;
      if (whole?.type === 'SpreadElement') return this.#list(whole.argument);
      // Behind a spread nobody knows which member is which.
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

  /** The name of the function whose promise an expression is; '' for one without a name. For a parameter its number. */
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

  /** What a function that is given to `map` returns. */
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

  /** The value of a variable that is named only once besides its declaration. */
  #valueOf(name: acorn.Identifier): acorn.AnyNode | null {
    this.#bindings ??= new Bindings(this.#program);
    return this.#bindings.givenTo(name);
  }

  /** If only one function's promises were put into a list: that function. */
  #putInto(name: acorn.Identifier): Member[] {
    this.#bindings ??= new Bindings(this.#program);
    const made = new Set(this.#bindings.putInto(name).map((put) => this.#madeHere(put)));
    return made.size === 1 ? [...made] : [];
  }
}

/** For `load().then((page) => page.rows)`: the function works only for whoever takes the result, and its errors arrive there, too. */
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
