// What a tracer puts into a line of source stands between two vertical tabs (form feeds in a file that has vertical tabs
// of its own): white space in every language so far, and nothing that people write. So it can be taken out again.

/** For a source that has neither, or has both: markers are then found all the same, and so is text between two of them. */
export const markOf = (source: string): string =>
  source.includes('\v') && !source.includes('\f') ? '\f' : '\v';

/** A marker. */
export const MARKED = /([\v\f])[^\v\f\n]*\1/g;
/** One whose end is not in the text: a function that ends within it, or the part of a line before a column. */
const CUT = /[\v\f][^\v\f\n]*$/;

/** The text as its author wrote it. */
export const withoutMarkers = (text: string): string => text.replace(MARKED, '').replace(CUT, '');

/** The column, from 0, at which a column of an instrumented line stands in the author's. */
const columnWithoutMarkers = (line: string, column: number): number =>
  withoutMarkers(line.slice(0, column)).length;

/** `path:line`, the line, and carets under the place in it: what Node prints above a stack. */
const EXCERPT =
  /^(?<place>(?:Warning: .* at )?(?:file:\/\/)?\/.*:\d+)\n(?<code>.*__loopscope.*)\n(?<space>[ \t\v\f]*)(?<carets>\^+)$/gm;

/** A text with excerpts in it, whose lines are then their author's. */
export const writtenExcerpts = (text: string): string =>
  text.replace(EXCERPT, (_whole, place: string, code: string, space: string, carets: string) => {
    const original = withoutMarkers(code);
    const under = original.slice(0, columnWithoutMarkers(code, space.length)).replace(/[^\t]/g, ' ');
    return `${place}\n${original}\n${under}${carets}`;
  });
