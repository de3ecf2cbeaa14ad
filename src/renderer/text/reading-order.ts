/** Letters of scripts that are written from right to left, and the signs that change the direction of whatever follows. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1eeff}]/u;
const SIGNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** What is within quotation marks, which the end of a shortened caption may close, and the words outside of them. */
const PARTS = /(?<=")(?:[^"\\]|\\.)*|[\p{L}\p{M}\p{N}_$]+/gu;
const [ISOLATE, END] = ['\u2068', '\u2069'];

/**
 * A caption, to be read from left to right like code, whatever script its names and texts are in: each of them is shown in its own
 * direction, but the function stands before its arguments, and these in their order. Without that, the brackets and quotation marks
 * between two Arabic words change places with them. Signs that change the direction are written out, so that they change nothing.
 */
export function inReadingOrder(caption: string): string {
  const shown = caption.replace(SIGNS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (!RIGHT_TO_LEFT.test(shown)) return shown;
  return shown.replace(PARTS, (part) => (RIGHT_TO_LEFT.test(part) ? ISOLATE + part + END : part));
}
