import { useEffect, useRef, useState } from 'react';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { useUi } from '../store/ui-store.ts';
import { SourceEditor } from './source-editor.ts';
import { marksOf } from './source-marks.ts';

/** The source as its author wrote it, with the selected task's definition and waits marked in it. */
export function SourceView() {
  const shown = useUi((state) => state.shownSource);
  const details = useUi((state) => state.details);
  const selectedWait = useUi((state) => state.selectedWait);
  const current = useUi(({ moment }) => moment?.loop.stack.at(-1)?.place ?? null);
  const scriptPath = useUi((state) => state.session?.path ?? null);
  const tasks = useUi(({ status }) => (status?.tasks ?? 0) > 0);
  const file = shown?.file ?? details?.place?.file ?? scriptPath;
  const text = useSource(file, tasks);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<SourceEditor | null>(null);
  useEffect(() => {
    if (host.current === null) return;
    const made = new SourceEditor(host.current);
    editor.current = made;
    return () => {
      editor.current = null;
      made.stop();
    };
  }, []);
  useEffect(() => {
    editor.current?.setText(text ?? '');
    const asked = shown === null ? [] : [{ line: shown.line, kind: 'shown' } as const];
    const marks = file === null ? [] : [...marksOf(details, selectedWait, current, file), ...asked];
    editor.current?.setMarks(marks.sort((a, b) => a.line - b.line));
  }, [text, details, selectedWait, current, file, shown]);
  // Only a request scrolls, or opening the tab; what is selected later does not.
  const place = useRef(details?.place);
  place.current = details?.place;
  useEffect(() => {
    const line = shown?.line ?? place.current?.line;
    if (text !== null && line !== undefined) editor.current?.show(line);
  }, [text, shown]);
  return (
    <div className="source">
      <div className="source-head">
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
      {text === null && tasks && (
        <p className="drawer-none">
          The recording does not hold this file: only files of the program itself are kept, not those of its
          packages.
        </p>
      )}
      <div ref={host} className="source-editor" hidden={text === null} />
    </div>
  );
}

/** A file's text from the recording; null while it is not known. */
function useSource(file: string | null, known: boolean): string | null {
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
  return loaded !== null && loaded.file === file ? loaded.text : null;
}
