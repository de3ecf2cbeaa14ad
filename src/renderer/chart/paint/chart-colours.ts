// The canvas's colours and patterns, read from the same custom properties as the rest of the window.

import { AWAITED_KIND_NAMES, type AwaitedKindName } from '../../../protocol/events.ts';

export const COLOUR_NAMES = [
  'surface-0',
  'surface-1',
  'surface-2',
  'line',
  'line-strong',
  'text-1',
  'text-2',
  'text-3',
  'selected-ground',
  'selected-line',
  'running',
  'ready',
  'ready-ground',
  'suspended',
  'rejected',
  'fulfilled',
  'loop-busy',
  'loop-long',
  'await-timer',
  'await-timer-ink',
  'await-network',
  'await-network-ink',
  'await-file',
  'await-file-ink',
  'await-task',
  'await-task-ink',
  'await-process',
  'await-process-ink',
  'await-promise',
  'await-promise-ink',
  'await-unknown',
  'await-unknown-ink',
] as const;
type ColourName = (typeof COLOUR_NAMES)[number];

export interface ChartColours {
  readonly of: Readonly<Record<ColourName, string>>;
  /** The band's colour for each AwaitedKind. */
  readonly band: readonly string[];
  readonly ink: readonly string[];
  readonly uiFont: string;
  readonly monoFont: string;
  /** Ready: a diagonal hatch on its ground. */
  readonly hatch: CanvasPattern;
  /** Ready at most: the same hatch, wider apart. */
  readonly lightHatch: CanvasPattern;
  /** A wait for something unknown: dots. */
  readonly dots: CanvasPattern;
  /** A pause of the runtime: gaps in what is below it. */
  readonly pause: CanvasPattern;
  /** How many CSS pixels a pattern repeats after. */
  readonly patternPx: number;
}

const PATTERN_PX = 8;

/** Reads the present colours. To be called again when the theme or the device pixel ratio changes. */
export function readChartColours(host: HTMLElement, ratio: number): ChartColours {
  const probe = host.ownerDocument.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  // `light-dark()` is only resolved in a property that is a colour, not in a custom property.
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const of = Object.fromEntries(COLOUR_NAMES.map((name) => [name, read(name)])) as Record<ColourName, string>;
  const bands = (suffix: '' | '-ink') =>
    AWAITED_KIND_NAMES.map((kind: AwaitedKindName) => of[`await-${kind}${suffix}`]);
  probe.style.font = '11px var(--font-ui)';
  const uiFont = `11px ${style.fontFamily}`;
  probe.style.fontFamily = 'var(--font-mono)';
  const monoFont = `11px ${style.fontFamily}`;
  probe.remove();
  return {
    of,
    band: bands(''),
    ink: bands('-ink'),
    uiFont,
    monoFont,
    hatch: diagonals(of.ready, of['ready-ground'], 4, 1, ratio),
    lightHatch: diagonals(of.ready, of['ready-ground'], 8, 1, ratio),
    dots: dots(of['await-unknown-ink'], of['await-unknown'], ratio),
    pause: diagonals(of['surface-0'], 'transparent', 4, 1, ratio),
    patternPx: PATTERN_PX,
  };
}

function tile(ratio: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(PATTERN_PX * ratio);
  canvas.height = canvas.width;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(canvas.width / PATTERN_PX, canvas.width / PATTERN_PX);
  return context;
}

function diagonals(
  ink: string,
  ground: string,
  everyPx: number,
  widthPx: number,
  ratio: number,
): CanvasPattern {
  const context = tile(ratio);
  context.fillStyle = ground;
  context.fillRect(0, 0, PATTERN_PX, PATTERN_PX);
  context.strokeStyle = ink;
  context.lineWidth = widthPx;
  context.beginPath();
  for (let x = -PATTERN_PX; x <= 2 * PATTERN_PX; x += everyPx) {
    context.moveTo(x - 2, PATTERN_PX + 2);
    context.lineTo(x + PATTERN_PX + 2, -2);
  }
  context.stroke();
  return context.createPattern(context.canvas, 'repeat') as CanvasPattern;
}

function dots(ink: string, ground: string, ratio: number): CanvasPattern {
  const context = tile(ratio);
  context.fillStyle = ground;
  context.fillRect(0, 0, PATTERN_PX, PATTERN_PX);
  context.fillStyle = ink;
  context.globalAlpha = 0.4;
  for (const [x, y] of [
    [1, 1],
    [5, 5],
  ] as const) {
    context.fillRect(x, y, 1, 1);
  }
  return context.createPattern(context.canvas, 'repeat') as CanvasPattern;
}
