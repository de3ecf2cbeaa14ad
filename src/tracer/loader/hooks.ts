// Node 22.15 and later: both module systems ask the same hook, in the program's own thread.

import * as nodeModule from 'node:module';
import { extname } from 'node:path';
import type { ModuleKind } from '../instrument/instrument.ts';
import { leave, prepare, type Tables } from './prepare.ts';
import { isUserFile, pathOfUrl } from './user-files.ts';

interface Loaded {
  format?: string | null;
  source?: unknown;
}
type Load = (
  url: string,
  context: { format?: string | null },
  next: (url: string, context: object) => Loaded,
) => Loaded;
type RegisterHooks = (hooks: { load: Load }) => void;

export const registerHooks = (nodeModule as unknown as { registerHooks?: RegisterHooks }).registerHooks;

type Handlers = Record<string, unknown>;

export function loadThroughHooks(tables: Tables, register: RegisterHooks): void {
  const { _extensions: handlers } = nodeModule.Module as unknown as { readonly _extensions: Handlers };
  const own: Handlers = { ...handlers };
  const isReplaced = (path: string): boolean => {
    const extension = extname(path) in handlers ? extname(path) : '.js';
    return handlers[extension] !== own[extension];
  };
  register({
    load(url, context, next) {
      const loaded = next(url, context);
      const path = pathOfUrl(url);
      if (path === null || !isUserFile(path) || loaded.source == null) return loaded;
      const format = loaded.format ?? context.format ?? null;
      const kind = moduleKind(format);
      if (kind === null && format !== null && format !== UNDECIDED) return loaded;
      if (kind !== 'module' && isReplaced(path)) {
        leave(path, tables);
        return loaded;
      }
      return { ...loaded, source: prepare(textOf(loaded.source), path, kind, tables) };
    },
  });
}

/** TypeScript that nothing calls CommonJS or a module: Node finds out, as it does for JavaScript. */
const UNDECIDED = 'typescript';

/** TypeScript stays TypeScript: the runtime takes the types out itself, with whatever it has to say about that. */
export function moduleKind(format: string | null | undefined): ModuleKind | null {
  const kind = format?.replace('-typescript', '');
  return kind === 'module' || kind === 'commonjs' ? kind : null;
}

export function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  return new TextDecoder().decode(source as Uint8Array);
}
