// The tracer consists of several bundles, most of which few programs need. The program must not find them among its modules.

import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Loads a bundle from the folder of the one that asks. */
export function loadBundle<Bundle>(name: string): Bundle {
  const file = fileURLToPath(import.meta.url);
  const path = join(dirname(file), name);
  const bundle = createRequire(file)(path) as Bundle;
  hideBundle(path);
  return bundle;
}

/** Removes a bundle of the tracer from Node's lists of loaded and found modules. */
export function hideBundle(path: string): void {
  const { _cache: loaded, _pathCache: found } = Module as unknown as {
    readonly _cache: Record<string, unknown>;
    readonly _pathCache?: Record<string, string>;
  };
  delete loaded[path];
  for (const key in found)
    if (found[key] !== undefined && dirname(found[key]) === dirname(path)) delete found[key];
}
