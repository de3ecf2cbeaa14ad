import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { chooseScript } from '../session/session.ts';
import { useUi } from '../store/ui-store.ts';
import { RecentList } from './recent-list.tsx';
import './library.css';

/** The left panel: lessons to pick, files to reopen. */
export function Library() {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const current = useUi(({ scriptPath }) => scriptPath);
  return (
    <nav className="library" aria-label="Lessons and recent files">
      <Section title="Lessons">
        <ul>
          {lessons.map(({ id, title, question, scripts }) => (
            <li key={id} className="library-lesson">
              <h3 title={question}>{title}</h3>
              <ul>
                {scripts.map((script) => (
                  <li key={script.path}>
                    <button
                      type="button"
                      className="library-item"
                      aria-current={script.path === current ? 'true' : undefined}
                      title={script.path}
                      onClick={() => chooseScript(script.path)}
                    >
                      {script.title}
                    </button>
                  </li>
                ))}
              </ul>
            </li>
          ))}
          {lessons.length === 0 && <li className="library-none">No lessons were found.</li>}
        </ul>
      </Section>
      <Section title="Recent">
        <RecentList />
      </Section>
    </nav>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(true);
  return (
    <section className="library-section">
      <h2>
        <button type="button" className="library-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight className="icon library-chevron" aria-hidden />
          {title}
        </button>
      </h2>
      {open && children}
    </section>
  );
}
