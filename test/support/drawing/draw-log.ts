// What the painters draw on the canvas, as text: one line for each shape, with the name of its colour, in CSS pixels.
//
//     fill running 10,32 20x16        a rectangle: left, top, width x height
//     line text-1 30,40 30,52         the points of a stroked path; `dashed` if it is
//     glyph timer await-timer-ink 14,35
//     text await-timer-ink 28,40 timer 5 ms
//
// A unit test has no canvas, and comparing pixels would not show what is meant.

import { AWAITED_KIND_NAMES } from '../../../src/protocol/events.ts';
import type { ChartColours } from '../../../src/renderer/chart/paint/chart-colours.ts';
import { AWAITED_GLYPHS, OUTCOME_GLYPHS } from '../../../src/renderer/chart/paint/glyphs.ts';

class NamedPath {
  readonly name: string;
  constructor(path: string) {
    const glyphs = Object.entries({ ...AWAITED_GLYPHS, ...OUTCOME_GLYPHS });
    this.name = glyphs.find(([, glyph]) => glyph === path)?.[0] ?? path;
  }
}

class Unmoved {
  translate(): this {
    return this;
  }
  scale(): this {
    return this;
  }
}

/** Provides the parts of a browser that the painters' modules need when they are loaded. To be called before that. */
export function provideCanvasClasses(): void {
  Object.assign(globalThis, { Path2D: NamedPath, DOMMatrix: Unmoved });
}

class NamedPattern {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  setTransform(): void {}
}

/** Colours whose values are their names. */
export function namedColours(): ChartColours {
  const of = new Proxy({}, { get: (_, name) => String(name) });
  const pattern = (name: string) => new NamedPattern(name) as unknown as CanvasPattern;
  return {
    of: of as ChartColours['of'],
    band: AWAITED_KIND_NAMES.map((kind) => `await-${kind}`),
    ink: AWAITED_KIND_NAMES.map((kind) => `await-${kind}-ink`),
    uiFont: '11px ui',
    monoFont: '11px mono',
    hatch: pattern('hatch'),
    lightHatch: pattern('light-hatch'),
    dots: pattern('dots'),
    pause: pattern('pause'),
    patternPx: 8,
  };
}

type Style = string | NamedPattern | FadeOut;

class FadeOut {
  readonly name = 'fade-out';
  addColorStop(): void {}
}

const LETTER_PX = 6;
const rounded = (value: number): number => Math.round(value * 10) / 10;
const nameOf = (style: Style): string => (typeof style === 'string' ? style : style.name);

/** A canvas context that records what is drawn with it. Letters are 6 px wide. */
export class DrawLog {
  readonly lines: string[] = [];
  fillStyle: Style = '';
  strokeStyle: Style = '';
  font = '';
  lineWidth = 1;
  globalAlpha = 1;
  textBaseline = '';
  lineCap = '';
  lineJoin = '';
  #points: string[] = [];
  #dashed = '';
  #at = [0, 0] as [number, number];

  get context(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#write('fill', this.fillStyle, `${this.#point(x, y)} ${rounded(width)}x${rounded(height)}`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#write('frame', this.strokeStyle, `${this.#point(x, y)} ${rounded(width)}x${rounded(height)}`);
  }
  fillText(text: string, x: number, y: number): void {
    this.#write('text', this.fillStyle, `${this.#point(x, y)} ${text}`);
  }
  measureText(text: string): { readonly width: number } {
    return { width: text.length * LETTER_PX };
  }
  beginPath(): void {
    this.#points = [];
  }
  closePath(): void {}
  clip(): void {
    this.#points = [];
  }
  moveTo(x: number, y: number): void {
    this.#points.push(this.#point(x, y));
  }
  lineTo(x: number, y: number): void {
    this.moveTo(x, y);
  }
  arc(x: number, y: number, radius: number): void {
    this.#points.push(`(${this.#point(x, y)} r${radius})`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#points.push(`[${this.#point(x, y)} ${rounded(width)}x${rounded(height)}]`);
  }
  stroke(path?: NamedPath): void {
    if (path !== undefined)
      this.lines.push(`glyph ${path.name} ${nameOf(this.strokeStyle)} ${this.#point(0, 0)}`);
    else this.#write(`line${this.#dashed}`, this.strokeStyle, this.#points.join(' '));
  }
  fill(): void {
    this.#write('shape', this.fillStyle, this.#points.join(' '));
  }
  translate(x: number, y: number): void {
    this.#at = [this.#at[0] + x, this.#at[1] + y];
  }
  setLineDash(dash: readonly number[]): void {
    this.#dashed = dash.length > 0 ? ' dashed' : '';
  }
  createLinearGradient(): FadeOut {
    return new FadeOut();
  }
  save(): void {}
  restore(): void {}

  #point(x: number, y: number): string {
    return `${rounded(this.#at[0] + x)},${rounded(this.#at[1] + y)}`;
  }
  #write(what: string, style: Style, where: string): void {
    this.lines.push(`${what} ${nameOf(style)} ${where}`);
  }
}
