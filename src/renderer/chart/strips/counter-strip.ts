// The counters over time: a strip on the chart's time scale, and beside it their values at the moment under the pointer.

import type { CounterLanes, Counters } from '../../../model/view-types.ts';
import { counted, thousands } from '../../../model/words.ts';
import { ignoreClosed, type SessionClient } from '../../session/session-client.ts';
import { formatShare } from '../../text/format.ts';
import type { ChartElements } from '../chart-elements.ts';
import { sizeCanvas } from '../paint/canvas-size.ts';
import type { ChartColours } from '../paint/chart-colours.ts';
import { COUNTERS_PX, paintCounters } from '../paint/paint-counters.ts';
import type { TimeScale } from '../time/spaces.ts';

export interface CounterStripScene {
  readonly lanes: CounterLanes | null;
  readonly scale: TimeScale;
  readonly edgeNs: number;
  readonly colours: ChartColours;
  readonly ratio: number;
  /** The moment under the pointer. */
  readonly pointedNs: number | null;
  readonly playhead: number | null;
  /** The counters at the playhead; null while unknown. */
  readonly atPlayhead: Counters | null;
}

const NAMES = ['running', 'ready', 'suspended'] as const;
type ValueName = (typeof NAMES)[number] | 'alive' | 'loop' | 'pool';

export class CounterStrip {
  readonly #elements: ChartElements;
  readonly #client: SessionClient;
  readonly #changed: () => void;
  readonly #context: CanvasRenderingContext2D;
  readonly #values: Readonly<Record<ValueName, HTMLElement>>;
  /** The last answer, with its moment. */
  #known: { readonly atNs: number; readonly counters: Counters } | null = null;
  #wantedNs: number | null = null;
  #underWay = false;

  constructor(elements: ChartElements, client: SessionClient, changed: () => void) {
    this.#elements = elements;
    this.#client = client;
    this.#changed = changed;
    this.#context = elements.countersCanvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    this.#values = valueElements(elements.countersNow);
  }

  /** `drawn`: also redraws the canvas, which does not change while the pointer moves. */
  paint(scene: CounterStripScene, drawn: boolean): void {
    const { lanes, scale, edgeNs, colours, ratio, pointedNs, playhead } = scene;
    if (drawn) {
      sizeCanvas(this.#context, scale.widthPx, COUNTERS_PX, ratio);
      paintCounters({ context: this.#context, colours, lanes, scale, ratio, edgeNs });
    }
    place(this.#elements.countersCursor, pointedNs, scale);
    place(this.#elements.countersPlayhead, playhead, scale);
    const isPointed = pointedNs !== null && pointedNs >= 0 && pointedNs <= edgeNs;
    const atNs = isPointed ? pointedNs : playhead;
    if (isPointed) this.#ask(pointedNs);
    const counters = isPointed ? (this.#known?.counters ?? null) : scene.atPlayhead;
    this.#show(atNs === null ? null : counters, loadAt(lanes, atNs, scale), lanes?.peak ?? 0);
    write(this.#values.pool, poolWords(lanes, atNs, scale));
  }

  #show(counters: Counters | null, load: number | null, peak: number): void {
    const { countersNow } = this.#elements;
    countersNow.classList.toggle('is-summary', counters === null);
    for (const name of NAMES) write(this.#values[name], counters === null ? '' : thousands(counters[name]));
    const most = Math.ceil(peak - 1e-3);
    write(this.#values.alive, counters === null ? `up to ${thousands(most)}` : thousands(counters.alive));
    write(this.#values.loop, load === null ? '' : `${formatShare(load)} busy`);
  }

  /** Asks one question at a time; of a moving pointer only the last moment counts. */
  #ask(atNs: number): void {
    if (this.#known?.atNs === atNs) return;
    this.#wantedNs = atNs;
    if (this.#underWay) return;
    this.#underWay = true;
    this.#client
      .query('countersAt', { atNs })
      .then((counters) => {
        this.#known = { atNs, counters };
        this.#changed();
      })
      .catch(ignoreClosed)
      .finally(() => {
        this.#underWay = false;
        const wanted = this.#wantedNs;
        this.#wantedNs = null;
        if (wanted !== null && this.#known !== null && wanted !== this.#known.atNs) this.#ask(wanted);
      });
  }
}

/** How busy the loop was around a moment, or (null) in the whole view; null if unknown. */
function loadAt(lanes: CounterLanes | null, atNs: number | null, scale: TimeScale): number | null {
  if (lanes === null) return null;
  const part = binsOf(lanes, lanes.busy, atNs, scale);
  return part.length === 0 ? null : part.reduce((sum, busy) => sum + busy, 0) / part.length;
}

/** The pool's work around a moment, `3 on 4 threads`, or (null) its maximum in the view, `up to 9 on 4 threads`. */
function poolWords(lanes: CounterLanes | null, atNs: number | null, scale: TimeScale): string {
  if (lanes === null || lanes.poolThreads === 0) return 'not used';
  const most = Math.max(0, ...binsOf(lanes, lanes.pool, atNs, scale));
  const said = most > 0 && most < 0.95 ? most.toFixed(1) : thousands(Math.round(most));
  return `${atNs === null ? 'up to ' : ''}${said} on ${counted(lanes.poolThreads, 'thread')}`;
}

/** A lane's bin at a moment, or (null) its bins in view. */
function binsOf(
  { fromNs, binNs }: CounterLanes,
  lane: Float32Array,
  atNs: number | null,
  { window }: TimeScale,
): Float32Array {
  const binAt = (ns: number) => Math.floor((ns - fromNs) / binNs);
  const from = Math.max(0, binAt(atNs ?? window.fromNs));
  return lane.subarray(from, Math.max(from, binAt(atNs ?? window.toNs) + 1));
}

function place(element: HTMLElement, atNs: number | null, scale: TimeScale): void {
  const x = atNs === null ? -1 : Math.round(scale.viewPx(atNs));
  element.hidden = x < 0 || x > scale.widthPx;
  if (!element.hidden) element.style.transform = `translateX(${x}px)`;
}

function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Where the values stand, in words for a screen reader:
 *
 *     counters   alive 17
 *     ▇ 1  ▨ 4  ▁ 12
 *     loop     83 % busy
 *     pool        3 of 4
 */
function valueElements(host: HTMLElement): Record<ValueName, HTMLElement> {
  host.replaceChildren();
  const value = (name: ValueName, ...sign: (Node | string)[]): HTMLElement => {
    const [group, term, text] = [madeElement('div'), madeElement('dt'), madeElement('dd')];
    group.className = `counters-${name}`;
    term.append(...sign);
    group.append(term, text);
    host.append(group);
    return text;
  };
  return {
    alive: value('alive', 'alive'),
    running: value('running', ...swatch('running')),
    ready: value('ready', ...swatch('ready')),
    suspended: value('suspended', ...swatch('suspended')),
    loop: value('loop', 'loop'),
    pool: value('pool', 'pool'),
  };
}

/** A state's swatch, with its name for screen readers. */
function swatch(name: ValueName): readonly Node[] {
  const [sign, word] = [madeElement('span'), madeElement('span')];
  sign.className = `swatch swatch-${name}`;
  sign.title = name;
  word.className = 'visually-hidden';
  word.textContent = name;
  return [sign, word];
}

const madeElement = (tag: string): HTMLElement => document.createElement(tag);
