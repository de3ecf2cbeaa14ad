import type * as acorn from 'acorn';
import type { Body } from '../body.ts';
import type { MarkedText } from '../marked-text.ts';
import { independentAwaits } from './await-flow.ts';
import { variablesOf } from './parts.ts';

/** A longer function is the output of some tool. It is not looked into. */
const LONGEST_BODY = 100_000;

/** For each await of a function or module: the earlier awaits that it does not need. */
export class Apart {
  readonly #text: MarkedText;
  readonly #program: acorn.Program;
  #variables: ReadonlySet<string> | null = null;

  constructor(text: MarkedText, program: acorn.Program) {
    this.#text = text;
    this.#program = program;
  }

  tell(node: acorn.AnyNode, { awaits }: Body): void {
    if (awaits.size === 0 || node.end - node.start > LONGEST_BODY) return;
    this.#variables ??= variablesOf(this.#program);
    for (const [point, others] of independentAwaits(node, this.#text.source, this.#variables)) {
      const row = awaits.get(point) as number;
      const apart = others.map((other) => awaits.get(other) as number);
      this.#text.addFacts(row, { apart });
    }
  }
}
