/** How many of the last letters of a path or an address are kept, because they distinguish it from others. */
const END_LETTERS = 10;
/** A line's number, or that of a thread or process. */
const NUMBER = /^(.*)(:\d+| #\d+| pid \d+)$/;
/** Short arguments after a longer name. The end may not be longer than the beginning: then it would be cut off even where there is room. */
const SHORT_ARGUMENTS = /^([^(]+)(\([^()]{1,8}\))$/;
const ONE_TEXT = /^(?:[^("]*\("[^"]+"|.*\([A-Z]+ \S+|.*\(from [^()]+)\)$/;
/** Half of a letter of two UTF-16 units. */
const SECOND_HALF = /^[\udc00-\udfff]/;

/**
 * The two parts of a caption: the one that is shortened if there is no room, and the one that is not. The latter is a line number, the
 * number of a thread or process (`child fetch-pr… pid 4711`), short arguments (`visitDirec…(35)`), or the end of the only text that a
 * function was called with: `fetchPage("https:…/page/7")`, `createServer callback(GET …/page/7)`, `on("message") call…resize 3 #4)`.
 */
export function captionParts(caption: string): readonly [text: string, end: string] {
  const [, text, number] = NUMBER.exec(caption) ?? [];
  if (text !== undefined && number !== undefined) return [text, number];
  const [, name, inBrackets] = SHORT_ARGUMENTS.exec(caption) ?? [];
  if (name !== undefined && inBrackets !== undefined && name.length > inBrackets.length)
    return [name, inBrackets];
  // The end is less than half of the text, so if the whole caption has room, so does the end.
  const isLong = caption.length >= 2 * END_LETTERS + 2;
  if (!isLong || !ONE_TEXT.test(caption)) return [caption, ''];
  const at = SECOND_HALF.test(caption.slice(-END_LETTERS)) ? END_LETTERS + 1 : END_LETTERS;
  return [caption.slice(0, -at), caption.slice(-at)];
}
