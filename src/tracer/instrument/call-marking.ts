// Puts the markers around calls: combinators, calls that stand still, and those whose promises nobody takes.

import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { SiteFacts } from '../../protocol/sites.ts';
import { type Body, calledThere, noTask } from './body.ts';
import { type MarkedText, written } from './marked-text.ts';
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

export class CallMarking {
  readonly #text: MarkedText;
  readonly #sites: CallSites;
  readonly #handedTo: HandedTo;
  readonly #members: Members;
  readonly #goneThrough: GoneThrough;
  /** Functions whose promises whoever calls them drops. */
  readonly #dropped = new Set<acorn.AnyNode>();
  /** Functions that are called there and then, and by whom. */
  readonly #callers = new Map<acorn.AnyNode, Body>();
  /** Calls whose promises nobody takes, and their sites. */
  readonly #left = new Map<acorn.CallExpression, number>();
  readonly #awaited = new Set<acorn.AnyNode>();
  /** What `then` is called on: the calls of one chain are told as one. */
  readonly #goesOn = new Set<acorn.AnyNode>();
  /** Combinators that something is led on from, and what the text tells of them. */
  readonly #ledOn = new Map<acorn.CallExpression, SiteFacts | undefined>();
  /** Combinators that something is asked for which no promise has: V8 names them in what it says of that. */
  readonly #misused = new Set<acorn.AnyNode>();
  /** By calls that stand still, the call of a method on what they return, and whether that has an argument to end them in. */
  readonly #calledOn = new Map<
    acorn.CallExpression,
    { readonly call: acorn.CallExpression; readonly ends: boolean }
  >();
  /** The sites of those that end in one. */
  readonly #endsIn = new Map<acorn.CallExpression, string>();

  constructor(
    text: MarkedText,
    sites: CallSites,
    handedTo: HandedTo,
    members: Members,
    goneThrough: GoneThrough,
  ) {
    this.#text = text;
    this.#sites = sites;
    this.#handedTo = handedTo;
    this.#members = members;
    this.#goneThrough = goneThrough;
  }

  mark(node: acorn.CallExpression, body: Body, visit: walk.WalkerCallback<Body>): void {
    this.#noteMisused(node);
    const left = this.#left.get(node);
    const closing = left === undefined ? '' : this.#text.openAround(node.start, `o(${written(left)},`);
    this.#markInside(node, body, visit);
    if (left !== undefined) this.#text.close(node.end, closing);
  }

  /** Nobody takes an expression's value; to be told before what is in it is marked. */
  leave(expression: acorn.AnyNode, body: Body): void {
    this.#leave(this.#sites.leftAlone(expression), body);
  }

  /** The same of a variable that nothing ever names. */
  leaveUnnamed(variable: acorn.VariableDeclarator, body: Body): void {
    this.#leave(this.#sites.neverNamed(variable), body);
  }

  /** Whether whoever calls a function drops its promises. */
  isDropped(fn: acorn.AnyNode): boolean {
    return this.#dropped.has(fn);
  }

  /** The body of a function that is no task. */
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
    // Only what comes after its last argument is the call's own time.
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

  /** Whether what `then` makes needs no note: more is made of it, a task awaits it, or its errors are taken. */
  #isTaken(node: acorn.CallExpression): boolean {
    return this.#goesOn.has(node) || this.#awaited.has(node) || calleeName(node) === 'catch';
  }

  /** A task awaits an expression; to be told before what is in it is marked. */
  awaits(expression: acorn.AnyNode): void {
    this.#awaited.add(unwrapped(expression));
  }

  /** Around a call that makes a promise. */
  #markMaker(
    node: acorn.CallExpression,
    maker: PromiseMaker,
    body: Body,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const list = maker === 'combinator' ? node.arguments[0] : undefined;
    const opening = maker === 'combinator' ? `p(${combinatorOf(node)},` : this.#openingOf(node, maker, body);
    const closing = this.#siteOf(node, body) + this.#text.openAround(node.start, opening);
    visit(node.callee, body);
    for (const argument of node.arguments) {
      if (argument === list) this.#text.open(argument.start, '__loopscope.j(');
      visit(argument, body);
      if (argument === list) this.#text.close(argument.end, ')');
    }
    this.#text.close(node.end, closing);
  }

  /** With the site of where the last of several calls stands; 0 for those before. */
  #openingOf(node: acorn.CallExpression, maker: Exclude<PromiseMaker, 'combinator'>, body: Body): string {
    if (maker === 'leads' && this.#goesOn.has(node)) return 'l(0,';
    const combinator = maker === 'leads' ? combinatorIn(node) : null;
    if (combinator !== null) this.#ledOn.set(combinator, this.#members.factsOf(node));
    const { property } = node.callee as acorn.MemberExpression;
    const name = thenChainText(node, (part) => this.#text.shortTextOf(part));
    const site = this.#text.site('call', name, maker === 'reject' ? node.start : property.start, body.owner);
    return `${maker === 'leads' ? 'l' : maker === 'then' ? 'F' : 'G'}(${written(site)},`;
  }

  /** Of a combinator that something is led on from, and whose members nobody else has: its site, for when no task waits for it. */
  #siteOf(node: acorn.CallExpression, body: Body): string {
    const facts = this.#ledOn.get(node);
    if (facts?.members === undefined) return '';
    return `,${written(this.#text.expressionSite('call', node, node.start, body.owner, facts))}`;
  }

  /** Around a call that stands still, unless a method is called on what it returns; returns what closes that. */
  #markStill(node: acorn.CallExpression, timed: acorn.AnyNode | null, body: Body): (() => void) | null {
    const site = written(this.#text.expressionSite('call', node, node.start, body.owner));
    const on = timed === null ? undefined : this.#calledOn.get(node);
    if (on?.ends) {
      this.#endsIn.set(node, site);
      return null;
    }
    const { start, end } = on?.call ?? node;
    const closing = this.#text.openAround(start, `h(${timed === null ? `__loopscope.w(${site})` : site},`);
    // Nothing else that ends there has been closed yet.
    return () => this.#text.close(end, closing);
  }

  /**
   * The call that stands still and has a method called on its value, as in `readFileSync(file).split(…)`. V8 says that
   * `readFileSync(...).split` is not a function, but names no call in a marker: that it is over is told by the first argument, or around
   * the whole.
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

  /** Calls that a method is called on which promises have not, or that are called themselves, and what they are called on. */
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

  /** What a module starts last and leaves alone is the program, as in `main();`. */
  #matters(node: acorn.AnyNode, body: Body): boolean {
    const isTopLevel = body.kind === 'module' || body.isTopLevel === true;
    return !isTopLevel || this.#sites.isFollowedByAwait(node);
  }
}
