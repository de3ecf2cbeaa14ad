// The source map that a compiled file names, and the same for the file with markers in it.

import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encode, type SourceMapMappings } from '@jridgewell/sourcemap-codec';
import { decodedMappings, type TraceMap } from '@jridgewell/trace-mapping';
import type { Columns } from '../../instrument/columns.ts';
import type { Insertion } from '../../instrument/marked-text.ts';
import type { Places } from '../../instrument/places.ts';
import { isLaterMap, laterMapOf } from '../later-maps.ts';
import { pathOfUrl } from '../user-files.ts';

/** Excludes quotes, which would make it a string of the program's. https://tc39.es/ecma426/#sec-linking-generated-code */
const REFERENCE = /\/\/[#@]\s?sourceMappingURL=([^\s'"`]+)\s*$/;
const LARGEST_MAP = 32 * 1024 * 1024;

export interface FoundMap {
  readonly json: string;
  /** The map's own path or URL, from which its sources are named. */
  readonly path: string;
}

/** The map that a file names; null if it names none. Throws if the map cannot be read. */
export function findSourceMap(code: string, path: string): FoundMap | null {
  const url = referenceIn(code);
  if (url === null) return null;
  if (url.startsWith('data:')) return { json: fromDataUrl(url), path };
  const file = url.startsWith('file:') ? pathOfUrl(url) : resolve(dirname(path), decodeURIComponent(url));
  // A URL of another machine. Nothing is fetched from the network.
  if (file === null || (/^[a-z][a-z\d+.-]+:/i.test(url) && !url.startsWith('file:'))) return null;
  if (statSync(file).size > LARGEST_MAP) throw new Error(`it is larger than ${LARGEST_MAP >> 20} MiB`);
  return { json: readFileSync(file, 'utf8'), path: file };
}

/** Whether a file names a map, whether or not that exists. */
export const namesSourceMap = (code: string): boolean => referenceIn(code) !== null;

/** Only comments may follow the map's comment, and the end of a function that a compiled file was wrapped in. */
function referenceIn(code: string): string | null {
  for (let end = code.length; end > 0; ) {
    const start = code.lastIndexOf('\n', end - 1) + 1;
    const line = code.slice(start, end).trim();
    const found = REFERENCE.exec(line);
    if (found !== null) return found[1] as string;
    if (!/^(?:\/\/.*|[})\];]*)$/.test(line)) return null;
    end = start - 1;
  }
  return null;
}

function fromDataUrl(url: string): string {
  const comma = url.indexOf(',');
  if (comma < 0) throw new Error('its data: URL has no data');
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeURIComponent(data);
}

/** The map of the code with its markers, as a comment to append: markers add columns, never lines. */
export function mapOfMarked(map: TraceMap, places: Places, insertions: readonly Insertion[]): string {
  const byLine = new Map<number, { column: number; length: number }[]>();
  for (const { offset, length } of [...insertions].sort((a, b) => a.offset - b.offset)) {
    const { line, column } = places.at(offset);
    const shifts = byLine.get(line - 1) ?? [];
    shifts.push({ column: column - 1, length });
    byLine.set(line - 1, shifts);
  }
  const mappings = decodedMappings(map).map((segments, line) => {
    const shifts = byLine.get(line);
    if (shifts === undefined) return segments;
    let next = 0;
    let by = 0;
    return segments.map(([column, ...rest]) => {
      for (; next < shifts.length && (shifts[next] as { column: number }).column <= column; next++) {
        by += (shifts[next] as { length: number }).length;
      }
      return [column + by, ...rest];
    });
  });
  const { version, names, resolvedSources: sources, sourcesContent } = map;
  return reference('application/json', {
    version,
    names,
    sources,
    sourcesContent,
    mappings: encode(mappings as SourceMapMappings),
  });
}

/**
 * A map from a file with markers to what its author wrote, for debuggers. `columns`: those of `source`.
 */
export const mapOfWritten = (source: string, path: string, columns: Columns): object => ({
  version: 3,
  names: [],
  sources: [pathToFileURL(path).href],
  sourcesContent: [source],
  mappings: encode(columns.segments(source)),
});

/** The same as a comment to append. Node follows only maps whose type is `application/json`, so for Node, and for programs that ask it, the file has none. */
export const mapForDebuggers = (source: string, path: string, columns: Columns): string =>
  appended(source, reference(FOR_DEBUGGERS, mapOfWritten(source, path, columns)).trim());

const FOR_DEBUGGERS = 'application/source-map+json';

/** A text without the comment at its end that `reference` makes; null if there is none. */
export function withoutLastMap(text: string): string | null {
  const at = text.lastIndexOf('\n//# sourceMappingURL=data:application/json;base64,');
  return at < 0 || text.indexOf('\n', at + 1) !== text.length - 1 ? null : text.slice(0, at);
}

/**
 * A comment to append that names the map which a file will have for debuggers that connect later. Also, Node asks its own JavaScript for the line to
 * print of what nobody catches only if the text names a source map (src/tracer/unseen/thrown-lines.ts).
 */
export const laterMap = (source: string, path: string): string =>
  appended(source, `${NAMES_MAP}${laterMapOf(path, source)}`);

const NAMES_MAP = '//# sourceMappingURL=';

/** In a line of its own. Whether the source ends with a line break can be told from that. */
const appended = (source: string, comment: string): string =>
  source.endsWith('\n') ? `${comment}\n` : `\n${comment}`;

/** A text without what `mapForDebuggers` or `laterMap` has appended. */
export function withoutAppended(text: string): string {
  const isWithLine = text.endsWith('\n');
  const at = text.lastIndexOf('\n', text.length - 2);
  const comment = text.slice(at + 1);
  if (!comment.startsWith(NAMES_MAP) || !isAppended(comment.slice(NAMES_MAP.length).trim())) return text;
  return text.slice(0, isWithLine ? at + 1 : at);
}

/** Whether a source map's URL is one that the tracer has appended to a text whose author names none. */
export const isAppended = (url: string): boolean =>
  isLaterMap(url) || url.startsWith(`data:${FOR_DEBUGGERS};`);

const reference = (type: string, map: object): string =>
  `\n//# sourceMappingURL=data:${type};base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`;
