// Texts shortened to fit. Widths are kept, because a frame may draw hundreds of labels, and measuring is what takes time.

const MOST_KEPT = 5000;
const widths = new Map<string, number>();
let font = '';

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  if (context.font !== font || widths.size > MOST_KEPT) {
    widths.clear();
    font = context.font;
  }
  let width = widths.get(text);
  if (width === undefined) {
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}

/** If a text would be cut off after fewer letters, nothing is shown. */
const FEWEST_LETTERS = 6;
/** First words that can be left out, because a sign or a colour beside the text says the same. `all of 20 tasks` needs its first word. */
const SAID_AROUND = /^(an?|the|timer|file|await|blocked) /;

/**
 * The text if it fits; else the text without a redundant first word (`161 ms` for `timer 161 ms` beside a clock), if that fits; else the
 * beginning of that with an ellipsis; '' if only a few letters would be left. So with growing room the text only gets longer.
 */
export function fittedText(context: CanvasRenderingContext2D, text: string, roomPx: number): string {
  const width = widthOf(context, text);
  if (width <= roomPx) return text;
  const rest = text.replace(SAID_AROUND, '');
  const restPx = rest === text ? width : widthOf(context, rest);
  if (restPx <= roomPx) return rest;
  let beginning = beginningOf(rest, Math.floor((rest.length * roomPx) / restPx) - 1);
  // Letters differ in width, most of all where a text begins in one script and ends in another.
  while (beginning.length >= FEWEST_LETTERS && widthOf(context, `${beginning}…`) > roomPx)
    beginning = beginningOf(rest, beginning.length - 1);
  return beginning.length < FEWEST_LETTERS ? '' : `${beginning}…`;
}

/** The first of the texts that fits, or else the last one, shortened. */
export function fittedOf(
  context: CanvasRenderingContext2D,
  texts: readonly string[],
  roomPx: number,
): string {
  const whole = texts.find((text) => widthOf(context, text) <= roomPx);
  return whole ?? fittedText(context, texts.at(-1) ?? '', roomPx);
}

/** The first letters of a text. A number is never cut in two, because half of it would be another number; nor is a letter of two units. */
function beginningOf(text: string, letters: number): string {
  const begun = text.slice(0, Math.max(0, letters)).replace(/[\ud800-\udbff]$/, '');
  const inNumber = /[\d.,]\d*$/.test(begun) && /^[\d.,]*\d/.test(text.slice(letters));
  return (inNumber ? begun.replace(/[\d.,]+$/, '') : begun).replace(/[\s,:(]+$/, '');
}
