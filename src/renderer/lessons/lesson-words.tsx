import { type LessonTextPart, lessonText } from '../../protocol/lesson.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { goToTask } from '../store/selection.ts';
import { useUi } from '../store/ui-store.ts';

/** A text of a lesson; with a program on the chart, the tasks it names can be gone to. */
export function LessonWords({ text }: { readonly text: string }) {
  const connected = useUi((state) => state.connected);
  const parts = lessonText(text) ?? [{ kind: 'words', text } as const];
  // biome-ignore lint/suspicious/noArrayIndexKey: a lesson's text does not change.
  return parts.map((part, at) => <Part key={at} part={part} canGo={connected} />);
}

function Part({ part: { kind, text }, canGo }: { readonly part: LessonTextPart; readonly canGo: boolean }) {
  if (kind === 'words') return text;
  if (kind === 'code' || !canGo) return <code>{text}</code>;
  return (
    <button
      type="button"
      className="link mono"
      title="Select it in the chart"
      onClick={() => void goTo(text)}
    >
      {text}
    </button>
  );
}

async function goTo(text: string): Promise<void> {
  const task = await currentClient()?.query('taskCalled', { text }).catch(ignoreClosed);
  if (task !== null && task !== undefined) goToTask(task);
}
