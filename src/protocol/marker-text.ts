// What a tracer puts into a line of source stands between two vertical tabs (form feeds in a file that has vertical tabs
// of its own): white space in every language so far, and nothing that people write. So it can be taken out again.

/** For a source that has neither, or has both: markers are then found all the same, and so is text between two of them. */
export const markOf = (source: string): string =>
  source.includes('\v') && !source.includes('\f') ? '\f' : '\v';

const MARKED = /([\v\f])[^\v\f\n]*\1/g;
/** The same, and one that the end of the text cuts. */
const MARKED_OR_CUT = /([\v\f])[^\v\f\n]*(?:\1|$)/g;

/** The text as its author wrote it. */
export const withoutMarkers = (text: string): string => text.replace(MARKED, '');

/** The column, from 0, at which a column of an instrumented line stands in the author's. */
export const columnWithoutMarkers = (line: string, column: number): number =>
  line.slice(0, column).replace(MARKED_OR_CUT, '').length;
