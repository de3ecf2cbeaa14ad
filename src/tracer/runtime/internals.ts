// What Node's own JavaScript is made of and keeps to itself: so what a program sees need not change for the tracer's sake.

/** As Node's own modules have them. */
export interface Internals {
  /** What is written in C++. Throws where there is none of that name. */
  internalBinding<Binding>(name: string): Binding;
  /** A module of Node's own. Throws as above. */
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

/** Null in a process that has no inspector, or a runtime with other insides. */
export const internals = (): Internals | null => found;

/** Those that another bundle of the tracer has found. */
export function useInternals(known: Internals | null): void {
  found = known;
}

/** To be called once a thread. */
export function findInternals(): Internals | null {
  try {
    found = closedOver();
  } catch {
    // As if there were none.
  }
  return found;
}

/**
 * The inspector shows what a function closes over, to code of its own thread, too: 0.7 ms (Node 20 to 26). This function is one of the
 * module that all of Node's others are loaded by.
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
    const fn = ask<{ result: RemoteObject }>('Runtime.evaluate', { expression: 'process._linkedBinding' });
    const { internalProperties } = ask<Properties>('Runtime.getProperties', {
      objectId: fn.result.objectId,
      ownProperties: true,
    });
    const scopes = internalProperties.find(({ name }) => name === '[[Scopes]]');
    ask('Runtime.callFunctionOn', {
      objectId: scopes?.value.objectId,
      functionDeclaration: `function () { for (let at = 0; at < this.length; at++) ${key}.closures[at] = this[at].object; }`,
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
 * What is written in C++, also where there are no insides to be had: a process that runs others' tests has no inspector (`node --test`),
 * but starts processes. Null where a version keeps it to itself, or a permission is missing.
 */
export function binding<Binding>(name: string): Binding | null {
  if (found !== null) return found.internalBinding<Binding>(name);
  try {
    return legacyBinding<Binding>(name);
  } catch {
    return null;
  }
}

const legacyBinding = <Binding>(name: string): Binding =>
  withoutWarnings(() => (process as unknown as { binding(name: string): Binding }).binding(name));

/** That something of the runtime's is deprecated which the tracer uses is nothing the program has to do with. */
export function withoutWarnings<Result>(use: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return use();
  } finally {
    process.emitWarning = emitWarning;
  }
}
