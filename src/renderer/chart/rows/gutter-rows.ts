// The rows' captions: one element per visible row, reused while scrolling. For the keyboard and for screen readers they are the chart's tree,
// so each one describes in words and data attributes what its bar shows.

import type { RowView } from '../../../model/view-types.ts';
import { thousands } from '../../../model/words.ts';
import type { Side } from '../../store/ui-store.ts';
import { captionParts } from '../../text/caption-parts.ts';
import { formatDuration, formatRoundCount } from '../../text/format.ts';
import { inReadingOrder } from '../../text/reading-order.ts';
import { rowCaption } from '../../text/row-caption.ts';
import { OUTCOME_GLYPHS } from '../paint/glyphs.ts';
import type { View } from '../picture-feed.ts';

export interface GutterListener {
  /** Rows are named by `RowView.id`. */
  select(id: number): void;
  toggle(id: number, collapsed: boolean): void;
  pin(id: number): void;
  /** Goes to the next of the failures that a row counts. */
  failures(id: number): void;
  hover(row: number | null): void;
}

/** A row that has been visible for less than this has not been read, so it may move or be folded at once. */
const LOOKED_AT_MS = 1000;
/** The indentation of the first levels, and a smaller one for deeper levels, whose names need room too. */
const INDENT_PX = 10;
const INDENTED = 5;
const DEEP_INDENT_PX = 3;
const DEEP_INDENTED = 10;
const DISCLOSURE = 'M4 2.5l3.5 3.5L4 9.5';
const PIN = 'M4.5 1.5h3M5 1.5v3.5l-1.5 2h5L7 5V1.5M6 7v3.5';
const SVG = 'http://www.w3.org/2000/svg';

export interface GutterState {
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly edgeNs: number;
  /** How many of the first rows do not scroll. */
  readonly pinned: number;
  /** How many of the first rows are pinned, or below a pinned one. */
  readonly pins: number;
}

interface RowElement {
  readonly row: HTMLElement;
  readonly disclosure: HTMLElement;
  readonly label: HTMLElement;
  /** The part of the label that is shortened if there is no room, and the part that is not. */
  readonly labelText: HTMLElement;
  readonly labelEnd: HTMLElement;
  /** How many tasks the row stands for, and how many more it hides. */
  readonly folded: HTMLElement;
  readonly hidden: HTMLElement;
  readonly outcome: SVGSVGElement;
  readonly outcomePath: SVGPathElement;
  /** How many of the tasks that the row stands for failed. */
  readonly failures: HTMLElement;
  readonly time: HTMLElement;
  readonly pin: HTMLElement;
  shown: RowView | null;
  /** Since when it has shown this row, on the window's clock. */
  sinceMs: number;
  key: string;
}

export const rowElementId = (side: Side, id: number): string => `${side}-task-row-${id}`;

export class GutterRows {
  readonly #host: HTMLElement;
  readonly #side: Side;
  readonly #listener: GutterListener;
  readonly #pool: RowElement[] = [];
  /** A row keeps its element while it is in view, whatever moves around it. */
  #byId = new Map<number, RowElement>();

  constructor(host: HTMLElement, side: Side, listener: GutterListener) {
    this.#host = host;
    this.#side = side;
    this.#listener = listener;
    host.addEventListener('mousedown', this.#pressed);
    host.addEventListener('mousemove', this.#moved);
    host.addEventListener('mouseleave', this.#left);
  }

  /** Shows these rows with their tops at `topOf(row)`. What has not ended counts up to `edgeNs`. */
  show(views: readonly RowView[], topOf: (row: number) => number, state: GutterState): void {
    const before = this.#byId;
    const now = new Map<number, RowElement>();
    for (const view of views) {
      const element = before.get(view.id);
      if (element === undefined) continue;
      before.delete(view.id);
      now.set(view.id, element);
    }
    const spare = [...before.values()];
    for (const view of views) {
      const element = now.get(view.id) ?? spare.pop() ?? this.#make();
      now.set(view.id, element);
      element.row.id = rowElementId(this.#side, view.id);
      update(element, view, topOf(view.row), state);
    }
    for (const element of spare) {
      element.row.hidden = true;
      element.row.setAttribute('aria-selected', 'false');
      element.shown = null;
      element.key = '';
      this.#pool.push(element);
    }
    this.#byId = now;
    this.#keepOrder(views);
  }

  /** The ids of the rows that are completely in view, and of those that have been in view for a while. */
  inView(isWhole: (row: number) => boolean): Pick<View, 'inView' | 'lookedAt'> {
    const nowMs = performance.now();
    const whole = [...this.#byId].filter(([, { shown }]) => shown !== null && isWhole(shown.row));
    const lookedAt = whole.filter(([, { sinceMs }]) => nowMs - sinceMs >= LOOKED_AT_MS);
    return { inView: whole.map(([id]) => id), lookedAt: lookedAt.map(([id]) => id) };
  }

  // Rows are positioned by transforms, but a screen reader follows the document's order.
  #keepOrder(views: readonly RowView[]): void {
    let next = this.#host.firstElementChild;
    for (const view of views) {
      const { row } = this.#byId.get(view.id) as RowElement;
      if (row === next) next = next.nextElementSibling;
      else this.#host.insertBefore(row, next);
    }
  }

  stop(): void {
    this.#host.removeEventListener('mousedown', this.#pressed);
    this.#host.removeEventListener('mousemove', this.#moved);
    this.#host.removeEventListener('mouseleave', this.#left);
    this.#host.replaceChildren();
  }

  #make(): RowElement {
    const pooled = this.#pool.pop();
    if (pooled !== undefined) return pooled;
    const make = (tag: string, className: string) => {
      const made = document.createElement(tag);
      made.className = className;
      return made;
    };
    const row = make('div', 'task-row');
    row.setAttribute('role', 'row');
    const cell = make('div', 'task-row-cell');
    cell.setAttribute('role', 'gridcell');
    const disclosure = make('span', 'task-row-disclosure');
    disclosure.append(glyph(DISCLOSURE, 12).svg);
    const label = make('span', 'task-row-label');
    const labelText = make('span', 'task-row-label-text');
    const labelEnd = make('span', 'task-row-label-end');
    label.append(labelText, labelEnd);
    const folded = make('span', 'task-row-folded');
    const hidden = make('span', 'task-row-hidden');
    const { svg: outcome, path: outcomePath } = glyph('', 10);
    outcome.classList.add('task-row-outcome');
    const failures = make('span', 'task-row-failures');
    failures.title = 'Go to the next rejected task (R)';
    const time = make('span', 'task-row-time');
    time.setAttribute('role', 'gridcell');
    const pin = make('span', 'task-row-pin');
    pin.append(glyph(PIN, 12).svg);
    pin.title = 'Pin to the top, or let go (P)';
    cell.append(disclosure, label, folded, hidden, outcome, failures, pin);
    row.append(cell, time);
    this.#host.append(row);
    return {
      row,
      disclosure,
      label,
      labelText,
      labelEnd,
      folded,
      hidden,
      outcome,
      outcomePath,
      failures,
      time,
      pin,
      shown: null,
      sinceMs: 0,
      key: '',
    };
  }

  #at(event: MouseEvent): RowElement | null {
    const row = event.target instanceof Element ? event.target.closest('.task-row') : null;
    if (row === null) return null;
    return [...this.#byId.values()].find((element) => element.row === row) ?? null;
  }

  readonly #pressed = (event: MouseEvent): void => {
    const element = this.#at(event);
    if (element?.shown == null || event.button === 1) return;
    const { id, childCount, collapsed } = element.shown;
    if (event.button === 2) {
      this.#listener.select(id);
      return;
    }
    if (event.target instanceof Element && element.pin.contains(event.target)) {
      this.#listener.pin(id);
      return;
    }
    if (event.target instanceof Element && element.failures.contains(event.target)) {
      this.#listener.failures(id);
      return;
    }
    const onDisclosure = event.target instanceof Element && element.disclosure.contains(event.target);
    if (childCount > 0 && (onDisclosure || event.detail === 2)) this.#listener.toggle(id, !collapsed);
    if (!onDisclosure) this.#listener.select(id);
  };

  readonly #moved = (event: MouseEvent): void => {
    this.#listener.hover(this.#at(event)?.shown?.row ?? null);
  };

  readonly #left = (): void => {
    this.#listener.hover(null);
  };
}

function glyph(path: string, size: number): { svg: SVGSVGElement; path: SVGPathElement } {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('glyph');
  const stroke = document.createElementNS(SVG, 'path');
  stroke.setAttribute('d', path);
  svg.append(stroke);
  return { svg, path: stroke };
}

function indentPx(depth: number): number {
  const deep = Math.min(Math.max(0, depth - INDENTED), DEEP_INDENTED);
  return Math.min(depth, INDENTED) * INDENT_PX + deep * DEEP_INDENT_PX;
}

function update(
  element: RowElement,
  view: RowView,
  topPx: number,
  { selected, hovered, edgeNs, pinned, pins }: GutterState,
): void {
  const { row } = element;
  row.hidden = false;
  row.style.transform = `translateY(${topPx}px)`;
  row.classList.toggle('is-hovered', hovered === view.row);
  row.classList.toggle('is-pinned', view.row < pinned);
  const isPin = view.row < pins && view.depth === 0;
  if (row.classList.toggle('is-pin', isPin)) row.setAttribute('aria-description', 'pinned');
  else row.removeAttribute('aria-description');
  row.classList.toggle('is-last-pinned', view.row === pinned - 1);
  const time = formatDuration((view.endNs ?? edgeNs) - view.startNs);
  if (element.time.textContent !== time) element.time.textContent = time;
  const isSelected = selected === view.id;
  const key = `${isSelected} ${view.row} ${view.collapsed} ${view.childCount > 0} ${view.state} ${view.label} ${view.id} ${view.endNs} ${view.depth} ${view.fold?.size} ${view.fold?.states.rejected} ${view.hidden} ${view.hiddenFailures}`;
  if (element.shown?.id !== view.id) element.sinceMs = performance.now();
  element.shown = view;
  if (key === element.key) return;
  element.key = key;
  describe(element, view, isSelected);
}

function describe(element: RowElement, view: RowView, isSelected: boolean): void {
  const { row, disclosure, label, folded, hidden, outcome, outcomePath } = element;
  row.setAttribute('aria-level', String(view.depth + 1));
  row.setAttribute('aria-rowindex', String(view.row + 1));
  row.setAttribute('aria-selected', String(isSelected));
  row.setAttribute('aria-label', rowCaption(view));
  row.classList.toggle('is-fold', view.fold !== null);
  row.classList.toggle('is-thread', view.thread !== null && view.thread.tasks !== null);
  row.classList.toggle('is-process', view.thread !== null && view.thread.tasks === null);
  row.dataset.label = view.label;
  row.dataset.state = view.state;
  row.dataset.fromNs = String(view.startNs);
  if (view.endNs === null) delete row.dataset.toNs;
  else row.dataset.toNs = String(view.endNs);
  const hasChildren = view.childCount > 0;
  if (hasChildren) row.setAttribute('aria-expanded', String(!view.collapsed));
  else row.removeAttribute('aria-expanded');
  disclosure.classList.toggle('is-hidden', !hasChildren);
  row.style.setProperty('--indent', `${indentPx(view.depth)}px`);
  const [text, end] = captionParts(view.label);
  element.labelText.textContent = inReadingOrder(text);
  element.labelEnd.textContent = inReadingOrder(end);
  const isPlain = view.fold === null && view.thread === null && view.hidden === 0;
  label.title = isPlain ? view.label : rowCaption(view);
  folded.textContent = view.fold === null ? '' : `×${thousands(view.fold.size)}`;
  hidden.textContent = view.hidden === 0 ? '' : `+${formatRoundCount(view.hidden)}`;
  const failures = untoldFailures(view);
  row.classList.toggle('has-failures', failures > 0);
  element.failures.textContent = failures === 0 ? '' : thousands(failures);
  const shown = failures > 0 ? 'rejected' : view.state;
  const bad = shown === 'rejected' || shown === 'cancelled' || shown === 'pending';
  outcome.classList.toggle('is-hidden', !bad);
  if (bad) outcomePath.setAttribute('d', OUTCOME_GLYPHS[shown]);
}

/** How many rejected tasks a row stands for or hides. Tasks below an open row have rows of their own that show it. */
function untoldFailures({ fold, collapsed, hiddenFailures }: RowView): number {
  return (fold !== null && collapsed ? fold.states.rejected : 0) + hiddenFailures;
}
