import { performance } from 'node:perf_hooks';
import { BlobKind } from '../../protocol/events.ts';
import type { Notice, SourceText } from '../../protocol/payloads.ts';
import { Count, count } from '../cost/counts.ts';
import { Columns } from '../instrument/columns.ts';
import type { Instrumented, ModuleKind, TextKind } from '../instrument/instrument.ts';
import { type CountedBefore, Places } from '../instrument/places.ts';
import { readAs } from '../instrument/read-as.ts';
import { isCounted } from '../unseen/counted.ts';
import { waitedNs } from '../withheld/own.ts';
import { Origins } from './compiled/origins.ts';
import {
  findSourceMap,
  laterMap,
  mapForDebuggers,
  mapOfMarked,
  namesSourceMap,
} from './compiled/source-map.ts';
import { isTypeScript, withoutTypes } from './compiled/typescript.ts';
import { isDebugged } from './debugged.ts';
import { instrumenter } from './instrumenter.ts';
import { remember, rememberTexts } from './remembered.ts';
import { shared } from './shared-markers.ts';
import { siteTables, usedOrigins } from './site-tables.ts';
import { isOfPackage, moduleName } from './user-files.ts';

/** Where the tables of a file go: into the ring or, from the thread that loads modules, directly to the pipe. */
export interface Tables {
  takeSites(count: number): number;
  send(kind: BlobKind, payload: string): void;
}

const now = performance.now.bind(performance);
/** A clock that runs only while this thread has a processor, if that is known: on a busy machine a file takes three times as long. */
const ownNs = (): number => now() * 1e6 - waitedNs();

/** A larger file is the output of a build. Its lines say nothing, and parsing it takes seconds. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** Records have 20 bits for a place. */
const LARGEST_SITE = 0xfffff;
/** How much of a source goes into one blob: six bytes a unit in JSON, at worst, have to be within MAX_PAYLOAD_BYTES. */
const SOURCE_PIECE = 64 * 1024;

/**
 * The text to compile instead of `source`: with markers or, if it cannot have any, as it is, and the user is told. A syntax error is left to the
 * runtime, which reports it better. `kind` null: nothing says what it is, and the runtime takes it for CommonJS unless only a module can
 * be written so. `map`: the source map of a file that Loopscope has compiled itself; the runtime gets it, too.
 */
export function prepare(
  source: string,
  path: string,
  kind: ModuleKind | null,
  tables: Tables,
  map: string | null = null,
): string {
  const isTyped = map === null && isTypeScript(path);
  return counted(() => marked(source, path, { kind, map, isTyped }, tables));
}

/** The same for a text that the program has compiled itself, whatever its file is called. `before`: what `vm` counts before the text. */
export const prepareCompiled = (
  source: string,
  path: string,
  kind: TextKind,
  tables: Tables,
  before?: CountedBefore,
): string => counted(() => marked(source, path, { kind, map: null, isTyped: false, before }, tables));

interface TextFacts {
  readonly kind: TextKind | null;
  readonly map: string | null;
  readonly isTyped: boolean;
  /** For a text that `vm` compiles: how many lines and columns are counted before it. */
  readonly before?: CountedBefore | undefined;
}

function counted(mark: () => string): string {
  const fromNs = ownNs();
  try {
    return mark();
  } finally {
    count(Count.loadingNs, ownNs() - fromNs);
  }
}

function marked(
  source: string,
  path: string,
  { kind, map, isTyped, before }: TextFacts,
  tables: Tables,
): string {
  const tell = (message: string): void =>
    tables.send(BlobKind.notice, JSON.stringify({ message, file: path } satisfies Notice));
  const takeSites = (count: number): number => {
    const first = tables.takeSites(count);
    if (first + count <= LARGEST_SITE) return first;
    throw new Error(`the program has more than ${LARGEST_SITE} places already`);
  };
  if (source.length > LARGEST_FILE) {
    tell(`larger than ${LARGEST_FILE >> 20} MiB: run as it is, its tasks are not shown`);
    return source;
  }
  try {
    const origins =
      map === null ? originsOf(source, path, tell, before) : new Origins(source, path, map, path);
    const only = origins?.only ?? null;
    const name = moduleName(only === null ? path : (origins?.files[only] ?? path));
    const insert = (): Instrumented => {
      const parseable = isTyped ? untyped(source) : source;
      const { instrument } = instrumenter();
      return readAs(kind, (as) => instrument(source, as, name, takeSites, parseable, origins, before));
    };
    // The files that a map leads back to may have changed when this one is loaded again.
    const isShared = map === null && before === undefined && !namesSourceMap(source);
    const { code, rows, firstSite, insertions } = isShared
      ? shared({ path, kind, source }, takeSites, insert)
      : insert();
    const used = usedOrigins(rows);
    const sites = siteTables(path, firstSite, rows, origins, used);
    for (const table of sites) tables.send(BlobKind.sites, table);
    for (const origin of used) sendSource(origins?.files[origin] ?? path, origins?.textOf(origin), tables);
    // The compiled text itself is sent as a source, too, unless all of it was written in other files.
    if (rows.some(([, , , , , facts]) => facts?.origin === undefined)) sendSource(path, source, tables);
    rememberTexts(path, { source, marked: code });
    const places = new Places(source, before);
    const columns = new Columns(places, insertions);
    const isSeen = before === undefined && isDebugged();
    // Node follows source maps only if it is told to. Then it needs one of the text that runs.
    const isFollowed = before === undefined && (map !== null || process.sourceMapsEnabled || isSeen);
    let text = code;
    if (isFollowed && origins !== null) text += mapOfMarked(origins.map, places, insertions);
    else if (isSeen) text += mapForDebuggers(source, path, columns);
    // Whoever counts what runs is told of each file that names a map.
    else if (before === undefined && !isCounted() && !namesSourceMap(source)) text += laterMap(source, path);
    // The runtime still has to remove the types.
    remember(path, isTyped ? null : text, columns);
    return text;
  } catch (error) {
    tell(`could not be read, its tasks are not shown: ${(error as Error).message}`);
    return source;
  }
}

function sendSource(file: string, text: string | null | undefined, tables: Tables): void {
  if (text == null) return;
  let from = 0;
  for (; from + SOURCE_PIECE < text.length; from += SOURCE_PIECE) {
    const piece: SourceText = { file, text: text.slice(from, from + SOURCE_PIECE), more: true };
    tables.send(BlobKind.source, JSON.stringify(piece));
  }
  tables.send(BlobKind.source, JSON.stringify({ file, text: text.slice(from) } satisfies SourceText));
}

const untyped = (source: string): string => withoutTypes(source) ?? source;

/** The markers of a file that another thread has prepared; null if it has none. Throws if the file cannot be read. */
export function prepareAgain(source: string, path: string): Instrumented | null {
  if (source.length > LARGEST_FILE) return null;
  const origins = originsOf(source, path, () => {});
  const parseable = isTypeScript(path) ? untyped(source) : source;
  const { instrument } = instrumenter();
  return readAs(null, (as) => instrument(source, as, '', () => 1, parseable, origins));
}

/** Where a compiled file was written, by the source map that it names; null if it names none, or an unusable one. */
function originsOf(
  source: string,
  path: string,
  tell: (message: string) => void,
  before?: CountedBefore,
): Origins | null {
  try {
    const found = findSourceMap(source, path);
    return found === null ? null : new Origins(source, path, found.json, found.path, before);
  } catch (error) {
    // Many packages are published without the maps that their files name, and whoever uses them can do nothing about that.
    if (isOfPackage(path) && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    tell(
      `its source map cannot be used, so lines are those of the compiled file: ${(error as Error).message}`,
    );
    return null;
  }
}
