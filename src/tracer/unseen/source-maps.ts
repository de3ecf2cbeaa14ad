// The source maps that a program finds by `module.findSourceMap`, and those beside the coverage that Node writes. Where the program follows source maps,
// a text with markers names a map of itself, which Node's own stacks need (`mapOfMarked`). Anybody else gets the map that the author's text names.

import { createRequire, type SourceMap, type SourceMapPayload } from 'node:module';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withoutMarkers } from '../../node/marker-text.ts';
import { findSourceMap, withoutLastMap } from '../loader/compiled/source-map.ts';
import { runningText } from '../loader/remembered.ts';
import { pathOfUrl } from '../loader/user-files.ts';
import { watch } from '../names/watched.ts';

interface Module {
  readonly SourceMap: new (
    payload: SourceMapPayload,
    lengths: { lineLengths: readonly number[] },
  ) => SourceMap;
}

/** By what Node has of the text that runs. */
const written = new WeakMap<SourceMap, SourceMap>();

/** To be called before `syncBuiltinESMExports`. */
export function restoreSourceMaps(): void {
  const module = createRequire(__filename)('node:module') as Module;
  const { SourceMap } = module;
  watch(module, 'findSourceMap', (call, { 0: file }) => {
    const ours = call() as SourceMap | undefined;
    if (ours === undefined) return undefined;
    const known = written.get(ours);
    if (known !== undefined) return known;
    const named = namedMap(String(file));
    if (named === null) return ours;
    const map = new SourceMap(named.payload, { lineLengths: named.lineLengths });
    written.set(ours, map);
    return map;
  });
}

export interface NamedMap {
  readonly payload: SourceMapPayload;
  readonly lineLengths: readonly number[];
}

/** The map that a file names, given by its path or URL, as Node reads it; null unless the text that runs names one of its own instead. */
export function namedMap(file: string): NamedMap | null {
  const path = pathOfUrl(file) ?? file;
  const marked = withoutLastMap(runningText(path) ?? '');
  if (marked === null) return null;
  const source = withoutMarkers(marked);
  try {
    const found = findSourceMap(source, path);
    if (found === null) return null;
    const payload = JSON.parse(found.json) as SourceMapPayload;
    // As in `sourcesToAbsolute` of lib/internal/source_map/source_map_cache.js.
    const base = pathToFileURL(found.path).href;
    payload.sources = payload.sources.map((name) => absolute(`${payload.sourceRoot || ''}${name}`, base));
    payload.sourceRoot = '';
    return { payload, lineLengths: lineLengths(source) };
  } catch {
    return null;
  }
}

const absolute = (source: string, base: string): string =>
  isAbsolute(source) ? pathToFileURL(source).href : new URL(source, base).href;

/** As Node notes them. */
export const lineLengths = (source: string): number[] =>
  source.split(/[\n\u2028\u2029]/).map((line) => line.length);
