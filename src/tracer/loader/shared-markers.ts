// What a file's markers come to, for all of a program's threads and processes: whoever loads a file first leaves it in the folder
// of the pipe that they share. Tests of a command line start the same 126 KB a hundred times: the first process takes 237 ms of
// processor time, each after it 124, an empty one 87 (Node 24, least of fifteen).

import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { TextKind } from '../instrument/instrument.ts';
import type { Insertion } from '../instrument/marked-text.ts';

/** All that markers depend on: two of the same have the same. */
export interface MarkedFrom {
  readonly path: string;
  readonly kind: TextKind | null;
  /** Ids stand in the text. */
  readonly firstSite: number;
  readonly source: string;
}

export interface SharedMarkers {
  readonly code: string;
  readonly siteCount: number;
  /** As they are sent. */
  readonly tables: readonly string[];
  readonly insertions: readonly Insertion[];
}

/** Smaller ones are marked sooner than they are found. */
const SMALLEST = 1024;

// As they are before the program replaces them.
const { readFileSync, renameSync, writeFileSync } = fs;

let folder: string | null = null;

/** `pipePath`: of the pipe that all threads share; null where there is none. */
export function shareMarkers(pipePath: string | null): void {
  folder = pipePath === null ? null : dirname(pipePath);
}

/** What somebody has left of the same file; null for nothing. */
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

/** Whole or not at all: under another name until it is. What goes wrong only leaves the others to do it again. */
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

/** Tells most paths apart, which is enough. */
function numberOf(path: string): number {
  let number = 0;
  for (let i = 0; i < path.length; i++) number = (Math.imul(number, 31) + path.charCodeAt(i)) >>> 0;
  return number;
}
