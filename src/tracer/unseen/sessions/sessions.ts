// Sessions of the inspector that the program opens within itself (`inspector.Session`). Each talks to the inspector through an object of Node's, whose
// class is replaced here.

import { callUnseen } from '../../frame-limit.ts';
import { constructorFor, replace, watch } from '../../names/watched.ts';
import { internals } from '../../runtime/internals.ts';
import { SafeWeakMap } from '../../safe-weak.ts';
import { numberApart } from '../async-ids.ts';
import { countingBegins } from '../counted.ts';
import type { Script } from './scripts.ts';
import { WrittenSession } from './session.ts';

interface Connection {
  dispatch(message: string): void;
  disconnect(): void;
}
type ConnectionClass = (new (
  hear: (message: string) => void,
) => Connection) & { readonly prototype: Connection };
type Inspector = Record<'Connection' | 'MainThreadConnection', ConnectionClass | undefined>;

let listScripts = (): Script[] => [];

/** All scripts of this thread. */
export const scriptsHere = (): Script[] => listScripts();

/** `ownThread`: the number of the tracer's thread. */
export function watchSessions(ownThread: number): void {
  const inspector = internals()?.internalBinding<Inspector>('inspector');
  const own = inspector?.Connection;
  if (inspector === undefined || own === undefined) return;
  const { dispatch, disconnect } = own.prototype;
  listScripts = () => scriptsOf(own, { dispatch, disconnect });
  watchClass(inspector, 'Connection', { ownThread, isElsewhere: false, listScripts });
  watchClass(inspector, 'MainThreadConnection', { ownThread, isElsewhere: true, listScripts: () => [] });
}

type Facts = { readonly ownThread: number; readonly isElsewhere: boolean; listScripts(): Script[] };

function watchClass(inspector: Inspector, name: keyof Inspector, facts: Facts): void {
  const own = inspector[name];
  const property = Object.getOwnPropertyDescriptor(inspector, name);
  if (own === undefined || property === undefined) return;
  const { dispatch } = own.prototype;
  const sessions = new SafeWeakMap<object, WrittenSession>();
  watch(own.prototype, 'dispatch', (call, args, self) => {
    const { 0: text } = args;
    if (typeof text !== 'string') return call();
    // V8 counts in the text that runs: what is compiled from now on is to be the author's.
    if (text.includes('"Profiler.startPreciseCoverage"')) countingBegins();
    (args as unknown[])[0] = sessions.get(self as object)?.command(text) ?? text;
    return call();
  });
  const make = (args: ArrayLike<unknown>, as: NewableFunction): object => {
    const { 0: heard } = args;
    if (typeof heard !== 'function') return Reflect.construct(own, Array.from(args), as) as object;
    const tell = (message: string): unknown => callUnseen(heard as never, undefined, [message]);
    let session: WrittenSession | null = null;
    const connection = Reflect.construct(
      own,
      [(message: string) => session?.hear(message)],
      as,
    ) as Connection;
    session = new WrittenSession({
      ...facts,
      tell,
      dispatch: (message) => void Reflect.apply(dispatch, connection, [message]),
    });
    sessions.set(connection, session);
    return connection;
  };
  replace(inspector, name, property, constructorFor(own as never, make));
}

/** All scripts of this thread, which the inspector lists to whoever begins to debug. */
function scriptsOf(own: ConnectionClass, { dispatch, disconnect }: Connection): Script[] {
  const scripts: Script[] = [];
  const numberAsBefore = numberApart();
  const connection = new own((text) => {
    const { method, params } = JSON.parse(text) as { method?: string; params: Script };
    if (method === 'Debugger.scriptParsed') scripts.push(params);
  });
  Reflect.apply(dispatch, connection, [JSON.stringify({ id: 1, method: 'Debugger.enable' })]);
  Reflect.apply(disconnect, connection, []);
  numberAsBefore();
  return scripts;
}
