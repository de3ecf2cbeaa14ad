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

/** The text, or its beginning and an ellipsis; nothing where not even a few letters fit. */
export function fittedText(context: CanvasRenderingContext2D, text: string, roomPx: number): string {
  const width = widthOf(context, text);
  if (width <= roomPx) return text;
  const letters = Math.floor((text.length * roomPx) / width) - 1;
  return letters < 4 ? '' : `${text.slice(0, letters).trimEnd()}…`;
}
