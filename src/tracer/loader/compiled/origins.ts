// Where compiled code was written: its source map leads back to the files, lines and names of its author.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  decodedMappings,
  FlattenMap,
  originalPositionFor,
  type TraceMap,
  traceSegment,
} from '@jridgewell/trace-mapping';
import type { Written, WrittenBefore } from '../../instrument/marked-text.ts';
import { type CountedBefore, Places } from '../../instrument/places.ts';
import { isLibrary, pathOfUrl } from '../user-files.ts';

/** A source map may name any file of the machine. Only files with these extensions are read, in which people write code. */
const WRITTEN_IN = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.vue', '.svelte']);

const DECLARED =
  /(?:export\s+(?:default\s+)?)?(?:async\s+)?function\b\s*\*?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/uy;

const isWritten = (path: string): boolean => WRITTEN_IN.has(extname(path));

export class Origins implements WrittenBefore {
  /** The absolute paths of the files that it was compiled from. */
  readonly files: readonly string[];
  /** See `WrittenBefore`. */
  readonly only: number | null;
  readonly map: TraceMap;
  readonly #places: Places;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #texts = new Map<number, { text: string; places: Places } | null>();
  readonly #given: readonly (string | null)[];

  /** `path`: of the compiled file. `map`: the map as JSON, and where it stands. Throws if it is not a source map. */
  constructor(code: string, path: string, map: string, mapPath: string, before?: CountedBefore) {
    const parsed: unknown = JSON.parse(map.replace(/^\)]}'[^\n]*\n/, ''));
    if (typeof parsed !== 'object' || parsed === null) throw new Error('it is no object');
    this.map = new FlattenMap(parsed as never, pathToFileURL(mapPath).href);
    if (typeof this.map.version !== 'number' || !Array.isArray(this.map.sources)) {
      throw new Error('it has no sources');
    }
    this.files = this.map.resolvedSources.map((source) => pathOfSource(source, path));
    this.only = this.files.length === 1 && isWritten(this.files[0] as string) ? 0 : null;
    this.#numbers = new Map(this.map.resolvedSources.map((source, index) => [source, index]));
    this.#given = this.map.sourcesContent ?? [];
    this.#places = new Places(code, before);
  }

  /** Where the code at an offset was written; null if it was not written by anybody. */
  at(offset: number): Written | null {
    const { line, column } = this.#places.at(offset);
    return this.#originOf(line, column);
  }

  beginsAt(offset: number): boolean {
    const { line, column } = this.#places.at(offset);
    return line >= 1 && traceSegment(this.map, line - 1, column - 1)?.[0] === column - 1;
  }

  above(offset: number): Written | null {
    const mappings = decodedMappings(this.map);
    for (let { line } = this.#places.at(offset); line > 1; line--) {
      const last = mappings[line - 2]?.at(-1);
      if (last !== undefined && last.length > 1) return this.#originOf(line - 1, last[0] + 1);
    }
    return null;
  }

  functionAt({ file, line, column }: Written): string | null {
    const original = this.#original(file);
    const offset = original?.places.offsetOf(line, column);
    if (original == null || offset === undefined) return null;
    DECLARED.lastIndex = offset;
    return DECLARED.exec(original.text)?.[1] ?? null;
  }

  #originOf(line: number, column: number): Written | null {
    // Code before the first mapping.
    if (line < 1 || column < 1) return null;
    const found = originalPositionFor(this.map, { line, column: column - 1 });
    const file = found.source === null ? undefined : this.#numbers.get(found.source);
    if (file === undefined || found.line === null || found.line < 1 || found.column < 0) return null;
    if (!isWritten(this.files[file] as string)) return null;
    return { file, line: found.line, column: found.column + 1, name: found.name };
  }

  /** The original text of the code between two offsets; null if that is unknown. */
  textBetween(start: number, end: number): string | null {
    const from = this.at(start);
    const to = this.at(end);
    if (from === null || to === null || from.file !== to.file) return null;
    const original = this.#original(from.file);
    const first = original?.places.offsetOf(from.line, from.column);
    const last = original?.places.offsetOf(to.line, to.column);
    if (original == null || first === undefined || last === undefined || last <= first) return null;
    const text = original.text.slice(first, last);
    return isWhole(text) ? text : null;
  }

  /** An original file's text; null if neither the map nor the disk has it. */
  textOf(file: number): string | null {
    return this.#original(file)?.text ?? null;
  }

  /** Whether the code was compiled from files under node_modules. */
  isLibrary(offset: number): boolean {
    const origin = this.at(offset);
    return origin !== null && isLibrary(this.files[origin.file] as string);
  }

  #original(file: number): { text: string; places: Places } | null {
    let original = this.#texts.get(file);
    if (original === undefined) {
      const text = this.#given[file] ?? readSource(this.files[file] as string);
      original = text === null ? null : { text, places: new Places(text) };
      this.#texts.set(file, original);
    }
    return original;
  }
}

/** An original file's path. Bundlers have schemes of their own for files in the program's folder: `webpack://app/./src/x.ts`. */
function pathOfSource(url: string | null, path: string): string {
  const file = url === null ? path : pathOfUrl(url);
  if (file !== null) return file;
  const name = (url as string).replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*\//i, '').replace(/\?[\da-f]*$/, '');
  return join(packageFolder(path), name);
}

function packageFolder(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return dirname(path);
  }
}

function readSource(path: string): string | null {
  if (!isWritten(path)) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Whether all brackets are closed. A map's end of an expression is not always its real end. */
function isWhole(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth < 0) return false;
  }
  return depth === 0;
}
