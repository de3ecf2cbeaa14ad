import { FolderOpen, GraduationCap } from 'lucide-react';
import { Legend } from '../chart/legend.tsx';
import { CommandButton } from '../commands/command-button.tsx';
import { doneIn, programBeside } from '../lessons/course.ts';
import { CourseList, CourseProgress } from '../lessons/course-list.tsx';
import { RecentList } from '../library/recent-list.tsx';
import { useUi } from '../store/ui-store.ts';

/** Shown while nothing is loaded: what Loopscope is, and the four ways to begin. */
export function Welcome() {
  return (
    <div className="page">
      <h2 className="page-title">See what your async code is waiting for</h2>
      <p className="page-lead">
        Loopscope runs a Node script and draws its tasks as they run, wait and resume, on one chart, while it
        happens.
      </p>
      <div className="page-actions">
        <CommandButton id="open" icon={FolderOpen} look="primary" large>
          Open a script
        </CommandButton>
        <StartCourse />
        <span className="page-hint">or drop a script or a recording anywhere on this window</span>
      </div>
      <div className="page-columns">
        <section className="page-section" aria-labelledby="welcome-lessons">
          <h3 id="welcome-lessons">
            Lessons <CourseProgress />
          </h3>
          <CourseList questions />
        </section>
        <div>
          <section className="page-section" aria-labelledby="welcome-recent">
            <h3 id="welcome-recent">Recent</h3>
            <RecentList />
          </section>
          <section className="page-section welcome-legend" aria-labelledby="welcome-legend">
            <h3 id="welcome-legend">How to read the chart</h3>
            <Legend inFull />
          </section>
        </div>
      </div>
    </div>
  );
}

/** A button for the first program of the course that has not been run yet. */
function StartCourse() {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const next = programBeside(lessons, null, 1);
  if (next === null || next.script.done) return null;
  const fresh = lessons.every((lesson) => doneIn(lesson) === 0);
  return (
    <CommandButton id="next-program" icon={GraduationCap} look="outlined" large>
      {`${fresh ? 'Start' : 'Go on'} with lesson ${next.number}`}
    </CommandButton>
  );
}
