import { Check, FolderPlus, FolderX, RotateCcw } from 'lucide-react';
import { useId } from 'react';
import type { Lesson } from '../../protocol/lesson.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { chooseScript } from '../session/session.ts';
import { useUi } from '../store/ui-store.ts';
import { doneIn, isDone, lessonOf, nextOf } from './course.ts';
import './lessons.css';

/** The lessons in their order, and which of them are done. `questions`: also shows the question of each. */
export function CourseList({ questions = false }: { readonly questions?: boolean }) {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const current = lessonOf(
    lessons,
    useUi(({ scriptPath }) => scriptPath),
  );
  const heading = useId();
  if (lessons.length === 0) return <p className="library-none">No lessons were found beside the app.</p>;
  const own = lessons.filter((lesson) => lesson.own);
  const listed = (shown: readonly Lesson[]) =>
    shown.map((lesson) => (
      <li key={lesson.id}>
        <CourseItem
          lesson={lesson}
          number={lessons.indexOf(lesson) + 1}
          current={lesson.id === current?.lesson.id}
          question={questions}
        />
      </li>
    ));
  const className = questions ? 'course has-questions' : 'course';
  return (
    <>
      <ol className={className}>{listed(lessons.filter((lesson) => !lesson.own))}</ol>
      {own.length > 0 && (
        <>
          <p id={heading} className="course-own">
            Your own
          </p>
          <ol className={className} aria-labelledby={heading}>
            {listed(own)}
          </ol>
        </>
      )}
      <div className="course-actions">
        <CommandButton id="open-lessons" icon={FolderPlus}>
          Lessons of your own…
        </CommandButton>
        {own.length > 0 && (
          <CommandButton id="close-lessons" icon={FolderX}>
            Close your own
          </CommandButton>
        )}
        {lessons.some((lesson) => doneIn(lesson) > 0) && (
          <CommandButton id="reset-course" icon={RotateCcw}>
            Start the course over
          </CommandButton>
        )}
      </div>
    </>
  );
}

/** `3 of 14 done`, for a heading. */
export function CourseProgress() {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const done = lessons.filter(isDone).length;
  return (
    <span className="course-progress">
      {done} of {lessons.length}
    </span>
  );
}

function CourseItem({
  lesson,
  number,
  current,
  question,
}: {
  readonly lesson: Lesson;
  readonly number: number;
  readonly current: boolean;
  readonly question: boolean;
}) {
  const { title, scripts } = lesson;
  const done = doneIn(lesson);
  const open = () => {
    // The lesson that is shown already is not started again.
    if (current) useUi.setState({ libraryPage: 'lesson' });
    else chooseScript(nextOf(lesson).path);
  };
  return (
    <button
      type="button"
      className="library-item course-item"
      aria-current={current ? 'true' : undefined}
      title={question ? undefined : lesson.question}
      onClick={open}
    >
      <span className="visually-hidden">Lesson</span>
      <span className="course-number">{number}</span>
      <span className="course-title">{title}</span>
      <span className="course-done" aria-hidden>
        {isDone(lesson) ? <Check className="icon" /> : done > 0 && `${done}/${scripts.length}`}
      </span>
      <span className="visually-hidden">
        {done} of {scripts.length} programs run
      </span>
      {question && <span className="course-question">{lesson.question}</span>}
    </button>
  );
}
