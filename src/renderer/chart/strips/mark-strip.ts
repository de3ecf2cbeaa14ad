// The marks below the time axis: each a flag with as much of its note as fits before the next one.

import type { Mark } from '../../../protocol/marks.ts';
import { formatMoment } from '../../text/format.ts';
import type { TimeScale } from '../time/spaces.ts';

export interface MarkListener {
  go(mark: Mark): void;
  edit(mark: Mark): void;
}

const WIDEST_PX = 240;
/** The least width that can be clicked. */
const NARROWEST_PX = 8;
const GAP_PX = 2;

export interface Flag {
  readonly mark: Mark;
  readonly x: number;
  /** Its greatest width, up to the next flag. */
  readonly widthPx: number;
}

/** The flags of the marks in view, with their positions. */
export function flagsOf(marks: readonly Mark[], scale: TimeScale): Flag[] {
  return marks.flatMap((mark, at) => {
    const x = Math.round(scale.viewPx(mark.atNs));
    if (x > scale.widthPx || x + WIDEST_PX < 0) return [];
    const next = marks[at + 1];
    const room = next === undefined ? WIDEST_PX : scale.viewPx(next.atNs) - x - GAP_PX;
    return [{ mark, x, widthPx: Math.floor(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, room))) }];
  });
}

export class MarkStrip {
  readonly #host: HTMLElement;
  readonly #listener: MarkListener;
  readonly #shown: { readonly element: HTMLButtonElement; readonly text: HTMLElement; mark: Mark | null }[] =
    [];

  constructor(host: HTMLElement, listener: MarkListener) {
    this.#host = host;
    this.#listener = listener;
    host.replaceChildren();
  }

  paint(marks: readonly Mark[], scale: TimeScale): void {
    const flags = flagsOf(marks, scale);
    for (const [at, flag] of flags.entries()) this.#place(at, flag);
    for (const spare of this.#shown.slice(flags.length)) spare.element.hidden = true;
  }

  #place(at: number, { mark, x, widthPx }: Flag): void {
    const shown = this.#shown[at] ?? this.#make();
    const { element, text } = shown;
    element.hidden = false;
    element.style.transform = `translateX(${x}px)`;
    element.style.maxWidth = `${widthPx}px`;
    if (shown.mark === mark) return;
    shown.mark = mark;
    const said = mark.text === '' ? formatMoment(mark.atNs) : mark.text;
    text.textContent = said;
    element.title = `${said}\n${formatMoment(mark.atNs)}: click to go there, double click to change the note`;
    element.setAttribute('aria-label', `Mark ${said}`);
  }

  #make() {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'mark';
    // With the keyboard, marks are reached through the list of marks.
    element.tabIndex = -1;
    const text = document.createElement('span');
    element.append(text);
    const made = { element, text, mark: null as Mark | null };
    element.addEventListener('click', ({ detail }) => {
      if (made.mark === null) return;
      if (detail === 2) this.#listener.edit(made.mark);
      else this.#listener.go(made.mark);
    });
    this.#host.append(element);
    this.#shown.push(made);
    return made;
  }
}
