// The scopes of a frame as they are without markers. In a function that is a task the author's text is the block of a `try`, which has a scope of
// its own below the function's, and among the variables are the markers'.

import { isInMarker, isJson, type Json, type Location, lineOf } from './answers.ts';
import type { Scripts } from './scripts.ts';

interface Scope {
  type: string;
  readonly name?: string;
  readonly object: { readonly objectId?: string };
  readonly startLocation?: Location;
  readonly endLocation?: Location;
}

export interface CallFrame {
  readonly functionLocation?: Location;
  readonly location: Location;
  readonly scopeChain: Scope[];
}

/** Asks the inspector, and calls `then` with its answer, null for an error: within the call in a session of its own thread, later in another. */
export type Ask = (method: string, params: object, then: (answer: Json | null) => void) => void;

export class Scopes {
  readonly #scripts: Scripts;
  readonly #ask: Ask;
  /** The objects that stand for scopes, and below each the block whose variables are the function's. */
  readonly #blocks = new Map<string, string | null>();

  constructor(scripts: Scripts, ask: Ask) {
    this.#scripts = scripts;
    this.#ask = ask;
  }

  /** To be called before places are corrected. */
  correct(frame: CallFrame): void {
    const chain = frame.scopeChain;
    for (let at = 0; at < chain.length; at++) {
      const scope = chain[at] as Scope;
      const { objectId } = scope.object;
      if (objectId === undefined || scope.type === 'global') continue;
      const outer = chain[at + 1];
      if (this.#isMarkersBlock(scope)) {
        if (outer !== undefined && this.#isOfSameFunction(scope, outer)) {
          chain.splice(at, 1);
          this.#blocks.set(outer.object.objectId ?? '', objectId);
        } else {
          scope.type = 'closure';
          this.#blocks.set(objectId, null);
        }
      } else if (scope.type === 'script' && this.#isEmpty(objectId)) chain.splice(at--, 1);
      else this.#blocks.set(objectId, null);
    }
  }

  /** Corrects the properties of an object if that is a scope. Calls `then` when that is done. */
  correctProperties(objectId: unknown, answer: Json, then: () => void): void {
    const block = this.#blocks.get(objectId as string);
    const left = (inner: readonly Property[]): void => {
      if (block !== undefined && Array.isArray(answer.result))
        answer.result = [...answer.result, ...inner].filter(isProgram);
      then();
    };
    if (block == null) left([]);
    else this.#properties(block, left);
  }

  #isMarkersBlock({ type, startLocation }: Scope): boolean {
    return type === 'block' && startLocation !== undefined && isInMarker(startLocation, this.#scripts);
  }

  /** Whether a scope is that of the function whose text is the block. V8 leaves it out of closures that have none of its variables. */
  #isOfSameFunction({ endLocation: end }: Scope, { type, endLocation: outerEnd }: Scope): boolean {
    if (type !== 'closure' || end === undefined) return type === 'local';
    if (outerEnd?.lineNumber !== end.lineNumber) return false;
    const line = lineOf(end, this.#scripts) ?? '';
    return /^[^\v\f]*[\v\f]\}$/.test(line.slice(end.columnNumber, outerEnd.columnNumber));
  }

  /** Whether there are no variables but the markers'. False if that is not known at once. */
  #isEmpty(objectId: string): boolean {
    let isEmpty = false;
    this.#properties(objectId, (properties) => {
      isEmpty = !properties.some(isProgram);
    });
    return isEmpty;
  }

  #properties(objectId: string, then: (properties: readonly Property[]) => void): void {
    this.#ask('Runtime.getProperties', { objectId, ownProperties: true }, (answer) =>
      then(isJson(answer) && Array.isArray(answer.result) ? answer.result : []),
    );
  }
}

interface Property {
  readonly name: string;
}

/** What markers call their variables: marking.ts. */
const MARKERS_NAME = /^(?:\$l[se]_*|__loopscope)$/;
const isProgram = ({ name }: Property): boolean => !MARKERS_NAME.test(name);
