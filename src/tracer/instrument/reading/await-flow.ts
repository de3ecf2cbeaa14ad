// Which awaits of a function could have been under way at once: those of which none needs what an earlier one brought. This is told only if the
// text decides it. Whatever may be needed counts as needed: what is called for its effect, what a test or an early return depends on, and
// what is kept where other functions can see it.

import type * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import {
  beginsTiming,
  type Call,
  changesReceiverOnly,
  isCall,
  isShown,
  purposeOf,
  receiverOf,
  rootName,
  shows,
} from './call-words.ts';
import { isFunction, unwrapped } from './names.ts';
import { add, heldNames, noParts, type Parts, partsOf } from './parts.ts';

type Await = acorn.AwaitExpression;
type Loop = acorn.ForOfStatement | acorn.ForInStatement | acorn.ForStatement | acorn.WhileStatement;

/** From here on, and anywhere in the same loops, everything may need `parts`. */
interface Barrier {
  readonly at: number;
  readonly loops: readonly Loop[];
  readonly parts: Parts;
}

interface Point {
  readonly node: Await;
  readonly loops: readonly Loop[];
  /** The awaits whose results have to be known before control comes here. */
  readonly control: Parts;
  readonly purpose: ReturnType<typeof purposeOf>;
  readonly used: boolean;
  /** Its value is only shown to a person. */
  readonly shown: boolean;
  readonly text: string;
}

/** Variables with an object that does one thing after the other, whatever it is asked (a connection, a lock). */
const ORDERED =
  /^(reader|stream|socket|conn|connection|tx|trx|transaction|page|browser|session|cursor|it|iterator|input|lexer|parser|scanner|tokens?)$/;
const ONE_CONNECTION = /\b#?_?(client|conn\w*|tx|trx|trans\w*|session)\b/i;
/** Variables with an object that may have a state: what one call does to it, the next one finds. */
const STATEFUL = /^(this|client|handle|fd)$/;

/**
 * For each await of a function or module, those of its awaits that come before it, in an earlier turn of a loop too, and
 * that it does not need. `variables` are those of the file, `body` the function's node or the program.
 */
export function independentAwaits(
  body: acorn.AnyNode,
  source: string,
  variables: ReadonlySet<string>,
): ReadonlyMap<Await, readonly Await[]> {
  const flow = new AwaitFlow(body, source, variables);
  const found = new Map<Await, readonly Await[]>();
  for (const point of flow.points) {
    const apart = flow.points.filter((other) => flow.areApart(point, other)).map(({ node }) => node);
    if (apart.length > 0) found.set(point.node, apart);
  }
  return found;
}

class AwaitFlow {
  readonly points: Point[] = [];
  readonly #body: acorn.AnyNode;
  readonly #source: string;
  readonly #variables: ReadonlySet<string>;
  readonly #barriers: Barrier[] = [];
  /** For each variable, what may have gone into it. */
  readonly #into = new Map<string, Parts>();
  readonly #declared = new Set<string>();
  /** Variables that inner functions name. Whoever calls those may see the values. */
  readonly #captured = new Set<string>();
  /** Variables on which methods are called, or that came out of a call: they may have a state. */
  readonly #objects = new Set<string>();
  readonly #assignedIn = new Map<Loop, Set<string>>();
  readonly #needs = new Map<Await, ReadonlySet<Await>>();

  constructor(body: acorn.AnyNode, source: string, variables: ReadonlySet<string>) {
    this.#body = body;
    this.#source = source;
    this.#variables = variables;
    const visits: [acorn.AnyNode, acorn.AnyNode[]][] = [];
    walk.fullAncestor(body, (node, _state, ancestors) => {
      visits.push([node, ancestors.slice(0, -1)]);
    });
    for (const [node, ancestors] of visits) this.#declare(node, ancestors);
    for (const [node, ancestors] of visits) this.#take(node, ancestors);
    for (const [node, ancestors] of visits) if (beginsTiming(node)) this.#time(node, ancestors);
    for (const point of this.points)
      if (!this.#onlyAsks(point)) this.#block(point.node, point.loops, point.node);
    for (const point of this.points) this.#needs.set(point.node, this.#neededBy(point));
  }

  /** Whether `other`, which came before, in an earlier turn of a loop or further up, could have been under way with it. */
  areApart(point: Point, other: Point): boolean {
    if (!this.#onlyAsks(point) || !this.#onlyAsks(other)) return false;
    if (this.#needs.get(point.node)?.has(other.node) !== false) return false;
    const shared = point.loops.filter((loop) => other.loops.includes(loop));
    const further = other.node.start < point.node.start;
    if (!further && (shared.length === 0 || !shared.every(isOverCollection))) return false;
    const varies = shared.length > 0 && this.#varies(point, shared) && this.#varies(other, shared);
    // If the same is asked twice, the answers differ only if something has a state.
    if (!varies && point.text === other.text) return false;
    if (further && this.#isAskedAgain(other, point)) return false;
    return this.#shareNothing(point, other, further ? [] : shared);
  }

  /** Whether the same is asked before and after something: then that is expected to change it. */
  #isAskedAgain(one: Point, other: Point): boolean {
    return this.points.some(
      ({ node: { start }, text }) =>
        (text === one.text && start > other.node.start) || (text === other.text && start < one.node.start),
    );
  }

  /** Collects the names in the function, before anything is concluded from them. */
  #declare(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): void {
    const nested = ancestors.some((outer) => outer !== this.#body && isFunction(outer));
    if (node.type === 'Identifier' && nested) this.#captured.add(node.name);
    else if (node.type === 'VariableDeclarator' && !nested) {
      for (const name of partsOf(node.id).names) {
        this.#declared.add(name);
        if (node.init && /Call|New|Await/.test(unwrapped(node.init).type)) this.#objects.add(name);
      }
    }
    if (isCall(node)) {
      // A function that is kept in a variable may be a limiter.
      const callee = rootName(node.callee);
      if (callee !== null && this.#variables.has(callee)) this.#objects.add(callee);
    }
  }

  #take(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): void {
    const loops = this.#loopsOf(ancestors);
    if (node.type === 'VariableDeclarator') this.#assign(node.id, [node.init], node, ancestors);
    else if (node.type === 'AssignmentExpression') this.#assign(node.left, [node.right], node, ancestors);
    else if (node.type === 'UpdateExpression') this.#assign(node.argument, [], node, ancestors);
    else if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') {
      const left = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
      if (left != null) this.#assign(left, [node.right], node.left, [...ancestors, node]);
    } else if (isCall(node)) this.#call(node, ancestors);
    else if (node.type === 'YieldExpression') this.#block(node, loops, this.#body);
    else if (/^(Return|Break|Continue|Throw)Statement$/.test(node.type)) this.#exit(node, ancestors);
    else if (node.type === 'AwaitExpression' && this.#isOwn(ancestors)) {
      const parent = ancestors.findLast(
        (outer) => outer !== node && outer.type !== 'ParenthesizedExpression',
      );
      this.points.push({
        node,
        loops,
        control: this.#controlOf(node, ancestors),
        purpose: purposeOf(node.argument),
        used: parent?.type !== 'ExpressionStatement',
        shown: isShown(node, ancestors),
        text: this.#source.slice(node.argument.start, node.argument.end),
      });
    }
  }

  #isOwn(ancestors: readonly acorn.AnyNode[]): boolean {
    return !ancestors.some((outer) => outer !== this.#body && isFunction(outer));
  }

  #loopsOf(ancestors: readonly acorn.AnyNode[]): Loop[] {
    return ancestors.filter((outer): outer is Loop => /^(For|While|DoWhile)/.test(outer.type));
  }

  #assign(
    to: acorn.AnyNode,
    from: (acorn.AnyNode | null | undefined)[],
    node: acorn.AnyNode,
    ancestors: readonly acorn.AnyNode[],
  ): void {
    const root = to.type === 'MemberExpression' ? rootName(to) : null;
    const names = to.type === 'MemberExpression' ? (root === null ? [] : [root]) : [...partsOf(to).names];
    const parts = add(partsOf(...from), this.#controlOf(node, ancestors));
    if (to.type === 'MemberExpression' && to.computed) add(parts, partsOf(to.property));
    const loops = this.#loopsOf(ancestors);
    for (const name of names) {
      this.#flow(name, parts);
      for (const loop of loops) {
        const assigned = this.#assignedIn.get(loop) ?? new Set();
        this.#assignedIn.set(loop, assigned.add(name));
      }
    }
    if (names.length === 0 || names.some((name) => this.#isSeenByOthers(name))) {
      this.#barriers.push({ at: node.end, loops, parts });
    }
  }

  #flow(name: string, parts: Parts): void {
    this.#into.set(name, add(this.#into.get(name) ?? noParts(), parts));
  }

  #isSeenByOthers(name: string): boolean {
    return !this.#declared.has(name) || this.#captured.has(name);
  }

  #call(call: Call, ancestors: readonly acorn.AnyNode[]): void {
    const given = partsOf(...call.arguments);
    const receiver = receiverOf(call);
    for (const argument of call.arguments) {
      const name = rootName(argument);
      if (name !== null && this.#variables.has(name)) this.#flow(name, given);
    }
    if (receiver !== null && this.#variables.has(receiver)) this.#flow(receiver, given);
    const parent = ancestors.findLast((outer) => outer !== call && outer.type !== 'ParenthesizedExpression');
    if (parent?.type !== 'ExpressionStatement' || shows(call)) return;
    // It is there for its effect, on an object that nobody else sees or on the world.
    const inside = receiver !== null && changesReceiverOnly(call) && !this.#isSeenByOthers(receiver);
    if (inside) return;
    const parts = add(given, partsOf(call.callee), this.#controlOf(call, ancestors));
    this.#barriers.push({ at: call.end, loops: this.#loopsOf(ancestors), parts });
  }

  /** Everything after `node` may need the awaits in `of`. */
  #block(node: acorn.AnyNode, loops: readonly Loop[], of: acorn.AnyNode): void {
    this.#barriers.push({ at: node.end, loops, parts: { names: new Set(), awaits: partsOf(of).awaits } });
  }

  /** Something is timed from here on, by itself. So everything later needs everything before. */
  #time(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): void {
    if (!this.#isOwn(ancestors)) return;
    const loops = this.#loopsOf(ancestors);
    const before = this.points.filter(
      (point) => point.node.start < node.start || point.loops.some((loop) => loops.includes(loop)),
    );
    const awaits = new Set(before.map((point) => point.node));
    this.#barriers.push({ at: node.end, loops, parts: { names: new Set(), awaits } });
  }

  #exit(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): void {
    if (!this.#isOwn(ancestors)) return;
    const loops = this.#loopsOf(ancestors);
    const parts = this.#controlOf(node, ancestors);
    const innermost = loops[loops.length - 1];
    const inside = innermost === undefined ? ancestors : ancestors.slice(ancestors.indexOf(innermost) + 1);
    const conditional = inside.some(({ type }) => type === 'IfStatement' || type === 'SwitchStatement');
    if (innermost !== undefined && !conditional)
      add(parts, { names: new Set(), awaits: partsOf(innermost).awaits });
    this.#barriers.push({ at: node.end, loops, parts });
  }

  /** The awaits whose results have to be known before control comes to a node. */
  #controlOf(node: acorn.AnyNode, ancestors: readonly acorn.AnyNode[]): Parts {
    const parts = noParts();
    const path = [...ancestors.filter((outer) => outer !== node), node];
    for (let at = 0; at < path.length - 1; at++) {
      const outer = path[at] as acorn.AnyNode;
      const inner = path[at + 1];
      if ('test' in outer && outer.test != null && outer.test !== inner) add(parts, partsOf(outer.test));
      else if (outer.type === 'LogicalExpression' && inner === outer.right) add(parts, partsOf(outer.left));
      else if (outer.type === 'SwitchStatement') add(parts, partsOf(outer.discriminant));
      else if (outer.type === 'ForOfStatement' || outer.type === 'ForInStatement') {
        if (inner === outer.body) add(parts, partsOf(outer.right));
      } else if (outer.type === 'TryStatement' && inner !== outer.block) {
        add(parts, { names: new Set(), awaits: partsOf(outer.block).awaits });
      }
    }
    return parts;
  }

  /** Whether an await is there for the value that it brings, so that it may be under way beside others. */
  #onlyAsks({ node, purpose, used, shown, loops }: Point): boolean {
    if (purpose === null || (!used && (purpose !== 'asks' || loops.length === 0))) return false;
    // A step of which the user is shown how it went, as in `console.log(await zip())`.
    if (shown && purpose === 'unknown') return false;
    return !this.#bringsResource(node);
  }

  /** Whether something is later done with the value for its own sake, as in `lock.release()`: it is a lock or a connection. */
  #bringsResource(node: Await): boolean {
    const names = new Set<string>();
    for (const [name, { awaits }] of this.#into) if (awaits.has(node) && awaits.size === 1) names.add(name);
    return [...names].some((name) => this.#resources.has(name));
  }

  /** Variables that are called, or have a method called, as a statement. */
  get #resources(): ReadonlySet<string> {
    if (this.#called === null) {
      this.#called = new Set();
      walk.fullAncestor(this.#body, (node) => {
        if (node.type !== 'ExpressionStatement') return;
        const call = unwrapped(node.expression);
        const inner = call.type === 'AwaitExpression' ? unwrapped(call.argument) : call;
        if (!isCall(inner) || changesReceiverOnly(inner)) return;
        const name = rootName(inner.callee);
        if (name !== null) this.#called?.add(name);
      });
    }
    return this.#called;
  }
  #called: Set<string> | null = null;

  #neededBy(point: Point): ReadonlySet<Await> {
    const parts = add(partsOf(point.node.argument), point.control);
    for (const { at, loops, parts: behind } of this.#barriers) {
      if (at <= point.node.start || loops.some((loop) => point.loops.includes(loop))) add(parts, behind);
    }
    // Everything that went into the variables, directly or through other variables.
    for (const name of parts.names) {
      const into = this.#into.get(name);
      if (into !== undefined) add(parts, into);
    }
    return parts.awaits;
  }

  /** Whether something else is asked for in each turn of the loops. */
  #varies({ node }: Point, loops: readonly Loop[]): boolean {
    const { names } = partsOf(node.argument);
    return loops.every((loop) => [...names].some((name) => this.#assignedIn.get(loop)?.has(name)));
  }

  /** Whether both have no object with a state in common, except one that can be asked many things at once. */
  #shareNothing(point: Point, other: Point, loops: readonly Loop[]): boolean {
    const purposes = [point.purpose, other.purpose];
    const asks = purposes.every((purpose) => purpose === 'asks' || purpose === 'queries');
    const reads = purposes.includes('reads');
    // One connection answers one question after the other.
    if (purposes.includes('queries') && ONE_CONNECTION.test(point.text)) return false;
    const names = heldNames(other.node.argument);
    for (const name of heldNames(point.node.argument)) {
      if (!names.has(name) || !this.#variables.has(name)) continue;
      if (loops.some((loop) => this.#assignedIn.get(loop)?.has(name))) continue;
      if (reads || ORDERED.test(name)) return false;
      if (!asks && (STATEFUL.test(name) || this.#objects.has(name))) return false;
    }
    return true;
  }
}

/** Whether a loop goes over things that are there already, and does not wait until something has happened. */
function isOverCollection(loop: Loop): boolean {
  if (loop.type === 'ForInStatement') return true;
  if (loop.type === 'ForOfStatement') return !loop.await;
  return loop.type === 'ForStatement' && loop.test != null && loop.update != null;
}
