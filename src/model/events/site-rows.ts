import type { SiteFacts, SiteTable } from '../../protocol/sites.ts';
import { type SiteIds, type SiteStore, siteKindNumber } from '../tables/sites.ts';

/** Adds a file's table of places, which a thread sends when it loads that file. `ids`: the thread's ids of places. */
export function addSites(table: SiteTable, sites: SiteStore, ids: SiteIds): void {
  const file = sites.fileNumber(table.file);
  const { rows, firstSite, before = 0 } = table;
  const firstRow = sites.length;
  const rowOf = (index: number): number => {
    const own = index - before;
    return own >= 0 && own < rows.length ? firstRow + own : ids.find(firstSite + own);
  };
  rows.forEach(([kind, name, line, column, owner, facts], index) => {
    const ownerRow = owner >= 0 ? rowOf(owner) : -1;
    const origin = facts?.origin === undefined ? undefined : table.origins?.[facts.origin];
    const writtenIn = origin === undefined ? file : sites.fileNumber(origin);
    const row = sites.add(kind, name, writtenIn, line, column, ownerRow);
    ids.set(firstSite + index, row, siteKindNumber(kind));
    if (facts !== undefined) addFacts(facts, row, sites, rowOf);
  });
}

function addFacts(facts: SiteFacts, row: number, sites: SiteStore, rowOf: (index: number) => number): void {
  if (facts.dropped) sites.dropped.add(row);
  if (facts.safe) sites.safe.add(row);
  if (facts.settles) sites.settling.add(row);
  if (facts.handedTo !== undefined) sites.handedTo.set(row, facts.handedTo);
  if (facts.settledBy !== undefined) sites.settledBy.set(row, facts.settledBy);
  if (facts.endless) sites.endless.add(row);
  if (facts.members !== undefined) sites.members.set(row, facts.members);
  if (facts.combining !== undefined) sites.combines(facts.combining);
  if (facts.given !== undefined) sites.given.set(row, facts.given);
  if (facts.apart !== undefined) sites.apart.set(row, new Set(facts.apart.map(rowOf)));
}
