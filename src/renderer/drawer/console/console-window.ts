// Which lines the console lays out, and which it asks for. Of a program that prints faster than pages come, who is at the end is
// shown the newest lines that are here, and not the room for those that are not.

/** From one line to another, exclusive. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** How many lines are laid out of all there are; `known`: up to which one the page goes that is here, 0 without one. */
export const linesLaidOut = (lines: number, known: number, atEnd: boolean): number =>
  atEnd && known > 0 ? Math.min(known, lines) : lines;

/** Those to ask for where some are in view: at the end the newest, as many. */
export const linesToAsk = (
  { from, to }: LineRange,
  lines: number,
  known: number,
  atEnd: boolean,
): LineRange => (atEnd && known > 0 ? { from: Math.max(0, lines - (to - from)), to: lines } : { from, to });
