// Node 20 runs the program's hooks in a thread of their own. What they made of a module comes back to the program's thread, and gets its markers
// there: so these hooks are asked for nothing but the program's modules, and what they import runs as it was written.

import { types } from 'node:util';
import { watch } from '../../names/watched.ts';
import { internals } from '../../runtime/internals.ts';
import { textOf } from '../hooks.ts';
import { beginsImported } from '../loading.ts';
import { moduleKind } from '../module-kind.ts';
import { prepare, type Tables } from '../prepare.ts';
import { isUserFile, pathOfUrl } from '../user-files.ts';

interface Loaded {
  readonly format: string;
  readonly source: unknown;
}

/** What Node's own modules export that lead to the one that asks the thread of hooks. */
interface Asking {
  readonly HooksProxy?: { readonly prototype: object };
}

const then = Promise.prototype.then;
let isMarking = false;

/** From now on, modules that come from the thread of hooks get markers in this thread. False if Node's internal modules cannot be reached. */
export function markHooked(tables: Tables): boolean {
  if (isMarking) return true;
  const node = internals();
  // In another order one of these, which need each other, would lack a function.
  node?.requireBuiltin('internal/modules/esm/resolve');
  const asking = node?.requireBuiltin<Asking>('internal/modules/esm/hooks').HooksProxy?.prototype;
  if (asking === undefined) return false;
  isMarking = true;
  watch(asking, 'makeAsyncRequest', (call, args) => {
    if (args[0] !== 'load') return call();
    return Reflect.apply(then, call(), [(loaded: Loaded) => marked(loaded, String(args[2]), tables)]);
  });
  watch(asking, 'makeSyncRequest', (call, args) => {
    const answer = call();
    return args[0] === 'load' ? marked(answer as Loaded, String(args[2]), tables) : answer;
  });
  return true;
}

/** CommonJS without its source is read by its own loader, see commonjs.ts. */
function marked(loaded: Loaded, url: string, tables: Tables): Loaded {
  const path = pathOfUrl(url);
  if (path === null) return loaded;
  beginsImported();
  const { format, source } = loaded;
  if (moduleKind(format) !== 'module' || !isUserFile(path) || !isText(source)) return loaded;
  return { ...loaded, source: prepare(textOf(source), path, 'module', tables) };
}

/** What Node takes for the source of a module: it has an error of its own for anything else. */
const isText = (source: unknown): boolean =>
  typeof source === 'string' || types.isAnyArrayBuffer(source) || ArrayBuffer.isView(source);
