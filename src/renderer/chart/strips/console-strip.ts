// The strip below the rows: when the program wrote to its console. Pointing shows what, a click leads to the Console tab.

import type { ConsoleMarks } from '../../../model/view-types.ts';
import { ignoreClosed, type SessionClient } from '../../session/session-client.ts';
import { showConsoleLine } from '../../store/ui-store.ts';
import { sizeCanvas } from '../paint/canvas-size.ts';
import type { ChartColours } from '../paint/chart-colours.ts';
import { CONSOLE_PX, markAt, paintConsole } from '../paint/paint-console.ts';
import type { TimeScale } from '../time/spaces.ts';
import type { Tooltip } from '../tooltip.ts';

/** From how far away a mark can be hit. */
const REACH_PX = 5;
/** How many lines a tooltip shows. */
const MOST_LINES = 4;

export interface ConsoleScene {
  /** Null while unknown. */
  readonly marks: ConsoleMarks | null;
  readonly scale: TimeScale;
  readonly colours: ChartColours;
  readonly ratio: number;
}

export class ConsoleStrip {
  readonly #canvas: HTMLCanvasElement;
  readonly #client: SessionClient;
  readonly #tooltip: Tooltip;
  readonly #stopping = new AbortController();
  #scene: ConsoleScene | null = null;
  /** The first line of the mark under the pointer. */
  #pointed = -1;

  constructor(canvas: HTMLCanvasElement, client: SessionClient, tooltip: Tooltip) {
    this.#canvas = canvas;
    this.#client = client;
    this.#tooltip = tooltip;
    const { signal } = this.#stopping;
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    canvas.addEventListener('pointerleave', () => this.#leave(), { signal });
    canvas.addEventListener('click', (event) => this.#clicked(event), { signal });
  }

  stop(): void {
    this.#stopping.abort();
  }

  paint(scene: ConsoleScene): void {
    this.#scene = scene;
    const { marks, scale, colours, ratio } = scene;
    const context = this.#canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    sizeCanvas(context, scale.widthPx, CONSOLE_PX, ratio);
    const none = { atNs: new Float64Array(), line: new Int32Array() };
    paintConsole(context, colours, marks ?? { ...none, count: none.line, errors: none.line }, scale, ratio);
  }

  #markAt({ offsetX }: MouseEvent): { readonly line: number; readonly count: number } | null {
    if (this.#scene === null || this.#scene.marks === null) return null;
    const { marks, scale } = this.#scene;
    const mark = markAt(marks, offsetX, scale, REACH_PX);
    return mark < 0 ? null : { line: marks.line[mark]!, count: marks.count[mark]! };
  }

  #move(event: PointerEvent): void {
    const mark = this.#markAt(event);
    this.#canvas.style.cursor = mark === null ? 'default' : 'pointer';
    if (mark === null) {
      this.#leave();
      return;
    }
    if (mark.line === this.#pointed) return;
    this.#pointed = mark.line;
    const { clientX, clientY } = event;
    const to = mark.line + Math.min(mark.count, MOST_LINES);
    this.#client
      .query('consoleLines', { from: mark.line, to })
      .then(({ items }) => {
        if (this.#pointed !== mark.line) return;
        this.#tooltip.showLines(items, mark.count - items.length);
        this.#tooltip.place(clientX, clientY);
      })
      .catch(ignoreClosed);
  }

  #leave(): void {
    if (this.#pointed < 0) return;
    this.#pointed = -1;
    this.#tooltip.hide();
  }

  #clicked(event: MouseEvent): void {
    const mark = this.#markAt(event);
    if (mark !== null) showConsoleLine(mark.line);
  }
}
