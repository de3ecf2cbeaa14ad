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
