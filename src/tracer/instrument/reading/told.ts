import type * as acorn from 'acorn';
import { unwrapped } from './names.ts';

const LINE_END = /[\n\r\u2028\u2029]/;

/**
 * Where V8 reports a call that the language itself makes: of what `yield*` and `for await` iterate, or of the `then` of an awaited value. Such a call
 * has no place of its own in the text, so V8 reports it where it was last: at the expression that worked out the value, or at the statement
 * that begins with it.
 */
export class Told {
  readonly #source: string;
  /** The expressions that statements begin with, and where those statements begin. */
  readonly #begins = new Map<acorn.AnyNode, number>();

  constructor(source: string) {
    this.#source = source;
  }

  /** Notes a statement, or a variable's value. To be called before anything in it is marked. */
  begins(expression: acorn.AnyNode, at: number): void {
    for (let node: acorn.AnyNode | null = expression; node !== null; node = workedOutFirst(node))
      this.#begins.set(unwrapped(node), at);
  }

  /**
   * V8 reports an unknown name at the statement if the statement begins with it, otherwise at the name. If a marker now stands before this
   * expression and its first name: that name. Undefined if V8 still reports it correctly.
   */
  nameThatBegins(expression: acorn.AnyNode): { readonly start: number; readonly told: number } | undefined {
    const told = this.#begins.get(unwrapped(expression));
    if (told === undefined) return undefined;
    let first = expression;
    for (let node: acorn.AnyNode | null = first; node !== null; node = workedOutFirst(node))
      first = unwrapped(node);
    if (first.type !== 'Identifier' || first.start === told || !this.#isOneLine(told, first.start))
      return undefined;
    return { start: first.start, told };
  }

  /** The place of an error that happens before anything of an expression has been worked out. */
  before(expression: acorn.AnyNode): number {
    return this.#begins.get(expression) ?? expression.start;
  }

  /** The place of a call on the value of an expression; undefined if that is in another line than `offset`. */
  of(expression: acorn.AnyNode, offset: number): number | undefined {
    const at = this.#of(unwrapped(expression));
    return this.#isOneLine(at, offset) ? at : undefined;
  }

  /** The place of an expression that V8 treats as a statement: a loop's head, what an arrow function returns, lists. */
  headBegins(expression: acorn.AnyNode): void {
    this.begins(expression, this.position(expression));
  }

  /** An expression's place. */
  position(expression: acorn.AnyNode): number {
    const node = unwrapped(expression);
    switch (node.type) {
      case 'ChainExpression':
        return this.position(node.expression);
      case 'MemberExpression':
      case 'TaggedTemplateExpression':
      case 'CallExpression':
        return this.#of(node);
      case 'SequenceExpression':
        return node.expressions[1]?.start ?? node.start;
      case 'AssignmentExpression':
      case 'BinaryExpression':
      case 'LogicalExpression':
        return this.#source.indexOf(node.operator, node.left.end);
      default:
        return node.start;
    }
  }

  #isOneLine(one: number, other: number): boolean {
    return !LINE_END.test(this.#source.slice(Math.min(one, other), Math.max(one, other)));
  }

  #of(node: acorn.AnyNode): number {
    switch (node.type) {
      case 'ChainExpression':
        return this.#of(node.expression);
      case 'ConditionalExpression':
        return this.#of(unwrapped(node.alternate));
      case 'MemberExpression':
        return node.computed ? this.#source.indexOf('[', node.object.end) : node.property.start;
      case 'TaggedTemplateExpression':
        return node.quasi.start;
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
      case 'AwaitExpression':
        return node.start;
      default:
        return this.before(node);
    }
  }

  #ofCall(call: acorn.CallExpression): number {
    const { callee } = call;
    if (callee.type === 'Identifier' && !call.optional) return call.start;
    if (callee.type === 'MemberExpression' && !call.optional && !callee.computed) return this.#of(callee);
    return this.#source.indexOf('(', callee.end);
  }
}

/** The part of an expression that V8 works out first; null if that is the expression itself, or has no place. */
function workedOutFirst(expression: acorn.AnyNode): acorn.AnyNode | null {
  const node = unwrapped(expression);
  switch (node.type) {
    case 'AwaitExpression':
    case 'UnaryExpression':
      return node.argument;
    case 'YieldExpression':
      return node.argument ?? null;
    case 'ChainExpression':
      return node.expression;
    case 'MemberExpression':
      return node.object;
    case 'CallExpression':
      // A function that is called by its name has the place of the call.
      return unwrapped(node.callee).type === 'Identifier' ? null : node.callee;
    case 'NewExpression':
      return node.callee;
    case 'TaggedTemplateExpression':
      return unwrapped(node.tag).type === 'Identifier' ? null : node.tag;
    case 'BinaryExpression':
    case 'LogicalExpression':
      return node.left.type === 'PrivateIdentifier' ? null : node.left;
    case 'ConditionalExpression':
      return node.test;
    case 'SequenceExpression':
      return node.expressions[0] ?? null;
    case 'ArrayExpression':
      return node.elements[0]?.type === 'SpreadElement' ? node.elements[0].argument : null;
    case 'ObjectExpression':
      return node.properties[0]?.type === 'SpreadElement' ? node.properties[0].argument : null;
    case 'ClassExpression':
      return node.superClass ?? null;
    case 'TemplateLiteral':
      return node.quasis[0]?.value.cooked === '' ? (node.expressions[0] ?? null) : null;
    case 'AssignmentExpression':
      if (node.left.type === 'MemberExpression') return node.left.object;
      return node.left.type === 'Identifier' && node.operator === '=' ? node.right : null;
    default:
      return null;
  }
}
