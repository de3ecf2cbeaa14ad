// The places of a file as they are sent.

import type { SiteRow, SiteTable } from '../../protocol/sites.ts';
import type { Origins } from './compiled/origins.ts';

/** A bundle has tens of thousands of places, and what is sent at once has to go into half the ring: see MAX_PAYLOAD_BYTES. */
const LONGEST_TABLE = 100 * 1024;

/** The files that a file's places were written in, of all that it was compiled from. */
export const usedOrigins = (rows: readonly SiteRow[]): number[] => [
  ...new Set(rows.flatMap(([, , , , , facts]) => facts?.origin ?? [])),
];

/** JSON, each a `SiteTable`: one, or as many as there have to be. `used` are those of the origins that rows name. */
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

/** An origin is told by its number among those that are used. */
function withOrigin(row: SiteRow, used: readonly number[]): SiteRow {
  const [kind, name, line, column, owner, facts] = row;
  if (facts?.origin === undefined) return row;
  return [kind, name, line, column, owner, { ...facts, origin: used.indexOf(facts.origin) }];
}
