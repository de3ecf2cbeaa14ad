// The tracer is several bundles, most of which few programs need. The program finds none of them among its modules.

import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A bundle beside the one that asks. */
export function loadBundle<Bundle>(name: string): Bundle {
  const file = fileURLToPath(import.meta.url);
  const path = join(dirname(file), name);
  const bundle = createRequire(file)(path) as Bundle;
  hideBundle(path);
  return bundle;
}

/** Takes a bundle of ours out of what the runtime keeps of the modules that it has loaded, and found. */
export function hideBundle(path: string): void {
  const { _cache: loaded, _pathCache: found } = Module as unknown as {
    readonly _cache: Record<string, unknown>;
    readonly _pathCache?: Record<string, string>;
  };
  delete loaded[path];
  for (const key in found)
    if (found[key] !== undefined && dirname(found[key]) === dirname(path)) delete found[key];
}
