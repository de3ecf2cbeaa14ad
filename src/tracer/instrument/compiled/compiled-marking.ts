// Where the markers go in functions that a compiler has made of async ones: see compiled.ts, async-generators.ts and machines.ts.

import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { Body, SuspensionSite } from '../body.ts';
import type { MarkedText } from '../marked-text.ts';
import { neverPromise } from '../reading/expressions.ts';
import { type FunctionNode, unwrapped } from '../reading/names.ts';
import { written } from '../site-ids.ts';
import { meaningOf } from './async-generators.ts';
import { type Machine, stepEnd } from './machines.ts';

export class CompiledMarking {
  readonly #text: MarkedText;
  /** The name of the variable that holds the task. */
  readonly #task: string;
  readonly #siteOf: SuspensionSite;
  /** The bodies of the steps of state machines. */
  readonly #steps = new Map<FunctionNode, Body>();

  constructor(text: MarkedText, task: string, siteOf: SuspensionSite) {
    this.#text = text;
    this.#task = task;
    this.#siteOf = siteOf;
  }

  /** The body to which a step of a machine belongs; undefined for any other function. */
  bodyOfSteps(node: FunctionNode): Body | undefined {
    return this.#steps.get(node);
  }

  /** Marks a `yield` of a compiled function. */
  markYield(node: acorn.YieldExpression, body: Body, visit: walk.WalkerCallback<Body>): void {
    if (body.kind === 'generator') return this.#markGenerators(node, 'await', body, visit);
    const site = this.#siteOf('await', node.argument ?? null, node.start, body);
    this.#text.open(node.start, `__loopscope?.r(${this.#task},`);
    const wait = `__loopscope.v(${this.#task},${written(site)}`;
    if (node.argument) {
      this.#text.open(node.start + 'yield'.length, ` ${wait},`);
      visit(node.argument, body);
      this.#text.close(node.end, '))');
    } else this.#text.close(node.end, ` ${wait}))`);
  }

  /** Marks a `yield` of what was an async generator. `awaits`: what it is if it was no `yield`. */
  #markGenerators(
    node: acorn.YieldExpression,
    awaits: 'await' | 'return',
    body: Body,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const meaning = meaningOf(node);
    this.#text.open(node.start, `__loopscope?.${meaning.kind === 'await' ? 'r' : 'g'}(${this.#task},`);
    if (meaning.kind === 'delegate') {
      const { argument } = meaning.stands;
      const site = this.#siteOf('yield', meaning.iterable, meaning.stands.start, body);
      const marker = meaning.makesPromises ? 'Z' : 'z';
      this.#text.open(argument.start, `__loopscope.${marker}(${this.#task},${written(site)},`);
      visit(argument, body);
      this.#text.close(argument.end, ')');
      return this.#text.close(node.end, ')');
    }
    const { kind, value } = meaning;
    const site = this.#siteOf(kind === 'await' ? awaits : 'yield', value, node.start, body);
    const marker = `__loopscope.${kind === 'await' ? 'v' : 'Y'}(${this.#task},${written(site)}`;
    if (value === null) return this.#text.close(node.end, ` ${marker}))`);
    this.#text.open(value.start, `${marker},`);
    visit(value, body);
    this.#text.close(value.end, ')');
    this.#text.close(node.end, ')');
  }

  /** Marks a `return` of a compiled function; false if it is to be marked like any other. */
  markReturn(node: acorn.ReturnStatement, body: Body, visit: walk.WalkerCallback<Body>): boolean {
    if (body.machine !== undefined) this.#markStepEnd(node, body, body.machine, visit);
    else if (body.kind !== 'generator') return false;
    else this.#markGeneratorsReturn(node.argument, body, visit);
    return true;
  }

  #markGeneratorsReturn(
    value: acorn.Expression | null | undefined,
    body: Body,
    visit: walk.WalkerCallback<Body>,
  ): void {
    if (value == null) return;
    const inner = unwrapped(value);
    if (inner.type === 'YieldExpression') return this.#markGenerators(inner, 'return', body, visit);
    if (neverPromise(value)) return visit(value, body);
    // The helper awaits what is returned when the generator is over.
    const site = this.#siteOf('return', value, value.start, body);
    this.#text.open(value.start, `__loopscope.t(${this.#task},${written(site)},`);
    visit(value, body);
    this.#text.close(value.end, ')');
  }

  /** Marks the `return` of a machine's step. */
  #markStepEnd(
    node: acorn.ReturnStatement,
    body: Body,
    machine: Machine,
    visit: walk.WalkerCallback<Body>,
  ): void {
    const end = stepEnd(node, machine);
    const value = end?.value ?? null;
    if (end === null || (end.kind === 'return' && (value === null || neverPromise(value)))) {
      if (node.argument) visit(node.argument, body);
      return;
    }
    body.suspensions++;
    const site = this.#siteOf(end.kind, value, value?.start ?? node.start, body);
    const marker = `__loopscope.${end.kind === 'await' ? 'v' : 't'}(${this.#task},${written(site)}`;
    if (value === null) {
      this.#text.close(end.at, `${end.comma}${marker})`);
      return;
    }
    this.#text.open(value.start, `${marker},`);
    visit(value, body);
    this.#text.close(value.end, ')');
  }

  /** For a function that makes a generator of a machine: the statement to begin it with. */
  machineBegins({ steps, beginsEarlier }: Machine, site: number, body: Body): string {
    this.#steps.set(steps, body);
    return `var ${this.#task};${beginsEarlier ? `__loopscope.q(${written(site)});` : ''}`;
  }
}
