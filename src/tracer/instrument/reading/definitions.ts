// The sites of functions, and what the text says of each function.

import type * as acorn from 'acorn';
import type { SiteFacts, SiteKind } from '../../../protocol/sites.ts';
import type { CallMarking } from '../call-marking.ts';
import type { CompiledFunction } from '../compiled/compiled.ts';
import type { MarkedText } from '../marked-text.ts';
import type { HandedTo } from './handed-to.ts';
import type { FunctionName, FunctionNode } from './names.ts';
import { handlesItsErrors } from './own-errors.ts';
import type { Settling } from './settling.ts';

export class Definitions {
  readonly #text: MarkedText;
  readonly #names: ReadonlyMap<acorn.AnyNode, FunctionName>;
  readonly #calls: CallMarking;
  readonly #handedTo: HandedTo;
  readonly #settling: Settling;

  constructor(
    text: MarkedText,
    names: ReadonlyMap<acorn.AnyNode, FunctionName>,
    calls: CallMarking,
    handedTo: HandedTo,
    settling: Settling,
  ) {
    this.#text = text;
    this.#names = names;
    this.#calls = calls;
    this.#handedTo = handedTo;
    this.#settling = settling;
  }

  nameOf(node: FunctionNode, compiled: CompiledFunction | undefined): FunctionName {
    return compiled ?? this.#names.get(node) ?? { name: '', start: node.start, at: null };
  }

  /** Takes a function's site; returns its id. */
  define(kind: SiteKind, node: FunctionNode, compiled: CompiledFunction | undefined): number {
    const { name, start, at } = this.nameOf(node, compiled);
    const facts = this.#factsOf(compiled === undefined ? node : compiled.outer, name);
    return this.#text.site(kind, name, start, -1, facts, at);
  }

  #factsOf(node: FunctionNode | null, name: string): SiteFacts | undefined {
    if (node === null) return undefined;
    const dropped = this.#calls.isDropped(node);
    const handedTo = name === '' ? this.#handedTo.get(node) : undefined;
    const safe = handlesItsErrors(node);
    const settles = this.#settling.has(node);
    if (!dropped && !safe && !settles && handedTo === undefined) return undefined;
    return {
      ...(dropped && { dropped }),
      ...(safe && { safe }),
      ...(settles && { settles }),
      ...(handedTo !== undefined && { handedTo }),
    };
  }
}
