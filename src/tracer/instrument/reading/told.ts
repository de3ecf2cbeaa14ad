import type * as acorn from 'acorn';
import { unwrapped } from './names.ts';

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
    return first.type !== 'Identifier' || first.start === told ? undefined : { start: first.start, told };
  }

  /** The place of an error that happens before anything of an expression has been worked out. */
  before(expression: acorn.AnyNode): number {
    return this.#begins.get(expression) ?? expression.start;
  }

  /** The place of a call on the value of an expression. */
  of(expression: acorn.AnyNode): number {
    return this.#of(unwrapped(expression));
  }

  /** The place of a call that the language makes right behind a statement. */
  behind(statement: acorn.AnyNode): number {
    if (statement.type === 'ExpressionStatement') return this.of(statement.expression);
    const value = statement.type === 'VariableDeclaration' ? statement.declarations.at(-1)?.init : null;
    return value ? this.of(value) : statement.start;
  }

  /** The place of a call on the value that a block returns as the last thing it does; undefined if it ends in another way. */
  returned({ body }: acorn.BlockStatement): number | undefined {
    const last = body.at(-1);
    if (last?.type === 'BlockStatement') return this.returned(last);
    return last?.type === 'ReturnStatement' && last.argument ? this.of(last.argument) : undefined;
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
    if (callee.type === 'MemberExpression' && !call.optional && isCalledByName(callee))
      return this.#of(callee);
    return this.#source.indexOf('(', callee.end);
  }
}

const KEYWORDS = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return switch this throw true try typeof var void while with'.split(
    ' ',
  ),
);

/** Whether V8 reports a call at the name of what is called, and not at the bracket, as it does if the name is a keyword (`promise.catch()`). */
const isCalledByName = ({ computed, property }: acorn.MemberExpression): boolean =>
  !computed && !('name' in property && KEYWORDS.has(property.name));

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
