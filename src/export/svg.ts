// The chart as a picture for a document: the whole run, the first rows, and the legend. It follows the reader's theme.

import { ticks } from 'd3-array';
import {
  type Density,
  duration,
  type Model,
  type Picture,
  picture,
  Rows,
  type RowView,
  type Stretches,
  StretchKind,
  thousands,
} from '../model/index.ts';
import { AWAITED_KIND_NAMES } from '../protocol/events.ts';
import { nanoseconds, type RowIndex } from '../protocol/units.ts';

/** At most this many rows are drawn; a line below says how many are missing. */
const MOST_ROWS = 400;
const WIDTH = 1280;
const CAPTION = 240;
const MARGIN = 16;
const PLOT = WIDTH - CAPTION - MARGIN;
const ROW = 24;
const HEAD = 32;
const FOOT = 48;
const INDENT = 10;
const DEEPEST = 12;
/** Monospaced at 12 px: a little over 7 px each. */
const LONGEST_CAPTION = 30;
const TICKS = 8;

/** States differ in height and hatching, never by colour alone. The colours are those of the app. */
const STYLE = `
  svg { color-scheme: light dark; font: 12px ui-monospace, Menlo, Consolas, monospace; background: var(--ground) }
  svg { --ground: #fff; --text: #1b1f24; --soft: #5d656f; --line: #e0e3e7; --running: #0072b2; --ready: #de9400;
    --suspended: #c3c9d0; --rejected: #c2410c }
  @media (prefers-color-scheme: dark) { svg { --ground: #141619; --text: #e6e9ec; --soft: #949ca5; --line: #2a2f35;
    --running: #4aa8e0; --ready: #e9ab38; --suspended: #59626c; --rejected: #f47a45 } }
  text { fill: var(--text) } .soft { fill: var(--soft) } .grid { stroke: var(--line) }
  .running { fill: var(--running) } .ready { fill: url(#ready) } .readyAtMost { fill: url(#ready); opacity: .6 }
  .suspended { fill: var(--suspended) } .hatch { stroke: var(--ready); stroke-width: 3 }
  .rejected { stroke: var(--rejected); stroke-width: 2 }
`;

const CLASSES: Readonly<Record<number, string>> = {
  [StretchKind.running]: 'running',
  [StretchKind.ready]: 'ready',
  [StretchKind.readyAtMost]: 'readyAtMost',
  [StretchKind.suspended]: 'suspended',
};

export function* svg(model: Model): Generator<string> {
  const rows = new Rows(model);
  const endNs = Math.max(1, model.endNs);
  const shown = picture(model, rows, {
    fromNs: nanoseconds(0),
    toNs: nanoseconds(endNs),
    widthPx: PLOT,
    fromRow: 0 as RowIndex,
    toRow: Math.min(rows.count, MOST_ROWS) as RowIndex,
  });
  const x = (ns: number) => CAPTION + (Math.min(ns, endNs) / endNs) * PLOT;
  const bottom = HEAD + shown.rows.length * ROW;
  const height = bottom + FOOT;
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">\n`;
  yield `<title>${escaped(model.header?.program?.path ?? 'a recording')}</title>\n<style>${STYLE}</style>\n`;
  yield '<pattern id="ready" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">';
  yield '<path class="hatch" d="M0 0V6"/></pattern>\n';
  yield* axis(endNs, x, bottom);
  for (const row of shown.rows) yield caption(row);
  yield* bars(shown.stretches, x);
  for (const [row, density] of shown.densities) yield* areas(density, HEAD + row * ROW + 20, x);
  for (const row of shown.rows) yield ending(row, x);
  yield* legend(shown, bottom);
  yield '</svg>\n';
}

function* axis(endNs: number, x: (ns: number) => number, bottom: number): Generator<string> {
  for (const ns of ticks(0, endNs, TICKS)) {
    const at = round(x(ns));
    yield `<path class="grid" d="M${at} ${HEAD - 8}V${bottom}"/>`;
    yield `<text class="soft" x="${at + 4}" y="${HEAD - 12}">${ns === 0 ? '0' : duration(ns)}</text>\n`;
  }
}

function caption({ row, depth, label: name, fold, hidden }: RowView): string {
  const own = fold === null ? name : `${name} ×${thousands(fold.size)}`;
  const label = hidden === 0 ? own : `${own} +${thousands(hidden)}`;
  const x = MARGIN + Math.min(depth, DEEPEST) * INDENT;
  const room = LONGEST_CAPTION - Math.ceil((Math.min(depth, DEEPEST) * INDENT) / 7);
  const text = label.length > room ? `${label.slice(0, room - 1)}…` : label;
  return `<text x="${x}" y="${HEAD + row * ROW + 16}">${escaped(text)}</text>\n`;
}

function* bars(stretches: Stretches, x: (ns: number) => number): Generator<string> {
  for (let at = 0; at < stretches.length; at++) {
    const kind = stretches.mostly[at]!;
    const left = x(stretches.fromNs[at]!);
    const width = Math.max(kind === StretchKind.suspended ? 0.25 : 1, x(stretches.toNs[at]!) - left);
    const thin = kind === StretchKind.suspended;
    const top = HEAD + stretches.row[at]! * ROW + (thin ? 8 : 4);
    const what = thin ? `<title>waits for ${awaitedWord(stretches.awaited[at]!)}</title>` : '';
    yield `<rect class="${CLASSES[kind]}" x="${round(left)}" y="${top}" width="${round(width)}" height="${thin ? 8 : 16}">${what}</rect>\n`;
  }
}

/** Stacked areas that show how many of a row's tasks were in each state; the maximum has a bar's full height. */
function* areas(density: Density, bottom: number, x: (ns: number) => number): Generator<string> {
  const { fromNs, binNs, peak } = density;
  const base = new Float32Array(density.running.length);
  for (const state of ['running', 'ready', 'suspended'] as const) {
    let path = '';
    for (const [bin, level] of density[state].entries()) {
      const height = (level / peak) * 16;
      if (height < 0.01) continue;
      const [left, right] = [x(fromNs + bin * binNs), x(fromNs + (bin + 1) * binNs)];
      path += `M${round(left)} ${round(bottom - base[bin]!)}v${-round(height)}H${round(right)}v${round(height)}z`;
      base[bin]! += height;
    }
    if (path !== '') yield `<path class="${state}" d="${path}"/>\n`;
  }
}

const awaitedWord = (kind: number): string => AWAITED_KIND_NAMES[kind] ?? 'unknown';

function ending({ row, outcome, endNs }: RowView, x: (ns: number) => number): string {
  if (outcome !== 'rejected' || endNs === null) return '';
  const at = round(x(endNs));
  const top = HEAD + row * ROW + 6;
  return `<path class="rejected" d="M${at - 5} ${top}l10 12m0 -12l-10 12"><title>rejected</title></path>\n`;
}

function* legend({ rowCount, rows }: Picture, bottom: number): Generator<string> {
  const y = bottom + 28;
  let x = MARGIN;
  for (const [name, thin] of [
    ['running', false],
    ['ready', false],
    ['suspended', true],
  ] as const) {
    yield `<rect class="${name}" x="${x}" y="${y - (thin ? 8 : 12)}" width="24" height="${thin ? 8 : 16}"/>`;
    yield `<text class="soft" x="${x + 32}" y="${y}">${name}</text>\n`;
    x += 56 + name.length * 8;
  }
  const left = rowCount - rows.length;
  if (left > 0)
    yield `<text class="soft" x="${x}" y="${y}">${left.toLocaleString('en')} more tasks are not shown</text>\n`;
}

const round = (px: number): number => Math.round(px * 100) / 100;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes a text for XML, and drops characters that XML cannot contain. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!);
}
