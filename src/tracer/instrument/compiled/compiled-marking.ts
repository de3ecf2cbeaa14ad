// Where the markers go in functions that a compiler has made of async ones: see compiled.ts and machines.ts.

import type * as acorn from 'acorn';
import type * as walk from 'acorn-walk';
import type { Body, SuspensionSite } from '../body.ts';
import { type MarkedText, written } from '../marked-text.ts';
import { neverPromise } from '../reading/expressions.ts';
import type { FunctionNode } from '../reading/names.ts';
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

  /** Marks a `yield` that was an `await`. */
  markYield(node: acorn.YieldExpression, body: Body, visit: walk.WalkerCallback<Body>): void {
    const site = this.#siteOf('await', node.argument ?? null, node.start, body);
    this.#text.open(node.start, `__loopscope?.r(${this.#task},`);
    const wait = `__loopscope.v(${this.#task},${written(site)}`;
    if (node.argument) {
      this.#text.open(node.start + 'yield'.length, ` ${wait},`);
      visit(node.argument, body);
      this.#text.close(node.end, '))');
    } else this.#text.close(node.end, ` ${wait}))`);
  }

  /** Marks the `return` of a machine's step. */
  markStepEnd(
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
