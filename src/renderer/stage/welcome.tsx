import { FolderOpen, Play } from 'lucide-react';
import type { Lesson } from '../../protocol/lesson.ts';
import { Legend } from '../chart/legend.tsx';
import { CommandButton } from '../commands/command-button.tsx';
import { Button } from '../controls/button.tsx';
import { RecentList } from '../library/recent-list.tsx';
import { chooseScript } from '../session/session.ts';
import { useUi } from '../store/ui-store.ts';

/** Nothing is loaded: what this is, and the four ways to begin. */
export function Welcome() {
  const app = useUi((state) => state.app);
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
          <h3 id="welcome-lessons">Lessons</h3>
          {app?.lessons.map((lesson) => (
            <WelcomeLesson key={lesson.id} lesson={lesson} />
          ))}
          {app?.lessons.length === 0 && <p className="page-hint">No lessons were found beside the app.</p>}
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

function WelcomeLesson({ lesson }: { readonly lesson: Lesson }) {
  return (
    <article className="welcome-lesson">
      <h4>{lesson.title}</h4>
      <p>{lesson.question}</p>
      <div className="welcome-scripts">
        {lesson.scripts.map(({ title, path }) => (
          <Button key={path} icon={Play} look="outlined" title={path} onClick={() => chooseScript(path)}>
            {title}
          </Button>
        ))}
      </div>
    </article>
  );
}
