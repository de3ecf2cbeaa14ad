// Which lines the console lays out, and which it asks for. If a program prints faster than pages arrive, a user at the end sees the newest
// lines that have arrived, instead of empty space for those that have not.

/** A range of lines; `to` is exclusive. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** How many of all lines are laid out. `known` is where the present page ends, 0 without one. */
export const linesLaidOut = (lines: number, known: number, atEnd: boolean): number =>
  atEnd && known > 0 ? Math.min(known, lines) : lines;

/** The lines to ask for when these are in view: at the end, as many of the newest ones. */
export const linesToAsk = (
  { from, to }: LineRange,
  lines: number,
  known: number,
  atEnd: boolean,
): LineRange => (atEnd && known > 0 ? { from: Math.max(0, lines - (to - from)), to: lines } : { from, to });
