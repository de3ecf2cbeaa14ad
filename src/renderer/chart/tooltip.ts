import { nameBeside, placeText } from '../../model/details/labels.ts';
import type { ThreadView } from '../../model/details/threads/thread-view-types.ts';
import { plainText } from '../../model/plain-text.ts';
import type { Loaded } from '../../model/tables/loading.ts';
import type { Blame, ConsoleLine, LoopHolder, LoopPoint, RowView } from '../../model/view-types.ts';
import { counted, endWords, thousands } from '../../model/words.ts';
import { blameRows } from '../text/blame-rows.ts';
import { formatDuration, formatMoment, formatMomentShort, formatShare } from '../text/format.ts';
import { inReadingOrder } from '../text/reading-order.ts';
import { FELT_WITHHELD_NS } from '../text/withheld.ts';
import type { Pointed, PointedFold } from '../worker/contract.ts';
import type { FailuresAt } from './hit.ts';

/** The distance between pointer and tooltip. */
const GAP_PX = 14;

/** How many holders of the loop a tooltip lists. */
const MOST_HOLDERS = 3;

/** From this part of a turn on, loading modules is mentioned. */
const TOLD_LOADED = 0.1;

const STATE_WORDS: Readonly<Record<Pointed['state'], string>> = {
  running: 'running',
  ready: 'ready',
  suspended: 'suspended',
  over: 'over',
};

/** The row under the pointer, and what the failure marks there stand for. */
export interface PointedRow {
  readonly view: RowView;
  readonly here: FailuresAt;
}

/** A line of the tooltip. */
type TooltipRow = [term: string, text: string, className?: string];

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

  show(pointed: Pointed, untilNs: number, row: PointedRow | null): void {
    this.#title.textContent = inReadingOrder(pointed.label);
    const { state } = pointed;
    const wait = pointed.wait?.wait ?? null;
    const lengthNs = (pointed.toNs ?? untilNs) - pointed.fromNs;
    const rows: TooltipRow[] = [[STATE_WORDS[state], durationWords(pointed, lengthNs), `is-${state}`]];
    if (wait !== null) {
      const what = wait.expression === '' ? wait.on.label : `${wait.at} ${wait.expression}`;
      rows.push(['at', what, 'is-code']);
      rows.push(['for', wait.on.label]);
      if (state === 'ready') rows.push(['suspended', formatDuration(wait.suspendedNs)]);
      if (wait.place !== null) rows.push(['line', String(wait.place.line)]);
    }
    if (state === 'ready') rows.push(...meanwhile(pointed.wait?.blame ?? null));
    rows.push(
      ['from', formatMoment(pointed.fromNs)],
      ...printed(pointed.written),
      ...below(row),
      ...failures(row),
    );
    this.#show(rows);
  }

  /** Shows a fold: its tasks at a moment, including hidden ones, and how they ended overall. */
  showFold(pointed: PointedFold, row: PointedRow | null): void {
    this.#title.textContent = `${inReadingOrder(pointed.label)} ×${thousands(pointed.size)}`;
    this.#show([
      ...below(row),
      ['running', thousands(pointed.running), 'is-running'],
      ['ready', thousands(pointed.ready), 'is-ready'],
      ['suspended', thousands(pointed.suspended), 'is-suspended'],
      ['begun', thousands(pointed.begun)],
      ['over', thousands(pointed.over)],
      ...failures(row),
    ]);
  }

  /** Shows lines of the console, and how many more there are. */
  showLines(lines: readonly ConsoleLine[], more: number): void {
    const writers = new Set(lines.map(({ by }) => by?.label));
    const [writer] = writers;
    this.#title.textContent = writers.size === 1 && writer !== undefined ? `Console: ${writer}` : 'Console';
    this.#show([
      ...lines.map(({ timeNs, text }): TooltipRow => [formatMomentShort(timeNs), plainText(text), 'is-code']),
      ...(more > 0 ? [['', `and ${thousands(more)} more`] as TooltipRow] : []),
    ]);
  }

  /** The event loop. */
  showLoop({ busy, pausedNs, withheldNs, pool, turns, longest }: LoopPoint, row: PointedRow | null): void {
    this.#title.textContent = 'Event loop';
    const of = (name: string, ns: number, leastNs = 0): TooltipRow[] =>
      ns > leastNs ? [[name, formatDuration(ns)]] : [];
    const besides = (part: { pausedNs: number; withheldNs: number }): TooltipRow[] => [
      ...of('garbage collection', part.pausedNs),
      ...of('without a processor', part.withheldNs, FELT_WITHHELD_NS),
    ];
    const pooled: TooltipRow[] =
      pool.inFlight > 0
        ? [['thread pool', `${thousands(pool.inFlight)} in flight, ${thousands(pool.threads)} threads`]]
        : [];
    if (longest === null) {
      const idle = pool.inFlight > 0 ? 'idle' : 'idle: nothing to do';
      this.#show([['', idle], ...besides({ pausedNs, withheldNs }), ...pooled, ...failures(row)]);
      return;
    }
    const { phase, fromNs, toNs, goesOn, drain, loaded, holders } = longest;
    const what = phase === 'other' ? '' : `, ${phase}`;
    const length = `${formatDuration(toNs - fromNs)}${goesOn ? ' so far' : ''}${what}`;
    const rows: TooltipRow[] =
      turns > 1
        ? [
            ['busy', `${formatShare(busy)}, in ${thousands(turns)} turns`],
            ...besides({ pausedNs, withheldNs }),
            ['longest', length],
          ]
        : [['busy', length], ...besides(longest)];
    if (loaded.ns >= TOLD_LOADED * (toNs - fromNs)) rows.push(...loading(loaded));
    if (drain !== null && toNs > drain.fromNs)
      rows.push([drain.phase, `the last ${formatDuration(toNs - drain.fromNs)} of that`]);
    rows.push(...pooled, ...heldBy(holders, 'held by'), ['from', formatMoment(fromNs)], ...failures(row));
    this.#show(rows);
  }

  showThread(thread: ThreadView, untilNs: number, row: PointedRow | null): void {
    const { label, pid, starter, startNs, endNs } = thread;
    this.#title.textContent = label;
    const rows: TooltipRow[] = [
      ['from', formatMoment(startNs)],
      ['for', `${formatDuration((endNs ?? untilNs) - startNs)}${endNs === null ? ' so far' : ''}`],
    ];
    if (pid !== null) rows.unshift(['pid', String(pid)]);
    if (starter !== null) rows.push(['by', starter.label, 'is-code']);
    if (endNs !== null) rows.push(['end', endWords(thread)]);
    rows.push(...failures(row));
    this.#show(rows);
  }

  #show(rows: readonly TooltipRow[]): void {
    this.#rows.replaceChildren(
      ...rows.flatMap(([term, text, className = '']) => [
        element('dt', term, className),
        element('dd', text, className),
      ]),
    );
    this.#host.hidden = false;
  }

  /** Puts the tooltip beside the pointer, where there is room. Positions are in the window. */
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

/** What a task wrote to the console during the stretch. */
function printed(written: Pointed['written']): TooltipRow[] {
  const { lines = [], count = 0 } = written ?? {};
  return [
    ...lines.map(({ text }, at): TooltipRow => [at === 0 ? 'printed' : '', plainText(text), 'is-code']),
    ...(count > lines.length
      ? [['', `and ${counted(count - lines.length, 'line')} more`] as TooltipRow]
      : []),
  ];
}

/** How many tasks a row hides. */
function below(row: PointedRow | null): TooltipRow[] {
  const hidden = row?.view.hidden ?? 0;
  return hidden === 0 ? [] : [['below', counted(hidden, 'task')]];
}

/** The failures that a row stands for or hides, under the pointer and over the whole run, and how to get to them. */
function failures(row: PointedRow | null): TooltipRow[] {
  if (row === null) return [];
  const { view, here } = row;
  const [own, below] = [view.fold?.states.rejected ?? 0, view.hiddenFailures];
  const texts: string[] = [];
  if (here.own > 0) texts.push(`${thousands(here.own)} of ${thousands(here.ended)} that ended here`);
  if (here.below > 0) texts.push(`${thousands(here.below)} below, here`);
  const inAll = texts.length > 0 ? ' in all' : '';
  if (own > 0) texts.push(`${thousands(own)} of ${thousands(view.fold!.size)}${inAll}`);
  if (below > 0) texts.push(`${thousands(below)} below${inAll}`);
  if (texts.length === 0) return [];
  return [
    ...texts.map((text, at): TooltipRow => [at === 0 ? 'rejected' : '', text, 'is-rejected']),
    ['', 'R goes to the next'],
  ];
}

function durationWords({ state, toNs, wait }: Pointed, lengthNs: number): string {
  const text = formatDuration(lengthNs);
  if (state === 'ready' && wait !== null && !wait.wait.readyExact) return `at most ${text}`;
  return toNs === null ? `${text} so far` : text;
}

function meanwhile(blame: Blame | null): TooltipRow[] {
  const { rows, more } = blameRows(blame, MOST_HOLDERS);
  return heldBy([...rows, ...more], 'meanwhile');
}

const loading = ({ files, ns, longest }: Loaded): TooltipRow[] => [
  ['loading modules', `${counted(files, 'file')} for ${formatDuration(ns)}`],
  ...(longest === null || files === 1
    ? []
    : [['longest of them', `${formatDuration(longest.ns)}  ${longest.name}`, 'is-code'] as TooltipRow]),
];

/** What held the loop: `13.5 ms  parse  report.mjs:41`. */
function heldBy(holders: readonly LoopHolder[], term: string): TooltipRow[] {
  return holders.map(({ name, place, ns }, at) => [
    at === 0 ? term : '',
    [formatDuration(ns), nameBeside(name, place), place === null ? '' : placeText(place)]
      .filter(Boolean)
      .join('  '),
  ]);
}

function element(tag: 'dt' | 'dd', text: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}
