import type * as acorn from 'acorn';
import type { SiteFacts } from '../../../protocol/sites.ts';
import { awaitsInEndlessLoops } from './endless-loops.ts';
import type { Members } from './members.ts';
import { Settlers } from './settlers.ts';

/** What a file's text tells of its waits, apart from the awaited expression. */
export class AwaitedFacts {
  readonly #members: Members;
  readonly #settlers: Settlers;
  readonly #endless: ReadonlySet<number>;

  constructor(program: acorn.Program, source: string, members: Members) {
    this.#members = members;
    this.#settlers = new Settlers(program, source);
    this.#endless = awaitsInEndlessLoops(program, source);
  }

  /** The facts about what is awaited at an offset; undefined for none. */
  of(awaited: acorn.AnyNode | null | undefined, offset: number): SiteFacts | undefined {
    const settledBy = this.#settlers.of(awaited);
    const facts = {
      ...this.#members.factsOf(awaited),
      ...(settledBy !== '' && { settledBy }),
      ...(this.#endless.has(offset) && { endless: true as const }),
    };
    return Object.keys(facts).length > 0 ? facts : undefined;
  }
}
