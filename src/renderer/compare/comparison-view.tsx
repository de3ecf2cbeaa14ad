import { ArrowDownUp, X } from 'lucide-react';
import { useState } from 'react';
import { Chart } from '../chart/chart.tsx';
import { ChartHead } from '../chart/chart-head.tsx';
import { CommonTime } from '../chart/time/common-time.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { ErrorBoundary } from '../controls/error-boundary.tsx';
import { Sentence } from '../inspector/sentence.tsx';
import { lessonOf } from '../lessons/course.ts';
import { LessonWords } from '../lessons/lesson-words.tsx';
import { SideProvider, useSide } from '../store/sides.ts';
import { type Comparison, otherThan, type Side, useUi } from '../store/ui-store.ts';
import { SideHead } from './side-head.tsx';
import './compare.css';

/** Two recordings, one above the other on one time scale; both start at 0. */
export function ComparisonView({ comparison }: { readonly comparison: Comparison }) {
  const [time] = useState(() => new CommonTime());
  const { first, difference } = comparison;
  const second = otherThan(first);
  const point = usePoint();
  return (
    <div className="comparison" data-state={difference === null ? 'reading' : 'shown'}>
      <header className="comparison-head">
        <h2 className="visually-hidden">Comparison</h2>
        <div className="comparison-words selectable" role="status">
          {difference === null ? (
            <p>Both are being read.</p>
          ) : (
            <>
              <p>
                {point === null ? (
                  <Sentence text={difference.sentences[0] ?? ''} />
                ) : (
                  <LessonWords text={point} />
                )}
              </p>
              <p>
                <Sentence
                  text={(point === null ? difference.sentences.slice(1) : difference.brief).join(' ')}
                />
              </p>
            </>
          )}
        </div>
        <CommandButton id="swap-sides" icon={ArrowDownUp} look="outlined">
          Swap
        </CommandButton>
        <CommandButton id="close-comparison" icon={X} look="outlined">
          Close
        </CommandButton>
      </header>
      <ChartHead />
      {/* With keys, because React then keeps each chart, with its rows and its selection, when the sides are swapped. */}
      <OneSide key={first} side={first} letter="A" time={time} />
      <OneSide key={second} side={second} letter="B" time={time} />
    </div>
  );
}

/** What a lesson says about the comparison of its trap and its fix. */
function usePoint(): string | null {
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  const own = lessonOf(
    lessons,
    useUi(({ session }) => session?.path ?? null),
  );
  const other = lessonOf(
    lessons,
    useUi(({ otherSide }) => otherSide?.session?.path ?? null),
  );
  if (own === null || own.lesson !== other?.lesson) return null;
  const roles = [own.script.role, other.script.role];
  return roles.includes('trap') && roles.includes('fix') ? own.lesson.point : null;
}

interface OneSideProps {
  readonly side: Side;
  readonly letter: 'A' | 'B';
  readonly time: CommonTime;
}

function OneSide({ side, letter, time }: OneSideProps) {
  const isActive = useUi(({ activeSide }) => activeSide === side);
  return (
    <SideProvider value={side}>
      <section
        className={`comparison-side ${isActive ? 'is-active' : ''}`}
        aria-label={`Recording ${letter}`}
      >
        <SideHead side={side} letter={letter} />
        <SideChart letter={letter} time={time} />
      </section>
    </SideProvider>
  );
}

function SideChart({ letter, time }: Omit<OneSideProps, 'side'>) {
  const connected = useSide((state) => state.connected);
  const sessionId = useSide((state) => state.session?.id);
  if (!connected) return <div className="stage-wait">Starting…</div>;
  return (
    <ErrorBoundary key={sessionId}>
      <Chart time={time} label={`Timeline of ${letter}`} />
    </ErrorBoundary>
  );
}
