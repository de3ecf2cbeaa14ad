// If an ES module is required, Node 20 loads its imports by a function that asks no hook. Its callers look this function up, the first time they
// need it, in the internal module that exports it.

import { callUnseen } from '../../frame-limit.ts';
import { internals } from '../../runtime/internals.ts';
import { textOf } from '../hooks.ts';
import { beginsRequired } from '../loading.ts';
import { moduleKind } from '../module-kind.ts';
import { prepare, type Tables } from '../prepare.ts';
import { isUserFile, pathOfUrl } from '../user-files.ts';

interface Loaded {
  readonly format: string;
  readonly source: unknown;
}
type Load = (url: string, context: object | undefined) => Loaded;

let isLookedUp = false;

/**
 * Inserts markers into the imports of a required ES module (20.19 and later; before, none can be required). To be called before a file is compiled
 * whose `source` may import something. Other files need not wait for the loader of ES modules, which takes milliseconds to load.
 */
export function loadRequired(source: string, tables: Tables): void {
  if (isLookedUp || !/\b(?:im|ex)port\b/.test(source)) return;
  isLookedUp = true;
  const node = internals();
  // These two modules need each other. In the other order one of them would lack a function.
  node?.requireBuiltin('internal/modules/esm/resolve');
  const own = node?.requireBuiltin<{ defaultLoadSync?: Load }>('internal/modules/esm/load');
  const load = own?.defaultLoadSync;
  if (own === undefined || load === undefined) return;
  own.defaultLoadSync = (url, context) => {
    const path = pathOfUrl(url);
    if (path !== null) beginsRequired(path);
    const loaded = callUnseen(load, undefined, [url, context]) as Loaded;
    if (path === null || moduleKind(loaded.format) !== 'module' || !isUserFile(path)) return loaded;
    return { ...loaded, source: prepare(textOf(loaded.source), path, 'module', tables) };
  };
}
