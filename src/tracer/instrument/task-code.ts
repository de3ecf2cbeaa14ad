import type * as acorn from 'acorn';
import { type CompiledFunction, parametersSeen } from './compiled/compiled.ts';
import { isSimple, isTrivial, shownArguments } from './reading/expressions.ts';
import type { FunctionNode } from './reading/names.ts';
import { OuterSignals } from './reading/outer-signals.ts';
import { Signals } from './reading/signals.ts';
import { written } from './site-ids.ts';

/** The texts that stand around the body of a function that is a task. */
export interface TaskCode {
  /** An expression that begins the task. */
  readonly begun: string;
  readonly opening: string;
  readonly end: string;
}

interface Called {
  /** The names of the variables that hold the task, and an error on its way out. */
  readonly task: string;
  readonly error: string;
  readonly site: number;
  /** The function's own. */
  readonly name: string;
}

/** Of the functions of a file. */
export class TaskCodes {
  readonly #signals: Signals;
  readonly #outerSignals: OuterSignals;

  constructor(program: acorn.Program) {
    this.#signals = new Signals(program);
    this.#outerSignals = new OuterSignals(program);
  }

  of(
    node: FunctionNode,
    compiled: CompiledFunction | undefined,
    { task, error, site, name }: Called,
  ): TaskCode {
    const isPlain = node.params.every(isSimple) && compiled?.machine?.beginsEarlier !== true;
    const isGenerator = compiled?.isGenerator ?? node.generator;
    const marker = isGenerator ? 'b' : isPlain ? 'e' : 'd';
    const seen = parametersSeen(node, compiled?.outer ?? null);
    const shown = seen === null ? [] : shownArguments(seen, name);
    const entry = `__loopscope.${marker}(${[written(site), ...shown].join(',')})`;
    const begun = this.#withSignal(node, entry);
    return {
      begun,
      // Without a semicolon: `assert` takes its own text to end with the first one.
      opening: `{var ${task}=${begun}}try{`,
      end:
        `}catch(${error}){throw __loopscope.f(${task},${error})}` +
        `finally{__loopscope.x(${task}${isTrivial(node) ? ',void 0,true' : ''})}`,
    };
  }

  /** A task's entry, with a marker around it that takes the signal which may tell the task to stop. */
  #withSignal(node: FunctionNode, entry: string): string {
    const given = this.#signals.givenTo(node);
    if (given !== null) return `__loopscope.s(${entry},${given})`;
    const outer = this.#outerSignals.of(node);
    return outer === null ? entry : `__loopscope.E(${entry},()=>${outer})`;
  }
}
