import { BlobKind, type Notice, type SiteTable, type SourceText } from '../../protocol/events.ts';
import { type Instrumented, instrument, type ModuleKind } from '../instrument/instrument.ts';
import { isTypeScript, withoutTypes } from './typescript.ts';
import { isUserFile, moduleName } from './user-files.ts';

/** Where the tables of a file go: into the ring, or, from the thread that loads modules, straight to the pipe. */
export interface Tables {
  takeSites(count: number): number;
  send(kind: BlobKind, payload: string): void;
}

/** A bundle larger than this is somebody's build output: its lines say nothing, and parsing it takes seconds. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** What of a source is sent along for the source view; see MAX_PAYLOAD_BYTES for the most that could be. */
const LARGEST_SOURCE = 300 * 1024;

/**
 * The text to compile in place of `source`: with markers, or, where it cannot be given any, as it is, and the
 * person is told. A syntax error is left to the runtime, which reports it better. `kind` null: nothing says which, and
 * the runtime takes it for CommonJS unless only a module can be written so.
 */
export function prepare(source: string, path: string, kind: ModuleKind | null, tables: Tables): string {
  if (source.length > LARGEST_FILE) {
    const message = `larger than ${LARGEST_FILE >> 20} MiB: run as it is, its tasks are not shown`;
    tables.send(BlobKind.notice, JSON.stringify({ message, file: path } satisfies Notice));
    return source;
  }
  try {
    const parseable = isTypeScript(path) ? (withoutTypes(source) ?? source) : source;
    const name = moduleName(path);
    const { code, rows, firstSite } = instrumentAs(kind, (as) =>
      instrument(source, as, name, tables.takeSites, parseable),
    );
    tables.send(BlobKind.sites, JSON.stringify({ file: path, firstSite, rows } satisfies SiteTable));
    if (source.length <= LARGEST_SOURCE) {
      tables.send(BlobKind.source, JSON.stringify({ file: path, text: source } satisfies SourceText));
    }
    return code;
  } catch (error) {
    const message = `could not be read, its tasks are not shown: ${(error as Error).message}`;
    tables.send(BlobKind.notice, JSON.stringify({ message, file: path } satisfies Notice));
    return source;
  }
}

const left = new Set<string>();

/**
 * Says, once, that a file is run as it is. A handler that the program put into `require.extensions` compiles the file:
 * ts-node, Babel. What such a handler is given it may check, or keep for the next run, where there is no tracer.
 */
export function leave(path: string, tables: Tables): void {
  if (left.has(path) || !isUserFile(path)) return;
  left.add(path);
  const message = 'compiled by a handler that the program installed: its tasks are not shown';
  tables.send(BlobKind.notice, JSON.stringify({ message, file: path } satisfies Notice));
}

function instrumentAs(kind: ModuleKind | null, as: (kind: ModuleKind) => Instrumented): Instrumented {
  if (kind !== null) return as(kind);
  try {
    return as('commonjs');
  } catch {
    return as('module');
  }
}
