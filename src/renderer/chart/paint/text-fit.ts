// Text that fits, measured once: a frame may draw hundreds of labels, and measuring is what costs.

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

/** Fewer letters than this, cut off, say nothing. */
const FEWEST_LETTERS = 6;
/** First words that what stands around the text says, too: a sign, or a colour. `all of 20 tasks` says less without its first. */
const SAID_AROUND = /^(an?|the|timer|file|await|blocked) /;

/**
 * The text, or without a first word that says nothing new (`timer 161 ms` is still `161 ms` beside a clock), or the beginning of
 * that and an ellipsis, so that as the room grows what is said only gets longer; nothing where that would be a few letters.
 */
export function fittedText(context: CanvasRenderingContext2D, text: string, roomPx: number): string {
  const width = widthOf(context, text);
  if (width <= roomPx) return text;
  const rest = text.replace(SAID_AROUND, '');
  const restPx = rest === text ? width : widthOf(context, rest);
  if (restPx <= roomPx) return rest;
  const beginning = beginningOf(rest, Math.floor((rest.length * roomPx) / restPx) - 1);
  return beginning.length < FEWEST_LETTERS ? '' : `${beginning}…`;
}

/** The first of some texts that fits as it is, or what fits of the last. */
export function fittedOf(
  context: CanvasRenderingContext2D,
  texts: readonly string[],
  roomPx: number,
): string {
  const whole = texts.find((text) => widthOf(context, text) <= roomPx);
  return whole ?? fittedText(context, texts.at(-1) ?? '', roomPx);
}

/** The first letters of a text, without a number that is not whole in them: half a number is another one. */
function beginningOf(text: string, letters: number): string {
  const begun = text.slice(0, Math.max(0, letters));
  const inNumber = /[\d.,]\d*$/.test(begun) && /^[\d.,]*\d/.test(text.slice(letters));
  return (inNumber ? begun.replace(/[\d.,]+$/, '') : begun).replace(/[\s,:(]+$/, '');
}
