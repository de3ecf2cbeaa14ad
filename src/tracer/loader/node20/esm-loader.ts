// Node 20: ES modules are loaded by hooks that run in a thread of their own, this one.

import type { MessagePort } from 'node:worker_threads';
import type { TraceOptions } from '../../../node/start.ts';
import type { BlobKind } from '../../../protocol/events.ts';
import { drain, type RingMemory, takeSites } from '../../sending/ring.ts';
import { encodeBlob } from '../../sending/writer.ts';
import { isTranslated, translate } from '../compiled/translation.ts';
import { noteStarter } from '../debugged.ts';
import { loadTranslated, resolveTranslatedUrl, textOf } from '../hooks.ts';
import { keepLaterMaps } from '../later-maps.ts';
import { moduleKind } from '../module-kind.ts';
import { prepare, type Tables } from '../prepare.ts';
import { includeModules, isUserFile, pathOfUrl } from '../user-files.ts';
import { isAskedByProgram } from './asked-by.ts';

export interface LoaderNeeds {
  /** The ring of the thread whose modules are loaded. */
  readonly ring: RingMemory;
  /** Where the tables of a worker's modules go; null for the main thread's, which are sent from here. */
  readonly records: MessagePort | null;
  readonly options: TraceOptions;
  /** Whether debuggers can connect to the process. */
  readonly isDebugged: boolean;
  /** The number of these hooks among those that were registered: only the last ones do anything. */
  readonly number: number;
  readonly count: Int32Array;
}

let tables: Tables;
let translates = false;
let isLast = (): boolean => false;

export function initialize({ ring, records, options, isDebugged, number, count }: LoaderNeeds): void {
  isLast = () => Atomics.load(count, 0) === number;
  translates = options.translates;
  noteStarter(isDebugged);
  keepLaterMaps(options.markers);
  if (options.includesModules) includeModules();
  tables = {
    takeSites: (count) => takeSites(ring, count),
    send(kind: BlobKind, payload) {
      const bytes = encodeBlob(kind, payload, 0);
      if (records === null) drain(ring, bytes);
      else records.postMessage(bytes);
    },
  };
}

interface Loaded {
  format: string;
  source?: unknown;
  shortCircuit?: boolean;
}

export async function resolve(
  specifier: string,
  context: { parentURL?: string },
  next: (specifier: string, context: object) => Promise<object>,
): Promise<object> {
  return translates && isLast() ? resolveTranslatedUrl(specifier, context, next) : next(specifier, context);
}

export async function load(
  url: string,
  context: { format?: string },
  next: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  if (!isLast() || !isAskedByProgram()) return next(url, context);
  const path = pathOfUrl(url);
  if (translates && path !== null && isTranslated(path)) {
    const { kind } = translate(path, tables);
    // CommonJS is not loaded from here: for its own loader see compiled/translate-commonjs.ts.
    return kind === 'commonjs' ? { format: kind, shortCircuit: true } : loadTranslated(path, tables);
  }
  const loaded = await next(url, context);
  // CommonJS comes without its source here: its own loader reads it, see commonjs.ts.
  if (path === null || !isUserFile(path) || loaded.source == null) return loaded;
  if (moduleKind(loaded.format) !== 'module') return loaded;
  return { ...loaded, source: prepare(textOf(loaded.source), path, 'module', tables) };
}
