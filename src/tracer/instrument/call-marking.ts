// Puts the markers around calls: combinators, calls that stand still, and those whose promises nobody takes.

import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import { type Body, calledThere, noTask } from './body.ts';
import type { CallSites } from './call-sites.ts';
import { combinationMarker, combinatorOf } from './expressions.ts';
import type { HandedTo } from './handed-to.ts';
import { type MarkedText, written } from './marked-text.ts';
import type { Members } from './members.ts';
import type { FunctionNode } from './names.ts';

export class CallMarking {
  readonly #text: MarkedText;
  readonly #sites: CallSites;
  readonly #handedTo: HandedTo;
  readonly #members: Members;
  /** Functions whose promises whoever calls them drops. */
  readonly #dropped = new Set<acorn.AnyNode>();
  /** Functions that are called there and then, and by whom. */
  readonly #callers = new Map<acorn.AnyNode, Body>();
  /** Calls whose promises nobody takes, and their sites. */
  readonly #left = new Map<acorn.CallExpression, number>();

  constructor(text: MarkedText, sites: CallSites, handedTo: HandedTo, members: Members) {
    this.#text = text;
    this.#sites = sites;
    this.#handedTo = handedTo;
    this.#members = members;
  }

  mark(node: acorn.CallExpression, body: Body, visit: walk.WalkerCallback<Body>): void {
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
    const combination = combinationMarker(node);
    if (combination !== null) {
      const closing = this.#text.openAround(node.start, combination.opening);
      visit(node.callee, body);
      this.#visitArguments(node, combination.list, '__loopscope.j(', (argument) => visit(argument, body));
      this.#text.close(node.end, closing);
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
    let closing = '';
    if (standsStill) {
      const site = written(this.#text.expressionSite('call', node, node.start, body.owner));
      const begins = timed === null ? `__loopscope.w(${site})` : site;
      closing = this.#text.openAround(node.start, `h(${begins},`);
    }
    visit(node.callee, body);
    const marked = standsStill ? timed : null;
    this.#visitArguments(node, marked, '__loopscope.w(', (argument) => visit(argument, body));
    if (standsStill) this.#text.close(node.end, closing);
  }

  #visitArguments(
    call: acorn.CallExpression,
    marked: acorn.AnyNode | null,
    opening: string,
    visit: (argument: acorn.AnyNode) => void,
  ): void {
    for (const argument of call.arguments) {
      if (argument === marked) this.#text.open(argument.start, opening);
      visit(argument);
      if (argument === marked) this.#text.close(argument.end, ')');
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
