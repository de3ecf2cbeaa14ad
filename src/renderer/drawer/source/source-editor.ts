// The source in a read-only CodeMirror, in the window's colours.

import './within-idle-time.ts';
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { LineTotals } from '../../../model/totals/source-totals.ts';
import { type FiguresListener, figures } from './source-figures.ts';
import type { SourceMark } from './source-marks.ts';

const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface-0)', color: 'var(--text-1)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: 'var(--line-l)' },
  '.cm-content': { padding: '4px 0', caretColor: 'transparent' },
  '.cm-line': { padding: '0 12px' },
  '.cm-gutters': { border: '0', backgroundColor: 'var(--surface-0)', color: 'var(--text-3)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '44px', padding: '0 8px 0 12px' },
  '.cm-mark-defined': { boxShadow: 'inset 3px 0 0 var(--text-3)' },
  '.cm-mark-wait': { boxShadow: 'inset 3px 0 0 var(--await-task-ink)' },
  '.cm-mark-lit': { backgroundColor: 'var(--surface-2)', boxShadow: 'inset 3px 0 0 var(--text-1)' },
  '.cm-mark-shown': { backgroundColor: 'var(--selected)' },
  '.cm-mark-wrong': {
    backgroundColor: 'var(--rejected-ground)',
    boxShadow: 'inset 3px 0 0 var(--rejected)',
  },
  '.cm-mark-current': { backgroundColor: 'var(--match)', boxShadow: 'inset 3px 0 0 var(--text-1)' },
  '.cm-mark-waiting, .cm-mark-selected-wait': {
    backgroundColor: 'var(--await-task)',
    boxShadow: 'inset 3px 0 0 var(--await-task-ink)',
  },
});

const highlight = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self, tags.null, tags.bool],
    color: 'var(--code-keyword)',
  },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--code-comment)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    color: 'var(--code-function)',
  },
]);

const cspNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export class SourceEditor {
  readonly #view: EditorView;
  readonly #marks = new Compartment();
  readonly #figures = new Compartment();
  /** The extension that shows figures beside the lines. */
  #beside: Extension;

  /** `firstLine` is the number of its first line in the file. */
  constructor(host: HTMLElement, firstLine = 1) {
    this.#beside = lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) });
    this.#view = new EditorView({ parent: host, state: this.#stateOf('') });
  }

  setText(text: string): void {
    // Makes a new state. If a text replaced another one in view, CodeMirror would lay out all of its lines: 4 s for 18,000.
    if (this.#view.state.doc.toString() !== text) this.#view.setState(this.#stateOf(text));
  }

  setMarks(marks: readonly SourceMark[]): void {
    this.#view.dispatch({
      effects: this.#marks.reconfigure(EditorView.decorations.of(this.#decorations(marks))),
    });
  }

  /** Shows the cost of each line beside it. */
  setFigures(totals: readonly LineTotals[], listener: FiguresListener): void {
    this.#beside = figures(totals, listener);
    this.#view.dispatch({ effects: this.#figures.reconfigure(this.#beside) });
  }

  /** Scrolls a line to the middle. */
  show(line: number): void {
    const { doc } = this.#view.state;
    const at = doc.line(Math.min(doc.lines, Math.max(1, line))).from;
    this.#view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'center' }) });
  }

  stop(): void {
    this.#view.destroy();
  }

  #stateOf(text: string): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(cspNonce()),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': 'Source', tabindex: '0' }),
        this.#figures.of(this.#beside),
        javascript({ typescript: true, jsx: true }),
        syntaxHighlighting(highlight),
        theme,
        EditorView.lineWrapping,
        this.#marks.of([]),
      ],
    });
  }

  #decorations(marks: readonly SourceMark[]): DecorationSet {
    const { doc } = this.#view.state;
    const builder = new RangeSetBuilder<Decoration>();
    for (const { line, kind } of marks) {
      if (line < 1 || line > doc.lines) continue;
      const { from } = doc.line(line);
      builder.add(from, from, Decoration.line({ class: `cm-mark-${kind}` }));
    }
    return builder.finish();
  }
}
