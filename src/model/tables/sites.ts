import type { GivenPromises, Member, SiteKind } from '../../protocol/sites.ts';
import { NO_INT32, NO_UINT8, NO_UINT32, Table } from '../columns/columns.ts';
import { NumbersById } from '../columns/numbers-by-id.ts';

/** The kinds by number; 0 means unknown (so far). */
export const SITE_KINDS = [
  'module',
  'function',
  'generator',
  'callback',
  'await',
  'for-await',
  'yield',
  'return',
  'call',
] as const satisfies readonly SiteKind[];

export const siteKindNumber = (kind: SiteKind): number => SITE_KINDS.indexOf(kind) + 1;
export const YIELD_SITE = siteKindNumber('yield');

/** The largest id that fits into a record. */
export const MAX_SITE_ID = (1 << 20) - 1;

/** One row per place in the source, for all streams. */
export class SiteStore extends Table {
  /** A SiteKind's number, see `siteKindNumber`. */
  kind = NO_UINT8;
  file = NO_INT32;
  line = NO_UINT32;
  column = NO_UINT32;
  /** For a suspension point the row of the definition that contains it, otherwise -1. */
  owner = NO_INT32;
  /** By await, the awaits (also by row) whose results it does not need, as far as the text shows that. */
  readonly apart = new Map<number, ReadonlySet<number>>();
  /** By wait for a combination, whose promise each member is: `SiteFacts.members`. */
  readonly members = new Map<number, readonly Member[]>();
  /** By wait for what a call returns, which functions make the call's arguments: `SiteFacts.given`. */
  readonly given = new Map<number, GivenPromises>();
  /** By name, functions that combine promises they are given: which parameter each member is. Null if two files have different ones. */
  readonly combining = new Map<string, readonly (number | null)[] | null>();
  /** Functions whose caller drops the promise. */
  readonly dropped = new Set<number>();
  /** Async functions that handle their errors themselves. */
  readonly safe = new Set<number>();
  /** Functions that do nothing but settle a promise that is made around them, or abort something. */
  readonly settling = new Set<number>();
  /** By function without a name, the call that it is passed to: `SiteFacts.handedTo`. */
  readonly handedTo = new Map<number, string>();
  /** By wait, the call that the settling function was passed to: `SiteFacts.settledBy`. */
  readonly settledBy = new Map<number, string>();
  /** Awaits in loops without an end condition. */
  readonly endless = new Set<number>();
  readonly names: string[] = [];
  readonly files: string[] = [];
  readonly #fileNumbers = new Map<string, number>();

  add(kind: SiteKind, name: string, file: number, line: number, column: number, owner: number): number {
    const site = this.addRow();
    this.kind[site] = siteKindNumber(kind);
    this.file[site] = file;
    this.line[site] = line;
    this.column[site] = column;
    this.owner[site] = owner;
    this.names[site] = name;
    return site;
  }

  /** Adds a file's functions that combine promises they are given: `SiteFacts.combining`. */
  combines(all: Readonly<Record<string, readonly (number | null)[]>>): void {
    for (const [name, members] of Object.entries(all)) {
      const known = this.combining.get(name) ?? members;
      this.combining.set(name, String(known) === String(members) ? members : null);
    }
  }

  /**
   * A key that is the same for one place in the source, whichever stream reported it. A module and a function in its first line begin at
   * the same letter, so the key tells them apart by kind and name.
   */
  placeKey(site: number): string {
    return `${this.kind[site]} ${this.names[site]} ${this.file[site]}:${this.line[site]}:${this.column[site]}`;
  }

  fileNumber(file: string): number {
    const known = this.#fileNumbers.get(file);
    if (known !== undefined) return known;
    this.files.push(file);
    this.#fileNumbers.set(file, this.files.length - 1);
    return this.files.length - 1;
  }
}

/** The row and the kind of a stream's sites, by the tracer's id. */
export class SiteIds {
  /** Row + 1, so that zero means unknown. */
  readonly #rows = new NumbersById();
  readonly #kinds = new NumbersById();

  find(id: number): number {
    return this.#rows.get(id) - 1;
  }

  /** The number of a site's kind, 0 while the site is unknown. */
  kindOf(id: number): number {
    return this.#kinds.get(id);
  }

  set(id: number, row: number, kind: number): void {
    this.#rows.set(id, row + 1);
    this.#kinds.set(id, kind);
  }
}
