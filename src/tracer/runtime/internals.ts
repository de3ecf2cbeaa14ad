// Node's internal modules and bindings, which programs cannot reach. With them, the tracer need not change what a program sees.

import { ownScript } from '../unseen/own-scripts.ts';

/** The two functions by which Node's own modules load one another. */
export interface Internals {
  /** A binding written in C++. Throws if there is none of that name. */
  internalBinding<Binding>(name: string): Binding;
  /** An internal module of Node's. Throws if there is none of that name. */
  requireBuiltin<Exports>(id: string): Exports;
}

interface Connection {
  dispatch(message: string): void;
  disconnect(): void;
}
interface InspectorBinding {
  readonly Connection: new (answered: (message: string) => void) => Connection;
}
interface RemoteObject {
  readonly objectId: string;
}
interface Properties {
  readonly internalProperties: readonly { readonly name: string; readonly value: RemoteObject }[];
}

let found: Internals | null = null;

/** Null in a process without an inspector, or in a runtime with other internals. */
export const internals = (): Internals | null => found;

/** Uses the internals that another bundle of the tracer has found. */
export function useInternals(known: Internals | null): void {
  found = known;
}

/** To be called once a thread. */
export function findInternals(): Internals | null {
  try {
    found = closedOver();
  } catch {
    // Then the tracer does without.
  }
  return found;
}

/**
 * The inspector shows what a function closes over, even to code of its own thread, in 0.7 ms (Node 20 to 26). The function asked about belongs to
 * the module that loads all other modules of Node.
 */
function closedOver(): Internals | null {
  const { Connection } = legacyBinding<InspectorBinding>('inspector');
  let answer = '';
  const connection = new Connection((message) => {
    answer = message;
  });
  const ask = <Result>(method: string, params: object): Result => {
    connection.dispatch(JSON.stringify({ id: 1, method, params }));
    return (JSON.parse(answer) as { result: Result }).result;
  };
  const key = '__loopscope_internals';
  const box: { closures: Partial<Internals>[] } = { closures: [] };
  Object.defineProperty(globalThis, key, { value: box, configurable: true });
  try {
    const fn = ask<{ result: RemoteObject }>('Runtime.evaluate', {
      expression: ownScript('process._linkedBinding'),
    });
    const { internalProperties } = ask<Properties>('Runtime.getProperties', {
      objectId: fn.result.objectId,
      ownProperties: true,
    });
    const scopes = internalProperties.find(({ name }) => name === '[[Scopes]]');
    ask('Runtime.callFunctionOn', {
      objectId: scopes?.value.objectId,
      functionDeclaration: ownScript(
        `function () { for (let at = 0; at < this.length; at++) ${key}.closures[at] = this[at].object; }`,
      ),
    });
  } finally {
    connection.disconnect();
    Reflect.deleteProperty(globalThis, key);
  }
  for (const { internalBinding, requireBuiltin } of box.closures)
    if (internalBinding !== undefined && requireBuiltin !== undefined)
      return { internalBinding, requireBuiltin };
  return null;
}

/**
 * A binding written in C++, also if the internals cannot be reached: `node --test` has no inspector, but starts processes. Null if this version
 * does not hand the binding out, or if a permission is missing.
 */
export function binding<Binding>(name: string): Binding | null {
  if (found !== null) return found.internalBinding<Binding>(name);
  try {
    return legacyBinding<Binding>(name);
  } catch {
    return null;
  }
}

type Legacy = { binding(name: string): unknown };

const legacyBinding = <Binding>(name: string): Binding => {
  const { binding: give } = process as unknown as Legacy;
  return withoutWarnings(() => Reflect.apply(behindWarning(give), process, [name]) as Binding);
};

/**
 * With `--pending-deprecation` Node puts a function around a deprecated one that warns when it is called for the first time, which has to be by
 * the program. That function's prototype is the deprecated one.
 */
function behindWarning<Fn extends object>(fn: Fn): Fn {
  const inside = Object.getPrototypeOf(fn) as object;
  return inside === Function.prototype ? fn : (inside as Fn);
}

/** Some bindings are deprecated by themselves, and Node warns. That does not concern the program. */
function withoutWarnings<Result>(use: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return use();
  } finally {
    process.emitWarning = emitWarning;
  }
}
