import { StretchKind } from '../../../model/view-types.ts';
import { AWAITED_KIND_NAMES } from '../../../protocol/events.ts';
import { inReadingOrder } from '../../text/reading-order.ts';
import { BAND_TOP_PX, LANE_PX, ROW_PX, rowTopPx } from '../geometry.ts';
import { AWAITED_GLYPHS, GLYPH_SIZE, GLYPH_STROKE } from './glyphs.ts';
import type { BarsScene } from './paint-bars.ts';
import { fittedText } from './text-fit.ts';

const awaitedPaths = AWAITED_KIND_NAMES.map((name) => new Path2D(AWAITED_GLYPHS[name]));

const GLYPH_ROOM_PX = 18;
const TEXT_ROOM_PX = 44;

/** Draws what is awaited: a glyph and words, as far as there is room. They stay legible over folded time too. */
export function paintAwaited({ context, colours, shown, scale, rows, edgeNs, ratio }: BarsScene): void {
  const { stretches } = shown.picture;
  const { index, text } = shown.labels;
  context.font = colours.uiFont;
  context.textBaseline = 'middle';
  context.lineWidth = GLYPH_STROKE;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (let at = 0; at < index.length; at += 1) {
    const stretch = index[at]!;
    if (stretches.kind[stretch] !== StretchKind.suspended) continue;
    // The words of a band that begins left of the view stay in view.
    const left = Math.max(0, scale.viewPx(stretches.fromNs[stretch]!));
    const right = Math.min(scale.widthPx, scale.viewPx(Math.min(stretches.toNs[stretch]!, edgeNs)));
    const room = right - left;
    if (room < GLYPH_ROOM_PX) continue;
    const top = rowTopPx(stretches.row[stretch]!, rows);
    if (top < LANE_PX - ROW_PX || top > rows.heightPx) continue;
    const kind = stretches.awaited[stretch]!;
    const ink = colours.ink[kind] as string;
    // On whole device pixels, because otherwise text shimmers as it moves.
    const x = Math.round((left + 4) * ratio) / ratio;
    context.strokeStyle = ink;
    context.translate(x, top + BAND_TOP_PX + 1);
    context.stroke(awaitedPaths[kind] as Path2D);
    context.translate(-x, -(top + BAND_TOP_PX + 1));
    if (room < TEXT_ROOM_PX) continue;
    const fitted = fittedText(context, text[at]!, room - 4 - GLYPH_SIZE - 8);
    if (fitted === '') continue;
    context.fillStyle = ink;
    context.fillText(inReadingOrder(fitted), x + GLYPH_SIZE + 4, top + ROW_PX / 2 + 0.5);
  }
}
