// What the lines of the shown file cost, in columns left of the text, each shaded by its share.

import type { Extension } from '@codemirror/state';
import { type BlockInfo, EditorView, GutterMarker, gutter, lineNumbers } from '@codemirror/view';
import type { LineTotals } from '../../../model/totals/source-totals.ts';
import { counted, thousands } from '../../../model/words.ts';
import { formatDuration } from '../../text/format.ts';

/** The columns, as the head above them names them. */
export const FIGURES = [
  { name: 'calls', title: 'How often the function that is defined here was called' },
  { name: 'running', title: 'How long its calls ran in all, with what they called' },
  { name: 'waits', title: 'How often a task waited here' },
  { name: 'suspended', title: 'For how long in all what they waited for had not happened' },
  { name: 'ready', title: 'For how long in all they could have gone on, and the loop was busy elsewhere' },
  { name: 'p95', title: '95 of 100 waits took no longer, from the await until the task went on' },
] as const;

export interface FiguresListener {
  /** The line under the pointer, or reached by keyboard; null for none. */
  readonly litLine: number | null;
  lit(line: number | null): void;
  /** A line with figures was chosen. */
  picked(line: number): void;
}

type Cells = readonly { readonly text: string; readonly share?: number }[];

const ready = (ns: number, exact: boolean): string => `${exact ? '' : '≤ '}${formatDuration(ns)}`;

function cellsOf({ calls, waits }: LineTotals): Cells {
  const none = { text: '' };
  return [
    ...(calls === null
      ? [none, none]
      : [{ text: thousands(calls.count) }, { text: formatDuration(calls.runningNs), share: calls.share }]),
    ...(waits === null
      ? [none, none, none, none]
      : [
          { text: thousands(waits.count) },
          { text: formatDuration(waits.suspendedNs), share: waits.share },
          { text: ready(waits.readyNs, waits.readyExact) },
          { text: formatDuration(waits.p95Ns) },
        ]),
  ];
}

/** A line's figures in a sentence, for screen readers. */
export function figuresText({ line, calls, waits }: LineTotals): string {
  const parts = [];
  if (calls !== null)
    parts.push(`${counted(calls.count, 'call')}, running ${formatDuration(calls.runningNs)}`);
  if (waits !== null) {
    const late = ready(waits.readyNs, waits.readyExact);
    parts.push(
      `${counted(waits.count, 'wait')}, suspended ${formatDuration(waits.suspendedNs)}, ready ${late}, ` +
        `95 of 100 at most ${formatDuration(waits.p95Ns)}`,
    );
  }
  return `Line ${line}: ${parts.join('; ')}.`;
}

class FiguresMarker extends GutterMarker {
  readonly #cells: Cells;

  constructor(totals: LineTotals) {
    super();
    this.#cells = cellsOf(totals);
  }

  override eq(other: GutterMarker): boolean {
    return (
      other instanceof FiguresMarker &&
      this.#cells.every(({ text, share }, at) => {
        const one = other.#cells[at];
        return one?.text === text && one.share === share;
      })
    );
  }

  override toDOM(): HTMLElement {
    const row = document.createElement('div');
    row.className = 'source-figures';
    for (const { text, share } of this.#cells) {
      const cell = document.createElement('span');
      cell.textContent = text;
      if (share !== undefined) cell.style.setProperty('--share', String(share));
      row.append(cell);
    }
    return row;
  }
}

/** The columns for a file's lines, their numbers, and the keys and clicks that go with them. */
export function figures(totals: readonly LineTotals[], listener: FiguresListener): Extension {
  const byLine = new Map(totals.map((line) => [line.line, line]));
  const lightUp = (line: number | null): void => {
    const next = line !== null && byLine.has(line) ? line : null;
    if (next !== listener.litLine) listener.lit(next);
  };
  const onGutter = {
    mousedown(view: EditorView, { from }: BlockInfo) {
      const line = lineAt(view, from);
      if (byLine.has(line)) listener.picked(line);
      return byLine.has(line);
    },
    mousemove(view: EditorView, { from }: BlockInfo) {
      lightUp(lineAt(view, from));
      return false;
    },
  };
  return [
    gutter({
      class: 'source-figures-gutter',
      lineMarker: (view, { from }) => {
        const line = byLine.get(lineAt(view, from));
        return line === undefined ? null : new FiguresMarker(line);
      },
      lineMarkerChange: () => false,
      domEventHandlers: onGutter,
    }),
    lineNumbers({ domEventHandlers: onGutter }),
    onText(totals, listener, lightUp),
  ];
}

/** What the pointer and the keys do in the text itself. `lightUp` lights a line, or none for one without figures. */
function onText(
  totals: readonly LineTotals[],
  listener: FiguresListener,
  lightUp: (line: number | null) => void,
): Extension {
  const goTo = (view: EditorView, step: 1 | -1): void => {
    const from = listener.litLine ?? (step > 0 ? 0 : Number.POSITIVE_INFINITY);
    const next =
      step > 0 ? totals.find(({ line }) => line > from) : totals.findLast(({ line }) => line < from);
    if (next === undefined || next.line > view.state.doc.lines) return;
    lightUp(next.line);
    view.dispatch({ effects: EditorView.scrollIntoView(view.state.doc.line(next.line).from) });
  };
  return EditorView.domEventHandlers({
    mousemove(event, view) {
      const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
      lightUp(pos === null ? null : lineAt(view, pos));
    },
    // A drag selects text, to be copied: then the click at its end chooses no line.
    click(event) {
      const isLine = event.target instanceof Element && event.target.closest('.cm-line') !== null;
      if (isLine && listener.litLine !== null && getSelection()?.isCollapsed !== false)
        listener.picked(listener.litLine);
    },
    blur: () => lightUp(null),
    keydown(event, view) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
        goTo(view, event.key === 'ArrowDown' ? 1 : -1);
      else if (event.key === 'Enter' && listener.litLine !== null) listener.picked(listener.litLine);
      else return false;
      event.preventDefault();
      return true;
    },
  });
}

const lineAt = (view: EditorView, pos: number): number => view.state.doc.lineAt(pos).number;
