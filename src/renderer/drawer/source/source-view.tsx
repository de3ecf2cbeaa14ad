import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { LineTotals } from '../../../model/totals/source-totals.ts';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { useLooked } from '../../session/use-looked.ts';
import { setFilter } from '../../store/arrangement.ts';
import { useUi } from '../../store/ui-store.ts';
import { SourceEditor } from './source-editor.ts';
import { FIGURES, figuresText } from './source-figures.ts';
import { marksOf, type SourceMark } from './source-marks.ts';
import './source.css';

/** The Source tab: the source as its author wrote it, with the selected task's definition and waits marked. */
export function SourceView() {
  const shown = useUi((state) => state.shownSource);
  const details = useUi((state) => state.details);
  const scriptFile = useUi((state) => state.session?.file ?? null);
  // Before there are tasks, no source may have come yet.
  const known = useUi(({ status }) => status !== null && (status.tasks > 0 || status.finished));
  const file = shown?.file ?? details?.place?.file ?? scriptFile;
  const source = useSource(file, known);
  const text = source ?? null;
  const totals = useTotals(text === null ? null : file);
  const litLine = useUi((state) => state.litLine);
  const host = useEditor(file, text, totals);
  return (
    <div className="source">
      <SourceHead file={file} hasFigures={totals.length > 0} />
      {source === null && (
        <p className="drawer-none">
          The recording does not hold this file: it keeps those that Loopscope traced. Files of packages are
          traced only when the program runs with “Trace into node_modules” (menu Run).
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only to notice that the pointer has left the text. */}
      <div
        ref={host}
        className="source-editor"
        hidden={text === null}
        data-own-arrows
        onMouseLeave={() => useUi.setState({ litLine: null })}
      />
      <div className="visually-hidden" aria-live="polite">
        {litText(totals, litLine?.line)}
      </div>
    </div>
  );
}

/** The head: which file it is, and what the columns beside the text and the marks in it mean. */
function SourceHead({ file, hasFigures }: { readonly file: string | null; readonly hasFigures: boolean }) {
  return (
    <div className="source-head">
      <div className="source-figures source-figures-head" hidden={!hasFigures}>
        {FIGURES.map(({ name, title }) => (
          <span key={name} title={title}>
            {name}
          </span>
        ))}
      </div>
      <span className="source-file mono selectable" title={file ?? undefined}>
        <bdi>{file}</bdi>
      </span>
      <span className="source-key">
        <span className="source-key-defined" /> defined
      </span>
      <span className="source-key">
        <span className="source-key-wait" /> waits here
      </span>
    </div>
  );
}

/** An editor, in the element that is passed to the returned ref, that shows a file with its marks and figures. */
function useEditor(
  file: string | null,
  text: string | null,
  totals: readonly LineTotals[],
): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<SourceEditor | null>(null);
  const shown = useUi((state) => state.shownSource);
  const place = useUi((state) => state.details?.place);
  const marks = useMarks(file);
  useEffect(() => {
    if (host.current === null) return;
    const made = new SourceEditor(host.current);
    editor.current = made;
    return () => {
      editor.current = null;
      useUi.setState({ litLine: null });
      made.stop();
    };
  }, []);
  useEffect(() => {
    editor.current?.setText(text ?? '');
    editor.current?.setMarks(marks);
  }, [text, marks]);
  useEffect(() => {
    editor.current?.setFigures(totals, {
      get litLine() {
        const { litLine: lit } = useUi.getState();
        return lit !== null && lit.file === file ? lit.line : null;
      },
      lit: (line) => useUi.setState({ litLine: line === null || file === null ? null : { file, line } }),
      picked: (line) => file !== null && toggleLineFilter(file, line),
    });
  }, [totals, file]);
  // Only a request, or opening the tab, scrolls; a later selection does not.
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => {
    const line = shown?.line ?? latest.current?.line;
    if (text !== null && line !== undefined) editor.current?.show(line);
  }, [text, shown]);
  return host;
}

/** The marked lines of a file, from the top: selected, requested, or under the pointer. */
function useMarks(file: string | null): readonly SourceMark[] {
  const details = useUi((state) => state.details);
  const selectedWait = useUi((state) => state.selectedWait);
  const current = useUi(({ moment }) => moment?.loop.stack.entries.at(-1)?.place ?? null);
  const shown = useUi((state) => state.shownSource);
  const litLine = useUi((state) => state.litLine);
  const pointed = useUi((state) => state.pointedLine);
  return useMemo(() => {
    if (file === null) return [];
    const asked = shown === null ? [] : [{ line: shown.line, kind: 'shown' } as const];
    const lit = [litLine, pointed].flatMap((one) =>
      one?.file === file && one !== null ? [{ line: one.line, kind: 'lit' } as const] : [],
    );
    return [...marksOf(details, selectedWait, current, file), ...asked, ...lit].sort(
      (a, b) => a.line - b.line,
    );
  }, [details, selectedWait, current, file, shown, litLine, pointed]);
}

const NO_TOTALS: readonly LineTotals[] = [];

/** What the file's lines cost. */
function useTotals(file: string | null): readonly LineTotals[] {
  const request = useMemo(() => (file === null ? null : { file }), [file]);
  const looked = useLooked('sourceTotals', request);
  return looked?.request === request ? looked.answer : NO_TOTALS;
}

function litText(totals: readonly LineTotals[], line: number | undefined): string {
  const lit = totals.find((one) => one.line === line);
  return lit === undefined ? '' : `${figuresText(lit)} Enter shows only its tasks.`;
}

/** Shows only the tasks that belong to a line; the second time all tasks again. */
function toggleLineFilter(file: string, line: number): void {
  const { filter } = useUi.getState();
  const isSet = filter.file === file && filter.line === line;
  setFilter(isSet ? { file: null, line: null } : { file, line });
}

/** A file's text from the recording; null if the recording lacks it, undefined while that is unknown. */
function useSource(file: string | null, known: boolean): string | null | undefined {
  const [loaded, setLoaded] = useState<{ readonly file: string; readonly text: string | null } | null>(null);
  useEffect(() => {
    if (file === null || !known) return;
    let gone = false;
    currentClient()
      ?.query('source', { file })
      .then((text) => !gone && setLoaded({ file, text }))
      .catch(ignoreClosed);
    return () => {
      gone = true;
    };
  }, [file, known]);
  return loaded !== null && loaded.file === file ? loaded.text : undefined;
}
