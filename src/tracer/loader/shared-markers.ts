// Shares the markers of a file among all of a program's threads and processes, and with its next runs. Whoever loads a file first leaves
// them in a folder. Tests of a command line start the same 126 KB a hundred times: the first process takes 237 ms of processor time, each
// later one 124, an empty one 87 (Node 24, least of fifteen). Node-RED with 1,300 files that get markers takes 3.3 s of its thread the first
// time, 1.6 s later, and 0.6 s untraced (Node 20, on a busy machine).

import * as fs from 'node:fs';
import { join } from 'node:path';
import { markOf } from '../../node/marker-text.ts';
import type { SiteRow } from '../../protocol/sites.ts';
import type { Instrumented, TextKind } from '../instrument/instrument.ts';
import type { Insertion } from '../instrument/marked-text.ts';
import { withFirstSite } from '../instrument/site-ids.ts';

/** Everything that a file's markers depend on. Two files with the same key have the same markers. */
interface MarkedFrom {
  readonly path: string;
  readonly kind: TextKind | null;
  readonly source: string;
}

/** What a file of the folder contains. The source itself is not in it, because whoever looks for its markers has it. */
interface Left {
  readonly node: string;
  readonly path: string;
  readonly source: string;
  readonly firstSite: number;
  readonly rows: readonly SiteRow[];
  /** The inserted texts, and the lengths of the pieces of source before, between and behind them. */
  readonly inserted: readonly string[];
  readonly pieces: readonly number[];
  /** The text that was appended to the source. */
  readonly end: string;
  readonly insertions: readonly Insertion[];
}

/** To leave the markers of a smaller file takes nearly as long as to make them: 1.3 and 1.6 ms of processor time for each of 300 files of 250 bytes
 * (Node 24, busy). */
const SMALLEST = 1024;
/** Those of the first small files are left nevertheless: a program that has only these does without the part that makes markers. */
const FEW = 8;
let few = FEW;

// Taken before the program can replace them.
const { readFileSync, renameSync, writeFileSync } = fs;

let folder: string | null = null;

/** `inFolder`: where the markers are left; null if nothing is left for others. */
export function shareMarkers(inFolder: string | null): void {
  folder = inFolder;
}

/** The file with the markers that somebody has left of it, or else those that `insert` makes. `takeSites(n)` reserves n ids and returns the first. */
export function shared(
  from: MarkedFrom,
  takeSites: (count: number) => number,
  insert: () => Instrumented,
): Instrumented {
  if (from.source.length < SMALLEST && few-- <= 0) return insert();
  const taken = take(from, takeSites);
  if (taken !== null) return taken;
  const made = insert();
  leave(from, made);
  return made;
}

/** The markers that somebody has left of the same file, with new ids; null for none. */
function take(from: MarkedFrom, takeSites: (count: number) => number): Instrumented | null {
  const file = fileOf(from);
  if (file === null) return null;
  try {
    const left = JSON.parse(readFileSync(file, 'utf8')) as Left;
    const isSame = left.path === from.path && left.source === fingerprint(from.source);
    if (!isSame || left.node !== process.version) return null;
    const { rows, insertions } = left;
    const firstSite = takeSites(rows.length);
    const code = codeOf(left, from.source, firstSite);
    return { code, rows, firstSite, insertions };
  } catch {
    return null;
  }
}

function codeOf({ inserted, pieces, end, firstSite }: Left, source: string, first: number): string {
  const mark = markOf(source);
  const moved = first === firstSite ? (text: string) => text : withFirstSite(firstSite, first);
  let code = '';
  let from = 0;
  for (let at = 0; at < pieces.length; at++) {
    const to = from + (pieces[at] as number);
    code += source.slice(from, to);
    from = to;
    const text = inserted[at];
    if (text !== undefined) code += mark + moved(text) + mark;
  }
  return code + moved(end);
}

/** Writes under another name and renames, so that others find all of it or nothing. If that fails, the others insert the markers themselves. */
function leave(from: MarkedFrom, { code, firstSite, rows, insertions }: Instrumented): void {
  const file = fileOf(from);
  const mark = markOf(from.source);
  // In a source that contains that sign itself, insertions cannot be told from what the author wrote.
  if (file === null || from.source.includes(mark)) return;
  const parts = code.split(mark);
  const pieces = parts.filter((_, at) => at % 2 === 0).map(({ length }) => length);
  const endLength = pieces.reduce((sum, length) => sum + length, 0) - from.source.length;
  pieces[pieces.length - 1] = (pieces.at(-1) as number) - endLength;
  const left: Left = {
    node: process.version,
    path: from.path,
    source: fingerprint(from.source),
    firstSite,
    rows,
    inserted: parts.filter((_, at) => at % 2 === 1),
    pieces,
    end: code.slice(code.length - endLength),
    insertions,
  };
  try {
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(left), { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {}
}

function fileOf({ path, kind, source }: MarkedFrom): string | null {
  if (folder === null) return null;
  return join(folder, `${numberOf(path, 31).toString(36)}-${kind ?? 'either'}-${source.length}`);
}

/** Two hashes of 32 bits and the length, which tell two versions of a file apart. Node's own hashes would take some ms to load. */
const fingerprint = (text: string): string =>
  `${numberOf(text, 31)}-${numberOf(text, 0x01000193)}-${text.length}`;

/** A hash of 32 bits. */
export function numberOf(text: string, factor: number): number {
  let number = 0;
  for (let i = 0; i < text.length; i++) number = (Math.imul(number, factor) + text.charCodeAt(i)) >>> 0;
  return number;
}
