import type * as acorn from 'acorn';
import { unwrapped } from './names.ts';

const LINE_END = /[\n\r\u2028\u2029]/;

/**
 * Where V8 says that the language itself calls something: what `yield*` and `for await` go through, the `then` of what is awaited. That has
 * no place of its own in the text, so it stands where V8 was last: at what worked out the value, or at the statement that begins with it.
 */
export class Told {
  readonly #source: string;
  /** What statements begin with, and where they do. */
  readonly #begins = new Map<acorn.AnyNode, number>();

  constructor(source: string) {
    this.#source = source;
  }

  /** A statement, or what a variable is given, before what is in it is marked. */
  begins(expression: acorn.AnyNode, at: number): void {
    const inner = unwrapped(expression);
    this.#begins.set(inner, at);
    if (inner.type === 'AwaitExpression') this.begins(inner.argument, at);
    else if (inner.type === 'YieldExpression' && inner.argument) this.begins(inner.argument, at);
    else if (inner.type === 'AssignmentExpression' && inner.left.type === 'Identifier')
      this.begins(inner.right, at);
  }

  /** Of what goes wrong before anything of an expression has been worked out. */
  before(expression: acorn.AnyNode): number {
    return this.#begins.get(expression) ?? expression.start;
  }

  /** Of what is called on the value of an expression; undefined where it stands in another line than `offset`. */
  of(expression: acorn.AnyNode, offset: number): number | undefined {
    const at = this.#of(unwrapped(expression));
    return LINE_END.test(this.#source.slice(Math.min(at, offset), Math.max(at, offset))) ? undefined : at;
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
