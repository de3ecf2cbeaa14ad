import { useEffect, useRef } from 'react';
import { commandOf, runCommand } from '../commands/commands.ts';
import { lessonOf } from '../lessons/course.ts';
import { clientOf } from '../session/session.ts';
import { activate, storeOf, useSide, useSideName } from '../store/sides.ts';
import type { Side } from '../store/ui-store.ts';
import { threadCaption } from '../text/thread-words.ts';
import { setChart } from './active-chart.ts';
import type { ChartElements, PartOf } from './chart-elements.ts';
import { ChartHead } from './chart-head.tsx';
import { ChartView } from './chart-view.ts';
import { Legend } from './legend.tsx';
import { FilterStrip } from './rows/filter-strip.tsx';
import { GutterHandle } from './rows/gutter-handle.tsx';
import { TaskRows } from './rows/task-rows.tsx';
import { AxisStrip, ConsoleStrip, CountersStrip, MarksStrip, OverviewStrip } from './strips/strips.tsx';
import { CommonTime } from './time/common-time.ts';
import './chart.css';
import './strips/counter-strip.css';
import './rows/task-rows.css';
import '../marks/marks.css';

/** The timeline of one side's session. React lays it out, `ChartView` fills it. `time`: a time scale shared with another chart. */
export function Chart({ time, label = 'Timeline' }: { readonly time?: CommonTime; readonly label?: string }) {
  const side = useSideName();
  const part = useChartView(side, time);
  const toActive = () => activate(side);
  return (
    <section
      className="chart"
      ref={part('root')}
      aria-label={label}
      onPointerDownCapture={toActive}
      onFocusCapture={toActive}
    >
      {time === undefined && <ChartHead />}
      <OverviewStrip part={part} />
      <AxisStrip part={part} />
      <MarksStrip part={part} />
      <CountersStrip part={part} />
      <TaskRows part={part} />
      <ConsoleStrip part={part} />
      <GutterHandle />
      <FilterStrip />
      <Foot />
      <div className="tooltip" ref={part('tooltip')} hidden />
      <Announcement />
    </section>
  );
}

/** Runs a `ChartView` in the elements for as long as they are mounted; returns the refs with which React hands them over. */
function useChartView(side: Side, time: CommonTime | undefined): PartOf {
  const elements = useRef<{ [Name in keyof ChartElements]?: ChartElements[Name] | null }>({});
  useEffect(() => {
    const client = clientOf(side);
    if (client === null) return;
    // A copy, because React clears the refs before a last frame may be drawn.
    const view = new ChartView(
      { ...elements.current } as ChartElements,
      client,
      storeOf(side),
      time ?? new CommonTime(),
    );
    setChart(side, view);
    // The button that led here, such as `Run this script`, is gone, and the focus with it. (After a lesson, its answer takes the focus.)
    const { app, scriptPath } = storeOf(side).getState();
    const isLesson = lessonOf(app?.lessons ?? [], scriptPath) !== null;
    if (document.activeElement === document.body && !isLesson) view.focusRows();
    return () => {
      setChart(side, null);
      view.stop();
    };
  }, [side, time]);
  return (name) => (element) => {
    elements.current[name] = element;
  };
}

function Foot() {
  return (
    <footer className="chart-foot">
      <Legend />
      <button
        type="button"
        className="toggle"
        title={commandOf('legend').label}
        onClick={() => runCommand('legend')}
      >
        all signs
      </button>
    </footer>
  );
}

/** Announces the selection to a screen reader, as soon as its details are known. */
function Announcement() {
  const text = useSide(({ details, threadDetails }) =>
    threadDetails !== null ? threadCaption(threadDetails) : (details?.sentence.replaceAll('`', '') ?? ''),
  );
  return (
    <div className="visually-hidden" aria-live="polite">
      {text}
    </div>
  );
}
