import { formatDuration, formatMoment } from '../text/format.ts';
import type { Pointed } from '../worker/contract.ts';

/** Between the pointer and the tooltip. */
const GAP_PX = 14;

const STATE_WORDS: Readonly<Record<Pointed['state'], string>> = {
  running: 'running',
  ready: 'ready',
  suspended: 'suspended',
  over: 'over',
};

/** What a person points at, in words beside the pointer. */
export class Tooltip {
  readonly #host: HTMLElement;
  readonly #title: HTMLElement;
  readonly #rows: HTMLElement;

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#title = document.createElement('div');
    this.#title.className = 'tooltip-title';
    this.#rows = document.createElement('dl');
    this.#rows.className = 'tooltip-rows';
    host.replaceChildren(this.#title, this.#rows);
  }

  show(pointed: Pointed, untilNs: number): void {
    this.#title.textContent = pointed.label;
    const { state, wait } = pointed;
    const lengthNs = (pointed.toNs ?? untilNs) - pointed.fromNs;
    const rows: [term: string, text: string, className?: string][] = [
      [STATE_WORDS[state], durationWords(pointed, lengthNs), `is-${state}`],
    ];
    if (wait !== null) {
      const what = wait.expression === '' ? wait.on.label : `${wait.at} ${wait.expression}`;
      rows.push(['at', what, 'is-code']);
      rows.push(['for', wait.on.label]);
      if (state === 'ready') rows.push(['suspended', formatDuration(wait.suspendedNs)]);
      if (wait.place !== null) rows.push(['line', String(wait.place.line)]);
    }
    rows.push(['from', formatMoment(pointed.fromNs)]);
    this.#rows.replaceChildren(
      ...rows.flatMap(([term, text, className = '']) => [
        element('dt', term, className),
        element('dd', text, className),
      ]),
    );
    this.#host.hidden = false;
  }

  /** Beside the pointer, wherever there is room. Positions are of the window. */
  place(clientX: number, clientY: number): void {
    const { offsetWidth, offsetHeight } = this.#host;
    const right = clientX + GAP_PX + offsetWidth < window.innerWidth - 8;
    const below = clientY + GAP_PX + offsetHeight < window.innerHeight - 8;
    const x = right ? clientX + GAP_PX : clientX - GAP_PX - offsetWidth;
    const y = below ? clientY + GAP_PX : clientY - GAP_PX - offsetHeight;
    this.#host.style.transform = `translate(${Math.max(8, Math.round(x))}px, ${Math.max(8, Math.round(y))}px)`;
  }

  hide(): void {
    this.#host.hidden = true;
  }
}

function durationWords({ state, toNs, wait }: Pointed, lengthNs: number): string {
  const text = formatDuration(lengthNs);
  if (state === 'ready' && wait !== null && !wait.readyExact) return `at most ${text}`;
  return toNs === null ? `${text} so far` : text;
}

function element(tag: 'dt' | 'dd', text: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}
