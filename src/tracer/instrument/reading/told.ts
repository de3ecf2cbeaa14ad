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

  /** The place of a call on the value of an expression. `unplaced`: the place if nothing in the expression has one. */
  of(expression: acorn.AnyNode, unplaced = this.before(unwrapped(expression))): number {
    return this.#of(unwrapped(expression)) ?? unplaced;
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
        return this.#of(node) ?? node.start;
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

  /** The last place that V8 notes while it works an expression out, in the order of the text; undefined if it notes none. */
  #of(expression: acorn.AnyNode): number | undefined {
    const node = unwrapped(expression);
    switch (node.type) {
      case 'ChainExpression':
        return this.#ofChain(node.expression);
      case 'ConditionalExpression':
        return this.#of(node.alternate) ?? this.#of(node.consequent) ?? this.#of(node.test);
      case 'LogicalExpression':
        return this.#of(node.right) ?? this.#of(node.left);
      case 'SequenceExpression': {
        const last = node.expressions.at(-1) as acorn.Expression;
        return this.#of(last) ?? last.start;
      }
      case 'AssignmentExpression':
        return this.#source.indexOf(node.operator, node.left.end);
      case 'BinaryExpression':
        return this.#source.indexOf(node.operator, node.left.end);
      case 'MemberExpression':
        return hasCall(node.object) ? this.#ofChain(node) : this.#ofMember(node);
      case 'TaggedTemplateExpression':
        return node.quasi.start;
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
      case 'AwaitExpression':
        return node.start;
      case 'YieldExpression':
        return node.delegate ? this.before(node) : node.start;
      case 'UnaryExpression':
        return ARITHMETIC.test(node.operator) ? node.start : this.before(node);
      case 'ObjectExpression':
        return this.#ofProperties(node.properties);
      case 'ImportExpression':
        return this.#of(node.source);
      case 'Literal':
      case 'ThisExpression':
      case 'ClassExpression':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return undefined;
      default:
        return this.before(node);
    }
  }

  #ofMember(node: acorn.MemberExpression): number {
    return node.computed ? this.#source.indexOf('[', node.object.end) : node.property.start;
  }

  /** Behind a call, and in an optional chain, a property has the place of the dot before it. */
  #ofChain(node: acorn.Expression): number | undefined {
    if (node.type !== 'MemberExpression') return this.#of(node);
    if (node.computed) return this.#ofMember(node);
    return this.#source.indexOf(node.optional ? '?.' : '.', node.object.end);
  }

  /** From the first computed name on, V8 defines each property by itself. */
  #ofProperties(properties: readonly (acorn.Property | acorn.SpreadElement)[]): number | undefined {
    const first = properties.findIndex((each) => each.type === 'Property' && each.computed);
    for (let at = properties.length - 1; at >= 0; at--) {
      const each = properties[at] as acorn.Property | acorn.SpreadElement;
      const isPlain = each.type === 'Property' && each.kind === 'init' && !each.method;
      const own = isPlain ? this.#of(each.value) : undefined;
      if (own !== undefined) return own;
      if (first >= 0 && at >= first && each.type === 'Property')
        return isPlain ? each.value.start : each.start;
    }
    return undefined;
  }

  #ofCall(call: acorn.CallExpression): number | undefined {
    const { callee } = call;
    if (callee.type === 'Identifier' && !call.optional) return call.start;
    if (callee.type === 'MemberExpression' && !call.optional && isCalledByName(callee))
      return this.#ofMember(callee);
    return this.#source.indexOf('(', callee.end);
  }
}

const ARITHMETIC = /^[-+~]$/;

/** Whether an expression is a call, or goes on behind one: `f().a[0]`, but not `(f()).a`. */
function hasCall(expression: acorn.AnyNode): boolean {
  if (expression.type === 'MemberExpression') return hasCall(expression.object);
  return expression.type === 'CallExpression';
}

const NAMED = /^(?:Call|New|Member|Chain|Await|TaggedTemplate|Sequence|Assignment|Binary)Expression$/;

/** Whether V8 finds the expression that a `yield*` cannot iterate by its place, to name it in the message. */
export function isNamedByPlace(expression: acorn.AnyNode): boolean {
  const node = unwrapped(expression);
  return NAMED.test(node.type) || (node.type === 'UnaryExpression' && ARITHMETIC.test(node.operator));
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
    case 'UpdateExpression':
      return node.argument.type === 'MemberExpression' ? node.argument : null;
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
      return node.operator === '=' ? node.right : null;
    default:
      return null;
  }
}
