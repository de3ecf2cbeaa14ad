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
  getLineNumber: (site, columns) => placeOf(columns, site).line,
  getColumnNumber: (site, columns) => placeOf(columns, site).column,
  getEnclosingLineNumber: (site, columns) => enclosingPlaceOf(columns, site).line,
  getEnclosingColumnNumber: (site, columns) => enclosingPlaceOf(columns, site).column,
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
    const { line, column } = placeOf(columns, site);
    return column === null ? String(site) : String(site).replace(/:\d+:\d+(\)?)$/, `:${line}:${column}$1`);
  },
};

/** A place as V8 tells it of a frame: null where that has none. */
interface FramePlace {
  readonly line: number | null;
  readonly column: number | null;
}

const placeOf = (columns: Columns | null, site: Site): FramePlace =>
  written(columns, site.getLineNumber(), site.getColumnNumber());

const enclosingPlaceOf = (columns: Columns | null, site: Positions): FramePlace =>
  written(columns, site.getEnclosingLineNumber(), site.getEnclosingColumnNumber());

/** The author's place of one in the text with markers. */
const written = (columns: Columns | null, line: number | null, column: number | null): FramePlace =>
  columns === null || line === null || column === null ? { line, column } : columns.place(line, column);

/** `eval at main (/app/main.cjs:5:21)`, or, further down, `eval at inner (eval at main (/app/main.cjs:5:21), <anonymous>:1:1)`. */
const ORIGIN = /^(eval at (?:.* \(eval at )*.* \()(.*):(\d+):(\d+)(\).*)$/s;

/** Where code was made, in the author's columns. */
export function writtenOrigin(origin: string | undefined): string | undefined {
  const parts = ORIGIN.exec(origin ?? '') ?? [];
  const { 1: before = '', 2: file = '', 3: line, 4: column, 5: behind = '' } = parts;
  const place = columnsFor(file)?.place(Number(line), Number(column));
  return place === undefined ? origin : `${before}${file}:${place.line}:${place.column}${behind}`;
}

let prepared = false;

/** Gives the stand-ins V8's methods. These refuse to be called on anything but V8's own frames, so they are wrapped. */
function prepareLike(site: Site): void {
  prepared = true;
  const original = Object.getPrototypeOf(site) as object;
  const own = WrittenSite.prototype;
  const keys = Object.getOwnPropertyNames(original);
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
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
