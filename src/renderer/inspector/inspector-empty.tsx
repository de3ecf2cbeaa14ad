import { lessonOf } from '../library/lesson-of.ts';
import { LookFor } from '../stage/script-ready.tsx';
import { hasChart, useUi } from '../store/ui-store.ts';

/** Nothing is selected: the lesson's question, or how to get something to read here. */
export function InspectorEmpty() {
  const phase = useUi((state) => state.phase);
  const path = useUi((state) => state.scriptPath);
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const found = path === null ? null : lessonOf(lessons, path);
  if (found !== null && phase !== 'script') {
    return (
      <div className="inspector-part">
        <h2 className="inspector-title">{found.lesson.title}</h2>
        <p className="inspector-sentence">{found.lesson.question}</p>
        <h3 className="inspector-heading">What to look for</h3>
        <LookFor items={found.script.lookFor} />
      </div>
    );
  }
  return (
    <p className="inspector-none">
      {hasChart(phase)
        ? 'Click a task in the chart to see what it waited for, where, and for how long.'
        : 'What a task waited for, where, and for how long appears here.'}
    </p>
  );
}
