import { snapped } from '../time/spaces.ts';

/** The ratio for which a context's `fillRect` was last adapted. */
const ratios = new WeakMap<CanvasRenderingContext2D, number>();

/**
 * Gives a canvas its size, and its context CSS pixels as units. The canvas is shown in exactly as many device pixels as it has: at 125 %, a
 * width of 507 is 633.75 device pixels, and a canvas of 634 squeezed into those would be blurred everywhere.
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
 * Vertically everything is on whole CSS pixels. At 125 % and 150 % these are not whole device pixels, and edges would be blurred. So
 * rectangles are moved to whole device pixels, and none is thinner than one.
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

/** The thickness, in CSS pixels, of a line of about one CSS pixel that covers whole device pixels: others are blurred at 125 % and 150 %. */
export const hairlinePx = (ratio: number): number => Math.max(1, Math.round(ratio)) / ratio;

/** Calls `changed` when the device pixel ratio changes, which on another screen may happen without the window's size changing. */
export function watchRatio(changed: () => void, signal: AbortSignal): void {
  const media = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const next = () => {
    watchRatio(changed, signal);
    changed();
  };
  media.addEventListener('change', next, { once: true, signal });
}
