// The playhead's line over the rows, and its handle in the time axis: a press there sets it, a drag scrubs.

import { putPlayhead } from '../../store/playhead.ts';
import type { UiState } from '../../store/ui-store.ts';
import { formatMoment } from '../../text/format.ts';
import { stepWords } from '../../text/step-words.ts';
import type { ChartElements } from '../chart-elements.ts';
import type { TimeScale } from './spaces.ts';

export class Playhead {
  readonly #elements: ChartElements;
  readonly #traceNs: (viewPx: number) => number;
  readonly #stopping = new AbortController();

  constructor(elements: ChartElements, traceNs: (viewPx: number) => number) {
    this.#elements = elements;
    this.#traceNs = traceNs;
    const { ruler } = elements;
    const { signal } = this.#stopping;
    ruler.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0) return;
        ruler.setPointerCapture(event.pointerId);
        this.#put(event);
      },
      { signal },
    );
    ruler.addEventListener(
      'pointermove',
      (event) => ruler.hasPointerCapture(event.pointerId) && this.#put(event),
      { signal },
    );
  }

  stop(): void {
    this.#stopping.abort();
  }

  paint(scale: TimeScale, { playhead, step }: UiState, edgeNs: number): void {
    const { playhead: line, playheadTime, ruler } = this.#elements;
    const x = playhead === null ? -1 : Math.round(scale.viewPx(playhead));
    const hidden = playhead === null || x < 0 || x > scale.widthPx;
    line.hidden = hidden;
    playheadTime.hidden = hidden;
    const text = playhead === null ? 'nowhere' : formatMoment(playhead);
    ruler.setAttribute('aria-valuemax', String(Math.round(edgeNs)));
    ruler.setAttribute('aria-valuenow', String(Math.round(playhead ?? 0)));
    ruler.setAttribute('aria-valuetext', step === null ? text : `${text}: ${stepWords(step)}`);
    if (hidden) return;
    line.style.transform = `translateX(${x}px)`;
    playheadTime.style.transform = `translateX(${x}px) translateX(-50%)`;
    if (playheadTime.textContent !== text) playheadTime.textContent = text;
  }

  #put(event: PointerEvent): void {
    putPlayhead(this.#traceNs(event.clientX - this.#elements.ruler.getBoundingClientRect().left));
  }
}
