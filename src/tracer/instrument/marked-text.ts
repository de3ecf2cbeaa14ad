import type * as acorn from 'acorn';
import MagicString from 'magic-string';
import { markOf } from '../../protocol/marker-text.ts';
import type { SiteFacts, SiteKind, SiteRow } from '../../protocol/sites.ts';
import { type CountedBefore, lastDirective, Places } from './places.ts';
import { type FunctionNode, isFunction, unwrapped } from './reading/names.ts';

/** Where something in compiled code was written. */
export interface Written {
  /** Index of the files that it was compiled from. */
  readonly file: number;
  readonly line: number;
  readonly column: number;
  /** What its author calls it, where that is not what the compiled code does. */
  readonly name: string | null;
}

/** Where compiled code was written; see loader/origins.ts. */
export interface WrittenBefore {
  at(offset: number): Written | null;
  /** Whether something that was written begins right there. */
  beginsAt(offset: number): boolean;
  /** What stands last in the lines above. */
  above(offset: number): Written | null;
  /** What a function is called that was written there. */
  functionAt(place: Written): string | null;
  textBetween(start: number, end: number): string | null;
  isLibrary(offset: number): boolean;
  /** The one file that all of it was written in; null where there are several. */
  readonly only: number | null;
}

export interface Insertion {
  /** In the source, before which it stands. */
  readonly offset: number;
  readonly length: number;
  /** Where in the source what it calls is told to stand, in the same line; without it where it stands itself. */
  readonly tells?: number;
}

const LONGEST_EXPRESSION = 60;

/** A source, what is put into it, and the table of the places that what is put in names. */
export class MarkedText {
  readonly rows: SiteRow[] = [];
  readonly insertions: Insertion[] = [];
  readonly source: string;
  /** Where expressions begin that are statements of a list, until a bracket stands before them. */
  readonly #listed = new Set<number>();
  readonly #firstSite: number;
  readonly #text: MagicString;
  readonly places: Places;
  readonly #mark: string;
  readonly #before: WrittenBefore | null;

  constructor(
    source: string,
    firstSite: number,
    before: WrittenBefore | null = null,
    counted?: CountedBefore,
  ) {
    this.source = source;
    this.#firstSite = firstSite;
    this.#before = before;
    this.#text = new MagicString(source);
    this.places = new Places(source, counted);
    this.#mark = markOf(source);
  }

  code(end: string): string {
    return this.#text.append(end).toString();
  }

  /** What opens is put in on the way in, and stands behind whatever closes at the same offset. */
  open(offset: number, text: string, tells?: number): void {
    this.#text.appendRight(offset, this.#marked(offset, text, tells));
  }

  /** What closes is put in on the way out: inner before outer. */
  close(offset: number, text: string): void {
    this.#text.appendLeft(offset, this.#marked(offset, text));
  }

  /** Puts a marker before all else in a plain function. */
  enter(node: FunctionNode, expression: string, statement: string): void {
    if (node.body.type === 'BlockStatement') {
      const directive = lastDirective(node.body.body);
      this.open(directive ? directive.end : node.body.start + 1, `${directive ? ';' : ''}${statement}`);
    } else {
      this.open(node.body.start, `(${expression},`);
      this.close(node.body.end, ')');
    }
  }

  /** The statements of a block or a file, before what is in them is marked. */
  list(statements: readonly acorn.AnyNode[]): void {
    for (const { type, start } of statements) if (type === 'ExpressionStatement') this.#listed.add(start);
  }

  /**
   * Puts a marker's call around an expression, on the way in. `opening` is as in `h(3,`. Returns what has to close it. V8 calls an
   * optional chain in brackets an `(intermediate value)` in its messages, and anything else by its text; without brackets nothing could be
   * assigned to a property of it. A bracket that begins a statement may make a call of the one before.
   */
  openAround(offset: number, opening: string): string {
    this.open(offset, `${this.#listed.delete(offset) ? ';' : ''}(__loopscope?.${opening}`);
    return '))';
  }

  #marked(offset: number, text: string, tells?: number): string {
    const marked = `${this.#mark}${text}${this.#mark}`;
    const { length } = marked;
    this.insertions.push(tells === undefined ? { offset, length } : { offset, length, tells });
    return marked;
  }

  /** Takes a site; returns its id. `owner` is a row, -1 for none; `nameAt` where its name stands. */
  site(
    kind: SiteKind,
    name: string,
    offset: number,
    owner: number,
    facts?: SiteFacts,
    nameAt: number | null = null,
  ): number {
    const origin = this.#originOf(offset, owner);
    const { line, column } = origin ?? this.places.at(offset);
    const known =
      (nameAt === null ? null : this.#before?.at(nameAt)?.name) ?? this.#nameOf(name, kind, origin);
    const all = origin === null ? facts : { ...facts, origin: origin.file };
    this.rows.push(
      all === undefined ? [kind, known, line, column, owner] : [kind, known, line, column, owner, all],
    );
    return this.#firstSite + this.rows.length - 1;
  }

  /** What a compiler has put into a function stands in that function. */
  #originOf(offset: number, owner: number): Written | null {
    const before = this.#before;
    const origin = before?.at(offset) ?? null;
    const [, , line = 1, column = 1, , facts] = this.rows[owner] ?? [];
    if (before === null || origin !== null || facts?.origin === undefined) return origin;
    const above = before.above(offset);
    if (above?.file === facts.origin && above.line >= line) return above;
    return { file: facts.origin, line, column, name: null };
  }

  /** Minifiers leave out what a function is called that is called where it stands. */
  #nameOf(name: string, kind: SiteKind, origin: Written | null): string {
    if (name !== '' || origin === null || (kind !== 'function' && kind !== 'generator')) return name;
    return this.#before?.functionAt(origin) ?? name;
  }

  /** The file as a whole. */
  moduleSite(name: string): number {
    const only = this.#before?.only ?? null;
    this.rows.push(only === null ? ['module', name, 1, 1, -1] : ['module', name, 1, 1, -1, { origin: only }]);
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
    const text = node ? this.textOf(node).replace(/\s+/g, ' ') : '';
    const name = text.length > LONGEST_EXPRESSION ? `${text.slice(0, LONGEST_EXPRESSION - 1)}…` : text;
    return this.site(kind, name, this.#toldOf(node, offset), owner, facts);
  }

  /**
   * Where to ask where an expression at an offset was written. Of `return await f()` minifiers tell where `return` and `f` stood, which
   * may be in two statements; a function that is called where it stands they have moved there.
   */
  #toldOf(node: acorn.AnyNode | null | undefined, offset: number): number {
    const before = this.#before;
    if (before === null || node == null || before.beginsAt(offset) || !before.beginsAt(node.start))
      return offset;
    const isMoved = node.type === 'CallExpression' && isFunction(unwrapped(node.callee));
    return isMoved ? offset : node.start;
  }

  /** An expression as its author wrote it. */
  textOf({ start, end }: acorn.AnyNode): string {
    if (this.#before === null) return this.source.slice(start, end);
    // What tsc and Vite make of calling something imported, `(0, module_1.name)(…)`, and what Vite makes of an import.
    const compiled = this.source
      .slice(start, end)
      .replace(/\(0, ?(?:\w+\.)?([\w$]+)\)/g, '$1')
      .replace(/^__vite_ssr_(?:dynamic_)?import__\(("[^"]*").*/s, 'import $1');
    return this.#before.textBetween(start, end) ?? compiled;
  }

  isLibrary(offset: number): boolean {
    return this.#before?.isLibrary(offset) ?? false;
  }

  rowOf(site: number): number {
    return site - this.#firstSite;
  }

  addFacts(row: number, facts: SiteFacts): void {
    const [kind, name, line, column, owner, before] = this.rows[row] as SiteRow;
    this.rows[row] = [kind, name, line, column, owner, { ...before, ...facts }];
  }
}

/** A site in the text: as wide as the widest there can be, the wire has 20 bits for it. */
export const written = (site: number): string => `0x${site.toString(16).padStart(5, '0')}`;
