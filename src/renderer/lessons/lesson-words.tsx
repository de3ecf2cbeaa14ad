import { Fragment } from 'react';
import { type LessonTab, type LessonTextPart, lessonText } from '../../protocol/lesson.ts';
import { clientOf } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showTab } from '../shell/panels.ts';
import { goToTasks } from '../store/selection.ts';
import { type Side, useUi } from '../store/ui-store.ts';

/** A text of a lesson. While its program is on the chart, the tasks and tabs that it names are links. */
export function LessonWords({ text }: { readonly text: string }) {
  const connected = useUi((state) => state.connected);
  const parts = lessonText(text) ?? [{ kind: 'words', text } as const];
  return parts.map((part, at) => {
    const follows = signsAt(parts[at + 1]);
    const own = part.kind === 'words' && at > 0 ? part.text.slice(signsAt(part).length) : part.text;
    const shown = <Part part={{ ...part, text: own } as LessonTextPart} canGo={connected} />;
    // A line may wrap after a button, but not between the button and the full stop that follows it.
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a lesson's text does not change.
      <Fragment key={at}>
        {follows === '' ? (
          shown
        ) : (
          <span className="lesson-unbroken">
            {shown}
            {follows}
          </span>
        )}
      </Fragment>
    );
  });
}

/** The punctuation at the beginning of a piece of text, which belongs to the piece before it. */
const signsAt = (part: LessonTextPart | undefined): string =>
  part?.kind === 'words' ? (/^[.,:;?!)]+/.exec(part.text)?.[0] ?? '') : '';

function Part({ part, canGo }: { readonly part: LessonTextPart; readonly canGo: boolean }) {
  const { kind, text } = part;
  if (kind === 'words' || (kind === 'tab' && !canGo)) return text;
  if (kind === 'code' || !canGo) return <code>{text}</code>;
  if (kind === 'tab') {
    return (
      <button
        type="button"
        className="link"
        title="Open it below the chart"
        onClick={() => showTab(text.toLowerCase() as Lowercase<LessonTab>)}
      >
        {text}
      </button>
    );
  }
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

/** Selects the task with this name or label; in a comparison, on both sides. */
async function goTo(text: string): Promise<void> {
  const called = async (side: Side) => [
    side,
    await clientOf(side)?.query('taskCalled', { text }).catch(ignoreClosed),
  ];
  goToTasks(Object.fromEntries(await Promise.all((['own', 'beside'] as const).map(called))));
}
