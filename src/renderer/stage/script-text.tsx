import { useEffect, useRef, useState } from 'react';
import { main } from '../bridge.ts';
import { SourceEditor } from '../drawer/source/source-editor.ts';
import { useUi } from '../store/ui-store.ts';

/** The text of a script before it is run. `head`: includes the comment at its beginning. */
export function ScriptText({ path, head }: { readonly path: string; readonly head: boolean }) {
  const text = useScript(path);
  const wrong = useUi(
    ({ problems }) => problems.findLast(({ place }) => place?.file === path)?.place?.line ?? null,
  );
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null || text === null) return;
    const skipped = head ? '' : (HEAD.exec(text)?.[0] ?? '');
    const firstLine = skipped.split('\n').length;
    const editor = new SourceEditor(host.current, firstLine);
    editor.setText(text.slice(skipped.length));
    if (wrong !== null) {
      const line = wrong - firstLine + 1;
      editor.setMarks([{ line, kind: 'wrong' }]);
      editor.show(line);
    }
    return () => editor.stop();
  }, [text, head, wrong]);
  return <div ref={host} className="script-text" />;
}

/** Comments and empty lines before the first statement. */
const HEAD = /^(?:\/\/.*\n|\s*\n)*/;

function useScript(path: string): string | null {
  const [read, setRead] = useState<{ readonly path: string; readonly text: string } | null>(null);
  useEffect(() => {
    let gone = false;
    const look = () => {
      // If the script cannot be read, Run will say why.
      void main.readScript(path).then((result) => {
        if (!gone && result.ok) setRead({ path, text: result.value });
      });
    };
    look();
    // The user may come back from an editor, after changing the script.
    window.addEventListener('focus', look);
    return () => {
      gone = true;
      window.removeEventListener('focus', look);
    };
  }, [path]);
  return read !== null && read.path === path ? read.text : null;
}
