import { Play } from 'lucide-react';
import { CommandButton } from '../commands/command-button.tsx';
import { lessonOf } from '../lessons/course.ts';
import { Explanation } from '../lessons/lesson-page.tsx';
import { useUi } from '../store/ui-store.ts';
import { baseName } from '../text/format.ts';

/** A script is chosen and waits for Run. */
export function ScriptReady() {
  const path = useUi(({ scriptPath }) => scriptPath);
  const app = useUi((state) => state.app);
  if (path === null) return null;
  const found = lessonOf(app?.lessons ?? [], path);
  return (
    <div className="page">
      <h2 className="page-title">{found?.script.title ?? baseName(path)}</h2>
      <p className="ready-path selectable">{path}</p>
      <div className="page-actions">
        <CommandButton id="run" icon={Play} look="primary" large aria-label="Run this script">
          Run
        </CommandButton>
        <span className="page-hint">
          Its tasks appear here while it runs. The script itself is not changed.
        </span>
      </div>
      {found && (
        <section className="ready-lesson page-section" aria-labelledby="ready-lesson">
          <h3 id="ready-lesson">{found.lesson.title}</h3>
          <Explanation of={found.lesson.explanation} />
        </section>
      )}
    </div>
  );
}
