// What an ES module imports that is itself required, Node 20 loads by a function that asks no hook. Whoever asks for it looks it up the first
// time, in the module of Node's own that it is of.

import { refusable } from '../../frames.ts';
import { internals } from '../../runtime/internals.ts';
import { textOf } from '../hooks.ts';
import { beginsLoading } from '../loading.ts';
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
 * Puts markers into ES modules that are read there and then; before 20.19 no ES module can be required. To be called before a file is compiled
 * whose `source` may import some: a file that does not say so need not wait for the loader of ES modules, which takes milliseconds to load.
 */
export function loadRequired(source: string, tables: Tables): void {
  if (isLookedUp || !/\b(?:im|ex)port\b/.test(source)) return;
  isLookedUp = true;
  const node = internals();
  // They need each other, and the other way round one would lack a function.
  node?.requireBuiltin('internal/modules/esm/resolve');
  const own = node?.requireBuiltin<{ defaultLoadSync?: Load }>('internal/modules/esm/load');
  const load = own?.defaultLoadSync;
  if (own === undefined || load === undefined) return;
  own.defaultLoadSync = (url, context) => {
    const path = pathOfUrl(url);
    if (path !== null) beginsLoading(path, true);
    const loaded = refusable(() => load(url, context));
    if (path === null || moduleKind(loaded.format) !== 'module' || !isUserFile(path)) return loaded;
    return { ...loaded, source: prepare(textOf(loaded.source), path, 'module', tables) };
  };
}
