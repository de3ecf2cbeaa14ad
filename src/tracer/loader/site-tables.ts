// The sites of a file as they are sent.

import type { SiteRow, SiteTable } from '../../protocol/sites.ts';
import type { Origins } from './compiled/origins.ts';

/** How many rows go into one blob. A bundle has tens of thousands of sites, and a blob has to fit into half the ring: see MAX_PAYLOAD_BYTES. */
const LONGEST_TABLE = 100 * 1024;

/** The original files in which a file's sites were written, of all that it was compiled from. */
export const usedOrigins = (rows: readonly SiteRow[]): number[] => [
  ...new Set(rows.flatMap(([, , , , , facts]) => facts?.origin ?? [])),
];

/** One or several `SiteTable`s, as JSON. `used`: the origins that rows refer to. */
export function siteTables(
  file: string,
  firstSite: number,
  rows: readonly SiteRow[],
  origins: Origins | null,
  used: readonly number[],
): string[] {
  const head = {
    file,
    ...(used.length === 0 ? {} : { origins: used.map((origin) => origins?.files[origin] as string) }),
  };
  const tables: string[] = [];
  let texts: string[] = [];
  let length = 0;
  let before = 0;
  const finish = (): void => {
    const from = before === 0 ? {} : { before };
    const table: SiteTable = { ...head, firstSite: firstSite + before, ...from, rows: [] };
    tables.push(`${JSON.stringify(table).slice(0, -2)}${texts.join()}]}`);
    before += texts.length;
    texts = [];
    length = 0;
  };
  for (const row of rows) {
    const text = JSON.stringify(withOrigin(row, used));
    if (length > 0 && length + text.length > LONGEST_TABLE) finish();
    texts.push(text);
    length += text.length;
  }
  finish();
  return tables;
}

/** A row refers to an origin by its number among the used ones. */
function withOrigin(row: SiteRow, used: readonly number[]): SiteRow {
  const { 0: kind, 1: name, 2: line, 3: column, 4: owner, 5: facts } = row;
  if (facts?.origin === undefined) return row;
  return [kind, name, line, column, owner, { ...facts, origin: used.indexOf(facts.origin) }];
}
