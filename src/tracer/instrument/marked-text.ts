import type * as acorn from 'acorn';
import MagicString from 'magic-string';
import type { SiteFacts, SiteKind, SiteRow } from '../../protocol/events.ts';
import { markOf } from '../../protocol/marker-text.ts';
import { Places } from './places.ts';

export interface Insertion {
  /** In the source, before which it stands. */
  readonly offset: number;
  readonly length: number;
}

const LONGEST_EXPRESSION = 60;

/** A source, what is put into it, and the table of the places that what is put in names. */
export class MarkedText {
  readonly rows: SiteRow[] = [];
  readonly insertions: Insertion[] = [];
  readonly source: string;
  readonly #firstSite: number;
  readonly #text: MagicString;
  readonly #places: Places;
  readonly #mark: string;

  constructor(source: string, firstSite: number) {
    this.source = source;
    this.#firstSite = firstSite;
    this.#text = new MagicString(source);
    this.#places = new Places(source);
    this.#mark = markOf(source);
  }

  code(end: string): string {
    return this.#text.append(end).toString();
  }

  /** What opens is put in on the way in, and stands behind whatever closes at the same offset. */
  open(offset: number, text: string): void {
    this.#text.appendRight(offset, this.#marked(offset, text));
  }

  /** What closes is put in on the way out: inner before outer. */
  close(offset: number, text: string): void {
    this.#text.appendLeft(offset, this.#marked(offset, text));
  }

  #marked(offset: number, text: string): string {
    const marked = `${this.#mark}${text}${this.#mark}`;
    this.insertions.push({ offset, length: marked.length });
    return marked;
  }

  /** Takes a site; returns its id. `owner` is a row, -1 for none. */
  site(kind: SiteKind, name: string, offset: number, owner: number, facts?: SiteFacts): number {
    const { line, column } = this.#places.at(offset);
    this.rows.push(
      facts === undefined ? [kind, name, line, column, owner] : [kind, name, line, column, owner, facts],
    );
    return this.#firstSite + this.rows.length - 1;
  }

  /** The same for a place that is called by an expression's text. */
  expressionSite(
    kind: SiteKind,
    node: acorn.AnyNode | null | undefined,
    offset: number,
    owner: number,
    facts?: SiteFacts,
  ): number {
    const text = node ? this.source.slice(node.start, node.end).replace(/\s+/g, ' ') : '';
    const name = text.length > LONGEST_EXPRESSION ? `${text.slice(0, LONGEST_EXPRESSION - 1)}…` : text;
    return this.site(kind, name, offset, owner, facts);
  }

  rowOf(site: number): number {
    return site - this.#firstSite;
  }

  addFacts(row: number, facts: SiteFacts): void {
    const [kind, name, line, column, owner, before] = this.rows[row] as SiteRow;
    this.rows[row] = [kind, name, line, column, owner, { ...before, ...facts }];
  }
}
