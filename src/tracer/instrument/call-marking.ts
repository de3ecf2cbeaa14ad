// Puts markers around calls: combinators, synchronous calls that stand still, and calls whose promises nobody takes.

import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { SiteFacts } from '../../protocol/sites.ts';
import { type Body, calledThere, noTask } from './body.ts';
import type { MarkedText } from './marked-text.ts';
import type { CallSites } from './reading/call-sites.ts';
import { calleeName } from './reading/call-words.ts';
import {
  combinatorIn,
  combinatorOf,
  leadsOn,
  type PromiseMaker,
  promiseMaker,
  thenChainText,
} from './reading/expressions.ts';
import type { GoneThrough } from './reading/gone-through.ts';
import type { HandedTo } from './reading/handed-to.ts';
import type { Members } from './reading/members.ts';
import { type FunctionNode, unwrapped } from './reading/names.ts';
import type { Told } from './reading/told.ts';
import { written } from './site-ids.ts';

export class CallMarking {
  readonly #text: MarkedText;
  readonly #sites: CallSites;
  readonly #handedTo: HandedTo;
  readonly #members: Members;
  readonly #goneThrough: GoneThrough;
  readonly #told: Told;
  /** Functions whose callers drop their promises. */
  readonly #dropped = new Set<acorn.AnyNode>();
  /** Functions that are called there and then, and by whom. */
  readonly #callers = new Map<acorn.AnyNode, Body>();
  /** Calls whose promises nobody takes, and their sites. */
  readonly #left = new Map<acorn.CallExpression, number>();
  readonly #awaited = new Set<acorn.AnyNode>();
  /** Calls on whose result `then` is called: the calls of one chain count as one. */
  readonly #goesOn = new Set<acorn.AnyNode>();
  /** Combinators on which `then`, `catch` or `finally` is called, and what the text tells of them. */
  readonly #ledOn = new Map<acorn.CallExpression, SiteFacts | undefined>();
  /** Combinators of which a property is used that promises lack: V8 quotes them in its message about that. */
  readonly #misused = new Set<acorn.AnyNode>();
  /** For each call that stands still: the call of a method on its result, and whether that has an argument in which a marker can stand. */
  readonly #calledOn = new Map<
    acorn.CallExpression,
    { readonly call: acorn.CallExpression; readonly ends: boolean }
  >();
  /** The sites of the calls whose end is reported in such an argument. */
  readonly #endsIn = new Map<acorn.CallExpression, string>();

  constructor(
    text: MarkedText,
    sites: CallSites,
    handedTo: HandedTo,
    members: Members,
    goneThrough: GoneThrough,
    told: Told,
  ) {
    this.#text = text;
    this.#sites = sites;
    this.#handedTo = handedTo;
    this.#members = members;
    this.#goneThrough = goneThrough;
    this.#told = told;
  }

  mark(node: acorn.CallExpression, body: Body, visit: walk.WalkerCallback<Body>): void {
    this.#noteMisused(node);
    const left = this.#left.get(node);
    const closing = left === undefined ? '' : this.#openAround(node, `o(${written(left)},`);
    this.#markInside(node, body, visit);
    if (left !== undefined) this.#text.close(node.end, closing);
  }

  /** Notes that nobody takes an expression's value. To be called before anything in the expression is marked. */
  leave(expression: acorn.AnyNode, body: Body): void {
    this.#leave(this.#sites.leftAlone(expression), body);
  }

  /** The same for a variable that nothing ever names. */
  leaveUnnamed(variable: acorn.VariableDeclarator, body: Body): void {
    this.#leave(this.#sites.neverNamed(variable), body);
  }

  /** Whether the callers of a function drop its promises. */
  isDropped(fn: acorn.AnyNode): boolean {
    return this.#dropped.has(fn);
  }

  /** The body of a function that is not a task. */
  bodyOf(fn: FunctionNode): Body {
    const caller = this.#callers.get(fn);
    if (caller === undefined) return noTask();
    const body = calledThere(caller);
    if (fn.body.type !== 'BlockStatement') this.leave(fn.body, body);
    return body;
  }

  #markInside(node: acorn.CallExpression, body: Body, visit: walk.WalkerCallback<Body>): void {
    this.#handedTo.note(node);
    const isMisused = this.#misused.has(node) || this.#goneThrough.has(node);
    const maker = isMisused ? null : promiseMaker(node);
    if (maker === 'then' || maker === 'leads')
      this.#goesOn.add(unwrapped((node.callee as acorn.MemberExpression).object));
    if (maker !== null && (maker !== 'then' || !this.#isTaken(node))) {
      this.#markMaker(node, maker, body, visit);
      return;
    }
    const dropped = this.#sites.droppedFunction(node);
    if (dropped !== null && this.#matters(node, body)) this.#dropped.add(dropped);
    const called = this.#sites.calledThere(node);
    if (called !== null) this.#callers.set(called, body);
    const standsStill = this.#sites.standsStill(node);
    const last = node.arguments[node.arguments.length - 1];
    // The call's own time begins only after its last argument was evaluated.
    const timed = last !== undefined && last.type !== 'SpreadElement' ? last : null;
    const first = node.arguments[0];
    const ends = first === undefined || first.type === 'SpreadElement' ? null : first;
    const receiver = this.#stillReceiver(node);
    if (receiver !== null) this.#calledOn.set(receiver, { call: node, ends: ends !== null });
    const close = standsStill ? this.#markStill(node, timed, body) : null;
    visit(node.callee, body);
    const site = receiver === null ? undefined : this.#endsIn.get(receiver);
    for (const argument of node.arguments) {
      const isFirst = argument === ends && site !== undefined;
      const isLast = argument === timed && standsStill;
      if (isFirst) this.#text.open(argument.start, `(__loopscope.h(${site}),`);
      if (isLast) this.#text.open(argument.start, '__loopscope.w(');
      visit(argument, body);
      if (isLast) this.#text.close(argument.end, ')');
      if (isFirst) this.#text.close(argument.end, ')');
    }
    close?.();
  }

  /** Whether the promise that `then` makes needs no note: another `then` follows, a task awaits it, or its errors are taken. */
  #isTaken(node: acorn.CallExpression): boolean {
    return this.#goesOn.has(node) || this.#awaited.has(node) || calleeName(node) === 'catch';
  }

  /** Notes that a task awaits an expression. To be called before anything in the expression is marked. */
  awaits(expression: acorn.AnyNode): void {
    this.#awaited.add(unwrapped(expression));
  }

  #openAround(node: acorn.CallExpression, opening: string): string {
    return this.#text.openAround(node.start, opening, this.#told.of(node));
  }

  /** Puts a marker around a call that makes a promise. */
  #markMaker(
    node: acorn.CallExpression,
    maker: PromiseMaker,
    body: Body,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const list = maker === 'combinator' ? node.arguments[0] : undefined;
    const opening = maker === 'combinator' ? `p(${combinatorOf(node)},` : this.#openingOf(node, maker, body);
    const closing = this.#siteOf(node, body) + this.#openAround(node, opening);
    visit(node.callee, body);
    for (const argument of node.arguments) {
      if (argument === list) this.#text.open(argument.start, '__loopscope.j(');
      visit(argument, body);
      if (argument === list) this.#text.close(argument.end, ')');
    }
    this.#text.close(node.end, closing);
  }

  /** Puts a marker around a `then`: with its site if it is the last of several calls in a row, with 0 for those before. */
  #openingOf(node: acorn.CallExpression, maker: Exclude<PromiseMaker, 'combinator'>, body: Body): string {
    if (maker === 'leads' && this.#goesOn.has(node)) return 'l(0,';
    const combinator = maker === 'leads' ? combinatorIn(node) : null;
    if (combinator !== null) this.#ledOn.set(combinator, this.#members.factsOf(node));
    const { property } = node.callee as acorn.MemberExpression;
    const name = thenChainText(node, (part) => this.#text.shortTextOf(part));
    const site = this.#text.site('call', name, maker === 'reject' ? node.start : property.start, body.owner);
    return `${maker === 'leads' ? 'l' : maker === 'then' ? 'F' : 'G'}(${written(site)},`;
  }

  /** The site of a combinator on which `then` is called and whose members nobody else has. It is told by that if no task waits for it. */
  #siteOf(node: acorn.CallExpression, body: Body): string {
    const facts = this.#ledOn.get(node);
    if (facts?.members === undefined) return '';
    return `,${written(this.#text.expressionSite('call', node, node.start, body.owner, facts))}`;
  }

  /** Puts a marker around a call that stands still, unless a method is called on its result. Returns the closing part. */
  #markStill(node: acorn.CallExpression, timed: acorn.AnyNode | null, body: Body): (() => void) | null {
    const site = written(this.#text.expressionSite('call', node, node.start, body.owner));
    const on = timed === null ? undefined : this.#calledOn.get(node);
    if (on?.ends) {
      this.#endsIn.set(node, site);
      return null;
    }
    const around = on?.call ?? node;
    const closing = this.#openAround(around, `h(${timed === null ? `__loopscope.w(${site})` : site},`);
    // No other part that ends here has been closed yet.
    return () => this.#text.close(around.end, closing);
  }

  /**
   * The call that stands still and on whose value a method is called, as in `readFileSync(file).split(…)`. V8 says that `readFileSync(...).split`
   * is not a function, but could not say so of a call inside a marker. So its end is reported in the method's first argument, or around the
   * whole.
   */
  #stillReceiver(call: acorn.CallExpression): acorn.CallExpression | null {
    const hasArguments = call.arguments.length > 0;
    for (let inner = unwrapped(call.callee); ; ) {
      if (inner.type === 'MemberExpression') {
        if (inner.computed || (inner.optional && !hasArguments)) return null;
        inner = unwrapped(inner.object);
      } else if (inner.type === 'CallExpression') {
        if (this.#sites.standsStill(inner)) return this.#calledOn.has(inner) ? null : inner;
        if (inner.arguments.length > 0) return null;
        inner = unwrapped(inner.callee);
      } else return null;
    }
  }

  /** Finds calls that are called themselves, or on whose value a method is called that promises lack. */
  #noteMisused({ callee }: acorn.CallExpression): void {
    const called = unwrapped(callee);
    if (called.type === 'MemberExpression' && leadsOn(called)) return;
    let used = called.type === 'MemberExpression' ? unwrapped(called.object) : called;
    while (used.type === 'CallExpression' && !this.#misused.has(used)) {
      this.#misused.add(used);
      const inner = unwrapped(used.callee);
      used = inner.type === 'MemberExpression' ? unwrapped(inner.object) : inner;
    }
  }

  #leave(calls: readonly acorn.CallExpression[], body: Body): void {
    for (const call of calls) {
      if (!this.#matters(call, body)) continue;
      const facts = combinatorOf(call) === 0 ? undefined : this.#members.factsOf(call);
      this.#left.set(call, this.#text.expressionSite('call', call, call.start, body.owner, facts));
    }
  }

  /** What a module starts last and leaves alone is the program itself, as in `main();`. */
  #matters(node: acorn.AnyNode, body: Body): boolean {
    const isTopLevel = body.kind === 'module' || body.isTopLevel === true;
    return !isTopLevel || this.#sites.isFollowedByAwait(node);
  }
}
