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

/** The place to which the line below belongs, as Node prints it. */
const PLACE = /^(?:Warning: .* at )?((?:file:\/\/)?\/.*:\d+)$/;
const UNDERLINE = /^[ \t\v\f]*\^*$/;
/** Node underlines at most this much of a line (`GetErrorSource`). A place further to the right has no caret. */
export const LONGEST_UNDERLINE = 1020;

/** Converts a place of the text that runs, which is `path:line` and a column from 0, into the author's; null if unknown. */
export type PlaceOf = (place: string, column: number) => WrittenPlace | null;

export interface WrittenPlace {
  readonly place: string;
  /** The whole line, if it is another one than in the text that runs. */
  readonly code: string | null;
  /** From 0. */
  readonly column: number;
}

/**
 * Replaces the excerpts in a text (`path:line`, that line, and carets below it) by the lines as their author wrote them. `stack`: where the
 * frames of an error are, which give the place if there is no caret.
 */
export function writtenExcerpts(text: string, stack = text, placeOf: PlaceOf = () => null): string {
  const lines = text.split('\n');
  for (let at = 0; at + 1 < lines.length; at++) {
    const above = lines[at] ?? '';
    const code = lines[at + 1] ?? '';
    const below = lines[at + 2];
    const place = code.includes('__loopscope') ? PLACE.exec(above)?.[1] : undefined;
    if (place === undefined) continue;
    lines[at + 1] = withoutMarkers(code);
    if (below === undefined || !UNDERLINE.test(below)) continue;
    const blanks = below.search(/\^|$/);
    const isCut = blanks === below.length && blanks >= LONGEST_UNDERLINE;
    const written = isCut ? null : placeOf(place, blanks);
    const original = written?.code ?? withoutMarkers(code);
    if (written !== null) lines[at] = above.replace(place, () => written.place);
    lines[at + 1] = original;
    const column = isCut ? columnTold(place, stack) : (written?.column ?? columnWithoutMarkers(code, blanks));
    const carets = isCut && column < original.length ? '^' : below.slice(blanks);
    const under = original.slice(0, column).replace(/[^\t]/g, ' ') + carets;
    lines[at + 2] = under.slice(0, LONGEST_UNDERLINE);
  }
  return lines.join('\n');
}

/** The column, from 0, of the first frame in that line; if there is no such frame, the column is unknown. */
function columnTold(place: string, stack: string): number {
  const from = stack.search(/^ {4}at /m);
  const frame = from < 0 ? -1 : stack.indexOf(`${place}:`, from);
  return frame < 0
    ? Number.POSITIVE_INFINITY
    : Number.parseInt(stack.slice(frame + place.length + 1), 10) - 1;
}
