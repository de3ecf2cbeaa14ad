/** Of a path or an address its last letters tell it from the next one. */
const END_LETTERS = 10;
const LINE = /^(.*)(:\d+)$/;
const ONE_TEXT = /^(?:[^("]*\("[^"]+"|.*\([A-Z]+ \S+)\)$/;

/**
 * A caption in two: what is shortened where there is no room, and what is not. That is a line's number, or the end of the only text
 * that a function was called with: `fetchPage("https:…/page/7")`, `createServer callback(GET …/page/7)`.
 */
export function captionParts(caption: string): readonly [text: string, end: string] {
  const [, text, line] = LINE.exec(caption) ?? [];
  if (text !== undefined && line !== undefined) return [text, line];
  // Less than half of it, so that it has room where the whole caption has.
  const isLong = caption.length >= 2 * END_LETTERS + 2;
  if (!isLong || !ONE_TEXT.test(caption)) return [caption, ''];
  return [caption.slice(0, -END_LETTERS), caption.slice(-END_LETTERS)];
}
