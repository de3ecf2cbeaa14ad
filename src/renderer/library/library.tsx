import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { lessonOf } from '../lessons/course.ts';
import { CourseList, CourseProgress } from '../lessons/course-list.tsx';
import { LessonPage } from '../lessons/lesson-page.tsx';
import { useUi } from '../store/ui-store.ts';
import { RecentList } from './recent-list.tsx';
import './library.css';

/** The left panel: the present lesson, or the lists of lessons and recent files. */
export function Library() {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const place = lessonOf(
    lessons,
    useUi(({ scriptPath }) => scriptPath),
  );
  const page = useUi((state) => state.libraryPage);
  return (
    <nav className="library" aria-label="Lessons and recent files">
      {place !== null && page === 'lesson' ? <LessonPage {...place} /> : <Lists />}
    </nav>
  );
}

function Lists() {
  return (
    <>
      <Section title="Lessons" aside={<CourseProgress />}>
        <CourseList />
      </Section>
      <Section title="Recent">
        <RecentList />
      </Section>
    </>
  );
}

function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(true);
  return (
    <section className="library-section">
      <h2>
        <button type="button" className="library-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronRight className="icon library-chevron" aria-hidden />
          {title}
          {aside}
        </button>
      </h2>
      {open && children}
    </section>
  );
}
