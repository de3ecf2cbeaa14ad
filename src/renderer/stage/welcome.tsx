import { FolderOpen } from 'lucide-react';
import { Legend } from '../chart/legend.tsx';
import { CommandButton } from '../commands/command-button.tsx';
import { CourseList, CourseProgress } from '../lessons/course-list.tsx';
import { RecentList } from '../library/recent-list.tsx';

/** Nothing is loaded: what this is, and the four ways to begin. */
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
        <span className="page-hint">or drop a script or a recording anywhere on this window</span>
      </div>
      <div className="page-columns">
        <section className="page-section" aria-labelledby="welcome-lessons">
          <h3 id="welcome-lessons">
            Lessons <CourseProgress />
          </h3>
          <CourseList questions />
        </section>
        <section className="page-section" aria-labelledby="welcome-recent">
          <h3 id="welcome-recent">Recent</h3>
          <RecentList />
        </section>
      </div>
      <section className="page-section welcome-legend" aria-labelledby="welcome-legend">
        <h3 id="welcome-legend">How to read the chart</h3>
        <Legend />
      </section>
    </div>
  );
}
