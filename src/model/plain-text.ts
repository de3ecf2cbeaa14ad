// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** Back to the line's beginning: a carriage return, or the cursor's first column. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const RETURNS = /\r|\u001b\[[01]?G/;
/** What was on the line is erased, all of it, or from here on. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const ERASES = /\u001b\[([02]?)K/;

/** A text that the program printed, without what only a terminal understands: colours, cursor moves, control characters. */
export function plainText(text: string): string {
  if (!RETURNS.test(text)) return printed(text);
  // As on a terminal, what is written after a return stands over what was there before: the last state of a progress bar.
  let line = '';
  for (const part of text.split(RETURNS)) {
    const [, erased] = ERASES.exec(part) ?? [];
    const now = printed(erased === '2' ? part.slice(part.lastIndexOf('\u001b[2K')) : part);
    line = erased === undefined ? now + line.slice(now.length) : now;
  }
  return line;
}

const printed = (text: string): string => text.replace(ESCAPES, '').replace(CONTROLS, '');
