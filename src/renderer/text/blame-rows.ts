import type { Blame, BlamePart, PlaceView } from '../../model/view-types.ts';
import { counted } from '../../model/words.ts';

export interface BlameRow {
  readonly name: string;
  readonly place: PlaceView | null;
  readonly ns: number;
  /** The run to go to, or the function; null if it is not part of the program. */
  readonly part: BlamePart | null;
}

/** What held the loop while a task was ready, the longest first: at most `most` runs, and the sum of the others in `more`. */
export function blameRows(blame: Blame | null, most: number): { rows: BlameRow[]; more: BlameRow[] } {
  if (blame === null) return { rows: [], more: [] };
  const named = blame.parts.slice(0, most);
  const rest = blame.parts.slice(most);
  const runs = rest.length + blame.more.runs;
  const ns = rest.reduce((sum, part) => sum + part.ns, blame.more.ns);
  const other = (name: string, heldNs: number): BlameRow => ({ name, place: null, ns: heldNs, part: null });
  return {
    rows: named.map((part) => ({ name: part.name, place: part.place, ns: part.ns, part })),
    more: [
      other(counted(runs, 'more run'), ns),
      other(`loading ${counted(blame.loaded.files, 'module')}`, blame.loaded.ns),
      other('code of no task', blame.otherNs),
      other('garbage collection', blame.pausedNs),
      other('nothing to do', blame.idleNs),
    ].filter((row) => row.ns > 0),
  };
}
