// The frames of a stack as V8 hands them to whoever formats it, with the places of the author's text.

import { columnsFor } from './written-columns.ts';

type Site = NodeJS.CallSite;
type Method = (this: Site, ...args: unknown[]) => unknown;

/** What V8 gives a frame and the types lack. */
interface Positions {
  getPosition(): number;
  getEnclosingLineNumber(): number | null;
  getEnclosingColumnNumber(): number | null;
}

/** A frame of a file with markers: it has a real one's methods, and answers as that would without them. */
class WrittenSite {
  readonly #site: Site & Positions;
  constructor(site: Site) {
    this.#site = site as Site & Positions;
  }
  static siteOf(written: WrittenSite): Site & Positions {
    return written.#site;
  }
}

const { siteOf } = WrittenSite;

/** The author's column of a place in the text with markers; lines are the same. */
function written(site: Site, line: number | null, column: number | null): number | null {
  const columns = columnsFor(site.getFileName());
  return columns === null || line === null || column === null ? column : columns.original(line, column);
}

const answers: Record<string, (site: Site & Positions) => unknown> = {
  getColumnNumber: (site) => written(site, site.getLineNumber(), site.getColumnNumber()),
  getEnclosingColumnNumber: (site) =>
    written(site, site.getEnclosingLineNumber(), site.getEnclosingColumnNumber()),
  getPosition: (site) => {
    const line = site.getLineNumber();
    const column = site.getColumnNumber();
    const columns = columnsFor(site.getFileName());
    const offset = line === null || column === null ? undefined : columns?.offset(line, column);
    return offset ?? site.getPosition();
  },
  toString: (site: Site & Positions) => {
    const column = answers.getColumnNumber?.(site);
    return typeof column === 'number' ? String(site).replace(/:\d+(\)?)$/, `:${column}$1`) : String(site);
  },
};

let prepared = false;

/** Gives frames that stand in for V8's its methods, which refuse to be called on anything but V8's own. */
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
            return answer(siteOf(this));
          };
    Object.defineProperty(value, 'name', { value: key, configurable: true });
    Object.defineProperty(own, key, { ...property, value });
  }
  Reflect.deleteProperty(own, 'constructor');
  Object.setPrototypeOf(own, original);
}

/** The frame as its author's text has it: the same where that has no markers. */
export function writtenSite(site: Site): Site {
  if (site instanceof WrittenSite || columnsFor(site.getFileName()) === null) return site;
  if (!prepared) prepareLike(site);
  return new WrittenSite(site) as unknown as Site;
}
