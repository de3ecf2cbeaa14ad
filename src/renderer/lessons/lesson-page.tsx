import { ArrowLeft, ArrowRight, Check, ChevronLeft, ChevronRight, GitCompareArrows } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { CommandButton } from '../commands/command-button.tsx';
import { Button } from '../controls/button.tsx';
import { chooseScript } from '../session/session.ts';
import { openPanel } from '../shell/panels.ts';
import { useUi } from '../store/ui-store.ts';
import { type LessonPlace, pairOf, programBeside } from './course.ts';
import { LessonFindings } from './lesson-findings.tsx';
import { LessonWords } from './lesson-words.tsx';
import { PredictionView } from './prediction-view.tsx';
import './lessons.css';

/** A lesson beside the chart: its question, its programs, what to predict, and what to look for. */
export function LessonPage({ lesson, script, number }: LessonPlace) {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const started = useUi(({ phase }) => phase !== 'script');
  const { page, title } = useReadFromTheTop(lesson.id, script.path);
  return (
    <article className="lesson" aria-labelledby="lesson-title" ref={page}>
      <header className="lesson-head">
        <div className="lesson-nav">
          <Button icon={ArrowLeft} onClick={() => useUi.setState({ libraryPage: 'lists' })}>
            All lessons
          </Button>
          <span className="lesson-place">
            <CommandButton id="previous-program" icon={ChevronLeft} />
            <span className="lesson-quiet">
              {number} of {lessons.length}
            </span>
            <CommandButton id="next-program" icon={ChevronRight} />
          </span>
        </div>
        <h2 id="lesson-title" className="lesson-title" ref={title} tabIndex={-1}>
          {lesson.title}
        </h2>
      </header>
      <div className="lesson-part">
        <p className="lesson-question">{lesson.question}</p>
        <Programs lesson={lesson} script={script} number={number} />
        {pairOf(lesson, script) !== null && (
          <CommandButton id="compare-lesson" look="outlined" icon={GitCompareArrows}>
            Run both and compare
          </CommandButton>
        )}
      </div>
      <PredictionView key={script.path} script={script} />
      {/* What to look for would give the answer away. */}
      {(started || script.predict === null) && <LookFor items={script.lookFor} />}
      {started && <LessonFindings script={script} />}
      {/* The key closes the explanation again when another lesson is shown. */}
      <details className="lesson-part" key={lesson.id}>
        <summary className="lesson-heading">Explanation</summary>
        {lesson.explanation.map((paragraph) => (
          <p key={paragraph} className="lesson-paragraph">
            <LessonWords text={paragraph} />
          </p>
        ))}
      </details>
      <NextProgram lesson={lesson} script={script} number={number} />
    </article>
  );
}

/**
 * Scrolls to the top for each program. For another lesson, also opens the panel if it was hidden or had no room. The title gets the focus
 * when the lesson changes, and when the element that had it is gone or out of view, so that users of the keyboard read on from there.
 */
function useReadFromTheTop(lessonId: string, path: string) {
  const page = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const lessonBefore = useRef('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: for every program anew.
  useEffect(() => {
    if (lessonBefore.current !== lessonId) openPanel('library');
    page.current?.scrollIntoView();
    const { activeElement: at, body } = document;
    const isBelow = page.current?.contains(at) && !at?.closest('.lesson-head, .lesson-programs');
    if (lessonBefore.current !== lessonId || at === body || isBelow)
      title.current?.focus({ preventScroll: true });
    lessonBefore.current = lessonId;
  }, [lessonId, path]);
  return { page, title };
}

function NextProgram({ script, number }: LessonPlace) {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const next = programBeside(lessons, script.path, 1);
  if (next === null)
    return <p className="lesson-part lesson-quiet">This is the last program of the course.</p>;
  return (
    <div className="lesson-part lesson-next">
      <span className="lesson-quiet">Next{next.number !== number && `: lesson ${next.number}`}</span>
      <CommandButton id="next-program" look="outlined" icon={ArrowRight}>
        {next.number === number ? next.script.title : next.lesson.title}
      </CommandButton>
    </div>
  );
}

function Programs({ lesson, script }: LessonPlace) {
  return (
    <ul className="lesson-programs" aria-label="Programs">
      {lesson.scripts.map(({ path, title, role, done }) => (
        <li key={path}>
          <button
            type="button"
            className="library-item lesson-program"
            aria-current={path === script.path ? 'true' : undefined}
            title={path}
            onClick={() => chooseScript(path)}
          >
            <span className="lesson-role">{role}</span>
            <span className="lesson-program-title">{title}</span>
            {done && <Check className="icon lesson-done" aria-label="was run" />}
          </button>
        </li>
      ))}
    </ul>
  );
}

function LookFor({ items }: { readonly items: readonly string[] }) {
  return (
    <section className="lesson-part" aria-labelledby="lesson-look-for">
      <h3 id="lesson-look-for" className="lesson-heading">
        What to look for
      </h3>
      <ul className="look-for">
        {items.map((item) => (
          <li key={item}>
            <LessonWords text={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}
