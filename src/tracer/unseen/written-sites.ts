// Stand-ins for V8's frames of a stack, with the places of the author's text.

import type { Columns } from '../instrument/columns.ts';
import { columnsFor } from './written-columns.ts';

type Site = NodeJS.CallSite;
type Method = (this: Site, ...args: unknown[]) => unknown;

/** Methods of V8's frames that the types lack. */
interface Positions {
  getPosition(): number;
  getEnclosingLineNumber(): number | null;
  getEnclosingColumnNumber(): number | null;
}

/** A frame of a file with markers or, without columns, of code that one has made. Answers as V8's frame would without markers. */
class WrittenSite {
  readonly #site: Site & Positions;
  readonly #columns: Columns | null;
  constructor(site: Site, columns: Columns | null) {
    this.#site = site as Site & Positions;
    this.#columns = columns;
  }
  static siteOf(written: WrittenSite): Site & Positions {
    return written.#site;
  }
  static columnsOf(written: WrittenSite): Columns | null {
    return written.#columns;
  }
}

const { siteOf, columnsOf } = WrittenSite;

const answers: Record<string, (site: Site & Positions, columns: Columns | null) => unknown> = {
  getEvalOrigin: (site) => writtenOrigin(site.getEvalOrigin()),
  getColumnNumber: (site, columns) => columnOf(columns, site.getLineNumber(), site.getColumnNumber()),
  getEnclosingColumnNumber: (site, columns) =>
    columnOf(columns, site.getEnclosingLineNumber(), site.getEnclosingColumnNumber()),
  getPosition: (site, columns) => {
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    const offset = line === null || column === null ? undefined : columns?.offset(line, column);
    return offset ?? site.getPosition();
  },
  toString: (site: Site & Positions, columns: Columns | null) => {
    if (columns === null) {
      const origin = site.getEvalOrigin() ?? '';
      return String(site).replace(origin, () => writtenOrigin(origin) as string);
    }
    const column = columnOf(columns, site.getLineNumber(), site.getColumnNumber());
    return column === null ? String(site) : String(site).replace(/:\d+(\)?)$/, `:${column}$1`);
  },
};

/** The author's column of a place in the text with markers; lines are the same. */
const columnOf = (columns: Columns | null, line: number | null, column: number | null): number | null =>
  columns === null || line === null || column === null ? column : columns.original(line, column);

/** `eval at main (/app/main.cjs:5:21)`, or, further down, `eval at inner (eval at main (/app/main.cjs:5:21), <anonymous>:1:1)`. */
const ORIGIN = /^(eval at (?:.* \(eval at )*.* \()(.*):(\d+):(\d+)(\).*)$/s;

/** Where code was made, in the author's columns. */
export function writtenOrigin(origin: string | undefined): string | undefined {
  const [, before = '', file = '', line, column, behind = ''] = ORIGIN.exec(origin ?? '') ?? [];
  const columns = columnsFor(file);
  return columns === null
    ? origin
    : `${before}${file}:${line}:${columns.original(Number(line), Number(column))}${behind}`;
}

let prepared = false;

/** Gives the stand-ins V8's methods. These refuse to be called on anything but V8's own frames, so they are wrapped. */
function prepareLike(site: Site): void {
  prepared = true;
  const original = Object.getPrototypeOf(site) as object;
  const own = WrittenSite.prototype;
  for (const key of Object.getOwnPropertyNames(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key) as PropertyDescriptor;
    const method = property.value as Method;
    const answer = answers[key];
    if (key === 'constructor' || typeof method !== 'function') continue;
    const value =
      answer === undefined
        ? function (this: WrittenSite, ...args: unknown[]): unknown {
            return Reflect.apply(method, siteOf(this), args);
          }
        : function (this: WrittenSite): unknown {
            return answer(siteOf(this), columnsOf(this));
          };
    Object.defineProperty(value, 'name', { value: key, configurable: true });
    Object.defineProperty(own, key, { ...property, value });
  }
  Reflect.deleteProperty(own, 'constructor');
  Object.setPrototypeOf(own, original);
}

/** Makes a stand-in for a frame of a file with markers or, without columns, of code that was made there. */
export function writtenSite(site: Site, columns: Columns | null): Site {
  if (site instanceof WrittenSite) return site;
  if (!prepared) prepareLike(site);
  return new WrittenSite(site, columns) as unknown as Site;
}
