import { Play } from 'lucide-react';
import { baseName } from '../../model/details/labels.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { runCommand } from '../commands/commands.ts';
import { lessonOf } from '../lessons/course.ts';
import { runWords } from '../run-options/run-words.ts';
import { useUi } from '../store/ui-store.ts';
import { ScriptText } from './script-text.tsx';

/** Shown while a chosen script waits for Run: its text. */
export function ScriptReady() {
  const path = useUi(({ scriptPath }) => scriptPath);
  const choices = useUi((state) => state.choices);
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  if (path === null) return null;
  const found = lessonOf(lessons, path);
  return (
    <div className="ready">
      <header className="ready-head">
        <div className="ready-what">
          <h2 className="page-title">{found?.script.title ?? baseName(path)}</h2>
          <p className="ready-path selectable">{path}</p>
          {found === null && (
            <p className="page-hint">
              {runWords(choices)}{' '}
              <button type="button" className="link" onClick={() => runCommand('run-options')}>
                Change…
              </button>
            </p>
          )}
        </div>
        <CommandButton id="run" icon={Play} look="primary" large aria-label="Run this script">
          Run
        </CommandButton>
      </header>
      {/* The comment at the head of a lesson's program tells what will happen. It is left out if the user is asked to predict that. */}
      <ScriptText path={path} head={found?.script.predict == null} />
    </div>
  );
}
