import { useEffect, useRef, useState } from 'react';
import { main } from '../bridge.ts';
import { SourceEditor } from '../drawer/source-editor.ts';

/** A script to be read before it is run. `head`: with the comment that it begins with. */
export function ScriptText({ path, head }: { readonly path: string; readonly head: boolean }) {
  const text = useScript(path);
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null || text === null) return;
    const skipped = head ? '' : (HEAD.exec(text)?.[0] ?? '');
    const editor = new SourceEditor(host.current, {
      firstLine: skipped.split('\n').length,
      wraps: true,
    });
    editor.setText(text.slice(skipped.length));
    return () => editor.stop();
  }, [text, head]);
  return <div ref={host} className="script-text" />;
}

/** Comments and empty lines before the first line that does something. */
const HEAD = /^(?:\/\/.*\n|\s*\n)*/;

function useScript(path: string): string | null {
  const [read, setRead] = useState<{ readonly path: string; readonly text: string } | null>(null);
  useEffect(() => {
    let gone = false;
    // What is wrong with it Run will say.
    void main.readScript(path).then((result) => {
      if (!gone && result.ok) setRead({ path, text: result.value });
    });
    return () => {
      gone = true;
    };
  }, [path]);
  return read !== null && read.path === path ? read.text : null;
}
