// Node 20: ES modules are loaded by hooks that run in a thread of their own, this one.

import type { BlobKind } from '../protocol/events.ts';
import { moduleKind, textOf } from './loader/hooks.ts';
import { prepare, type Tables } from './loader/prepare.ts';
import { isUserFile, pathOfUrl } from './loader/user-files.ts';
import { drain, type RingMemory, takeSites } from './ring.ts';
import { encodeBlob } from './writer.ts';

let tables: Tables;

export function initialize(ring: RingMemory): void {
  tables = {
    takeSites: (count) => takeSites(ring, count),
    send: (kind: BlobKind, payload) => void drain(ring, encodeBlob(kind, payload, 0)),
  };
}

interface Loaded {
  format: string;
  source?: unknown;
}

export async function load(
  url: string,
  context: { format?: string },
  next: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  const loaded = await next(url, context);
  const path = pathOfUrl(url);
  // CommonJS comes without its source here: its own loader reads it, see loader/commonjs.ts.
  if (path === null || !isUserFile(path) || loaded.source == null) return loaded;
  if (moduleKind(loaded.format) !== 'module') return loaded;
  return { ...loaded, source: prepare(textOf(loaded.source), path, 'module', tables) };
}
