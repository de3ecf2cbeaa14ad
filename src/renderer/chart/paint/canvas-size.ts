import { snapped } from '../time/spaces.ts';

/** The ratio that a context's `fillRect` was last made for. */
const ratios = new WeakMap<CanvasRenderingContext2D, number>();

/**
 * Gives a canvas its size and its context CSS pixels as units. It is shown in exactly as many device pixels as it has:
 * at 125 % a width of 507 is 633.75 of them, and 634 that are squeezed into these are all blurred.
 */
export function sizeCanvas(
  context: CanvasRenderingContext2D,
  widthPx: number,
  heightPx: number,
  ratio: number,
): void {
  const { canvas } = context;
  const width = Math.max(1, Math.round(widthPx * ratio));
  const height = Math.max(1, Math.round(heightPx * ratio));
  if (canvas.width !== width || canvas.height !== height || ratios.get(context) !== ratio) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${width / ratio}px`;
    canvas.style.height = `${height / ratio}px`;
    ratios.set(context, ratio);
    fillWholePixels(context, ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/**
 * Everything stands on whole CSS pixels up and down, and every second edge is blurred where these are no whole device
 * pixels, at 125 % and 150 %. There rectangles are put on the canvas's own grid, and none is thinner than one of its pixels.
 */
function fillWholePixels(context: CanvasRenderingContext2D, ratio: number): void {
  Reflect.deleteProperty(context, 'fillRect');
  if (Number.isInteger(ratio)) return;
  const fill = context.fillRect.bind(context);
  context.fillRect = (x, y, width, height) => {
    if (!(width > 0 && height > 0)) return;
    const left = snapped(x, ratio);
    const top = snapped(y, ratio);
    const thinnest = 1 / ratio;
    fill(
      left,
      top,
      Math.max(thinnest, snapped(x + width, ratio) - left),
      Math.max(thinnest, snapped(y + height, ratio) - top),
    );
  };
}

/** How thick a line of a CSS pixel is, in whole device pixels: at 125 % and 150 % any other is blurred. */
export const hairlinePx = (ratio: number): number => Math.max(1, Math.round(ratio)) / ratio;

/** Says when a CSS pixel has become another number of device pixels: on another screen a window may be as large as before. */
export function watchRatio(changed: () => void, signal: AbortSignal): void {
  const media = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const next = () => {
    watchRatio(changed, signal);
    changed();
  };
  media.addEventListener('change', next, { once: true, signal });
}
