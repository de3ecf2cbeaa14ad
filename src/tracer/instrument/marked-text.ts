import type * as acorn from 'acorn';
import MagicString from 'magic-string';
import { markOf } from '../../node/marker-text.ts';
import type { SiteFacts, SiteKind, SiteRow } from '../../protocol/sites.ts';
import { type CountedBefore, lastDirective, Places } from './places.ts';
import { type FunctionNode, isFunction, unwrapped } from './reading/names.ts';
import type { Told } from './reading/told.ts';

/** Where something in compiled code was written. */
export interface Written {
  /** Index of the files that it was compiled from. */
  readonly file: number;
  readonly line: number;
  readonly column: number;
  /** Its name in the original source, if the compiled code has another. */
  readonly name: string | null;
}

/** Where compiled code was written; see loader/origins.ts. */
export interface WrittenBefore {
  at(offset: number): Written | null;
  /** Whether a mapping begins exactly there. */
  beginsAt(offset: number): boolean;
  /** The last place in the lines above. */
  above(offset: number): Written | null;
  /** The name of the function at a place of the original source. */
  functionAt(place: Written): string | null;
  textBetween(start: number, end: number): string | null;
  isLibrary(offset: number): boolean;
  /** The only original file; null if there are several. */
  readonly only: number | null;
}

export interface Insertion {
  /** The offset in the source before which it is inserted. */
  readonly offset: number;
  /** Its length; 0 if nothing is inserted: then `tells` holds for what stands there. */
  readonly length: number;
  /** The offset that stack traces show for what it calls; if it is missing, that of the insertion. */
  readonly tells?: number;
}

const LONGEST_EXPRESSION = 60;

/** A source, the insertions into it, and the table of the places that they refer to. */
export class MarkedText {
  readonly rows: SiteRow[] = [];
  readonly insertions: Insertion[] = [];
  readonly source: string;
  /** Where expressions begin that are statements of a list, until a bracket is inserted before them. */
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

  code(): string {
    return this.#text.toString();
  }

  /** Inserts an opening part, on the way into a node. It comes after every closing part at the same offset. */
  open(offset: number, text: string, tells?: number): void {
    this.#text.appendRight(offset, this.#marked(offset, text, tells));
  }

  /** For an expression behind a marker whose first name V8 would have reported at the beginning of its statement: keeps it reported there. */
  tellName(expression: acorn.AnyNode, told: Told): void {
    const name = told.nameThatBegins(expression);
    if (name !== undefined) this.insertions.push({ offset: name.start, length: 0, tells: name.told });
  }

  /** Inserts a closing part, on the way out of a node: inner before outer. */
  close(offset: number, text: string, tells?: number): void {
    this.#text.appendLeft(offset, this.#marked(offset, text, tells));
  }

  /** Inserts a marker at the beginning of a plain function. */
  enter(node: FunctionNode, expression: string, statement: string): void {
    if (node.body.type === 'BlockStatement') {
      const directive = lastDirective(node.body.body);
      this.open(directive ? directive.end : node.body.start + 1, `${directive ? ';' : ''}${statement}`);
    } else {
      this.open(node.body.start, `(${expression},`);
      this.close(node.body.end, ')');
    }
  }

  /** Notes the statements of a block or a file. To be called before anything inside of them is marked. */
  list(statements: readonly acorn.AnyNode[]): void {
    for (const { type, start } of statements) if (type === 'ExpressionStatement') this.#listed.add(start);
  }

  /**
   * Inserts a marker's call around an expression, on the way in. `opening` is as in `h(3,`. Returns what has to close it. The call needs
   * brackets, or nothing could be assigned to a property of it. In its messages V8 calls an optional chain in brackets an
   * `(intermediate value)`, and anything else by its text. A bracket at the beginning of a statement could turn the statement before into a call.
   */
  openAround(offset: number, opening: string, tells: number): string {
    this.open(offset, `${this.#listed.delete(offset) ? ';' : ''}(__loopscope?.${opening}`, tells);
    return '))';
  }

  #marked(offset: number, text: string, tells?: number): string {
    const marked = `${this.#mark}${text}${this.#mark}`;
    const { length } = marked;
    this.insertions.push(tells === undefined ? { offset, length } : { offset, length, tells });
    return marked;
  }

  /** Adds a site; returns its id. `owner` is a row, -1 for none; `nameAt` is the offset of its name. */
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

  /** Code that a compiler has added to a function counts as being in that function. */
  #originOf(offset: number, owner: number): Written | null {
    const before = this.#before;
    const origin = before?.at(offset) ?? null;
    const [, , line = 1, column = 1, , facts] = this.rows[owner] ?? [];
    if (before === null || origin !== null || facts?.origin === undefined) return origin;
    const above = before.above(offset);
    if (above?.file === facts.origin && above.line >= line) return above;
    return { file: facts.origin, line, column, name: null };
  }

  /** Minifiers drop the name of a function that is called right where it is written. */
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

  /** The same for a site whose name is an expression's text. */
  expressionSite(
    kind: SiteKind,
    node: acorn.AnyNode | null | undefined,
    offset: number,
    owner: number,
    facts?: SiteFacts,
  ): number {
    const name = node ? this.shortTextOf(node) : '';
    return this.site(kind, name, this.#toldOf(node, offset), owner, facts);
  }

  /** An expression in one line, shortened. */
  shortTextOf(node: acorn.AnyNode): string {
    const text = this.textOf(node).replace(/\s+/g, ' ');
    return text.length > LONGEST_EXPRESSION ? `${text.slice(0, LONGEST_EXPRESSION - 1)}…` : text;
  }

  /**
   * The offset whose original place is that of an expression. For `return await f()` minifiers map `return` and `f`, which may come from
   * two statements. A function that is called right where it is written has been moved there by them.
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
