// Shares the markers of a file among all of a program's threads and processes. Whoever loads a file first leaves them in the folder of the
// shared pipe. Tests of a command line start the same 126 KB a hundred times: the first process takes 237 ms of processor time, each later
// one 124, an empty one 87 (Node 24, least of fifteen).

import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { TextKind } from '../instrument/instrument.ts';
import type { Insertion } from '../instrument/marked-text.ts';

/** Everything that a file's markers depend on. Two files with the same key have the same markers. */
export interface MarkedFrom {
  readonly path: string;
  readonly kind: TextKind | null;
  /** The site ids that stand in the text. */
  readonly firstSite: number;
  readonly source: string;
}

export interface SharedMarkers {
  readonly code: string;
  readonly siteCount: number;
  /** The tables of sites as they are sent. */
  readonly tables: readonly string[];
  readonly insertions: readonly Insertion[];
}

/** A smaller file gets its markers sooner than they could be found. */
const SMALLEST = 1024;

// Taken before the program can replace them.
const { readFileSync, renameSync, writeFileSync } = fs;

let folder: string | null = null;

/** `pipePath`: the path of the pipe that all threads share; null if there is none. */
export function shareMarkers(pipePath: string | null): void {
  folder = pipePath === null ? null : dirname(pipePath);
}

/** What another thread or process has left of the same file; null for nothing. */
export function takeShared(from: MarkedFrom): SharedMarkers | null {
  const file = fileOf(from);
  if (file === null) return null;
  try {
    const left = JSON.parse(readFileSync(file, 'utf8')) as { from: MarkedFrom; node: string } & SharedMarkers;
    const isSame = left.from.path === from.path && left.from.source === from.source;
    return isSame && left.node === process.version ? left : null;
  } catch {
    return null;
  }
}

/** Writes under another name and renames, so that others find all of it or nothing. If that fails, the others insert the markers themselves. */
export function leaveShared(from: MarkedFrom, markers: SharedMarkers): void {
  const file = fileOf(from);
  if (file === null) return;
  try {
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify({ from, node: process.version, ...markers }), { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {}
}

function fileOf({ path, kind, firstSite, source }: MarkedFrom): string | null {
  if (folder === null || source.length < SMALLEST) return null;
  return join(folder, `${numberOf(path).toString(36)}-${firstSite}-${kind ?? 'either'}-${source.length}`);
}

/** A hash that tells most paths apart, which is enough. */
function numberOf(path: string): number {
  let number = 0;
  for (let i = 0; i < path.length; i++) number = (Math.imul(number, 31) + path.charCodeAt(i)) >>> 0;
  return number;
}
