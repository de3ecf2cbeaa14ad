// What a tracer inserts into a line of source stands between two vertical tabs, or two form feeds in a file that contains vertical
// tabs. They are white space in every language so far, and people do not write them. So the insertions can be removed again.

/** Which of the two to use. In a source that contains both, markers are still found, but so is text between two of its own tabs. */
export const markOf = (source: string): string =>
  source.includes('\v') && !source.includes('\f') ? '\f' : '\v';

/** A marker. */
export const MARKED = /([\v\f])[^\v\f\n]*\1/g;
/** A marker without its end: the text is a function that ends inside it, or the part of a line before a column. */
const CUT = /[\v\f][^\v\f\n]*$/;

/** The text as its author wrote it. */
export const withoutMarkers = (text: string): string => text.replace(MARKED, '').replace(CUT, '');

/** The column, from 0, at which a column of an instrumented line stands in the author's. */
const columnWithoutMarkers = (line: string, column: number): number =>
  withoutMarkers(line.slice(0, column)).length;

/** Where Node says that the line below comes from. */
const PLACE = /^(?:Warning: .* at )?((?:file:\/\/)?\/.*:\d+)$/;
const UNDERLINE = /^[ \t\v\f]*\^*$/;
/** Node underlines no more of a line (`GetErrorSource`): of a place further to the right there is no caret. */
const LONGEST_UNDERLINE = 1020;

/** The author's column, from 0, of one in the text that runs: `place` is `path:line`, null where it is not known. */
export type ColumnOf = (place: string, column: number) => number | null;

/**
 * A text with excerpts in it (`path:line`, that line, and carets under the place in it), whose lines are then their author's. `stack` is
 * where the frames of an error stand, which tell a place that has no caret.
 */
export function writtenExcerpts(text: string, stack = text, columnOf: ColumnOf = () => null): string {
  const lines = text.split('\n');
  for (let at = 0; at + 1 < lines.length; at++) {
    const [above = '', code = '', below] = lines.slice(at, at + 3);
    const place = code.includes('__loopscope') ? PLACE.exec(above)?.[1] : undefined;
    if (place === undefined) continue;
    const original = withoutMarkers(code);
    lines[at + 1] = original;
    if (below === undefined || !UNDERLINE.test(below)) continue;
    const blanks = below.search(/\^|$/);
    const isCut = blanks === below.length && blanks >= LONGEST_UNDERLINE;
    const column = isCut
      ? columnTold(place, stack)
      : (columnOf(place, blanks) ?? columnWithoutMarkers(code, blanks));
    const carets = isCut && column < original.length ? '^' : below.slice(blanks);
    const under = original.slice(0, column).replace(/[^\t]/g, ' ') + carets;
    lines[at + 2] = under.slice(0, LONGEST_UNDERLINE);
  }
  return lines.join('\n');
}

/** The column, from 0, that the first frame in a line tells; without one it is not known. */
function columnTold(place: string, stack: string): number {
  const from = stack.search(/^ {4}at /m);
  const frame = from < 0 ? -1 : stack.indexOf(`${place}:`, from);
  return frame < 0
    ? Number.POSITIVE_INFINITY
    : Number.parseInt(stack.slice(frame + place.length + 1), 10) - 1;
}
