import { useEffect, useRef } from 'react';
import { commandOf, runCommand } from '../commands/commands.ts';
import { keyText } from '../controls/keys.tsx';
import { lessonOf } from '../lessons/course.ts';
import { clientOf } from '../session/session.ts';
import { showsCounters } from '../store/counters.ts';
import { selectedRow } from '../store/selection.ts';
import { activate, storeOf, useSide, useSideName } from '../store/sides.ts';
import { useUi } from '../store/ui-store.ts';
import { threadCaption } from '../text/thread-words.ts';
import { setChart } from './active-chart.ts';
import type { ChartElements } from './chart-elements.ts';
import { ChartHead } from './chart-head.tsx';
import { ChartView } from './chart-view.ts';
import { Legend } from './legend.tsx';
import { NoTasks } from './no-tasks.tsx';
import { FilterStrip } from './rows/filter-strip.tsx';
import { GutterHandle } from './rows/gutter-handle.tsx';
import { rowElementId } from './rows/gutter-rows.ts';
import { rowsKey } from './rows/rows-keys.ts';
import { CommonTime } from './time/common-time.ts';
import './chart.css';
import './strips/counter-strip.css';
import './rows/task-rows.css';
import '../marks/marks.css';

/** The timeline of its side's session: React lays it out, `ChartView` fills it. `time`: on a scale with another one. */
export function Chart({ time, label = 'Timeline' }: { readonly time?: CommonTime; readonly label?: string }) {
  const side = useSideName();
  const elements = useRef<{ [Name in keyof ChartElements]?: ChartElements[Name] | null }>({});
  const part =
    <Name extends keyof ChartElements>(name: Name) =>
    (element: ChartElements[Name] | null) => {
      elements.current[name] = element;
    };
  useEffect(() => {
    const client = clientOf(side);
    if (client === null) return;
    // A copy: React takes the elements out of the original before a last frame may be drawn.
    const view = new ChartView(
      { ...elements.current } as ChartElements,
      client,
      storeOf(side),
      time ?? new CommonTime(),
    );
    setChart(side, view);
    // What was pressed to get here, as `Run this script`, is gone, and with it the focus; a lesson's answer takes it.
    const { app, scriptPath } = storeOf(side).getState();
    const isLesson = lessonOf(app?.lessons ?? [], scriptPath) !== null;
    if (document.activeElement === document.body && !isLesson) view.focusRows();
    return () => {
      setChart(side, null);
      view.stop();
    };
  }, [side, time]);
  const selected = useSide(selectedRow);
  const counters = useUi(showsCounters);
  const threads = useSide(({ status }) => status?.threads ?? 1);
  const isMarked = useSide(({ marks }) => marks.length > 0);
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
      <div className="chart-strip chart-overview">
        <div className="chart-corner">
          overview
          <CountersToggle />
        </div>
        <div className="chart-plot">
          <canvas ref={part('overviewCanvas')} />
          <svg ref={part('overviewSvg')} className="chart-brush" aria-hidden="true" />
        </div>
      </div>
      <div className="chart-strip chart-axis">
        <div className="chart-corner">
          time
          <span className="chart-axis-base" ref={part('axisBase')} />
        </div>
        <div
          className="chart-plot chart-ruler"
          ref={part('ruler')}
          role="slider"
          aria-label="Playhead"
          aria-valuemin={0}
          aria-valuenow={0}
          tabIndex={0}
        >
          <svg ref={part('axis')} aria-hidden="true">
            <title>Time</title>
            <g className="axis-ticks" />
          </svg>
          <div className="chart-cursor-time" ref={part('cursorTime')} hidden />
          <div className="chart-playhead-time" ref={part('playheadTime')} hidden />
        </div>
      </div>
      <div className="chart-strip chart-marks" hidden={!isMarked}>
        <div className="chart-corner">marks</div>
        <div className="chart-plot" ref={part('marks')} />
      </div>
      <div className="chart-strip chart-counters" hidden={!counters}>
        <div className="chart-corner">
          <dl className="counters-now" ref={part('countersNow')} aria-label="Counters" />
        </div>
        <div className="chart-plot">
          <canvas ref={part('countersCanvas')} />
          <div className="counters-playhead" ref={part('countersPlayhead')} hidden />
          <div className="chart-cursor" ref={part('countersCursor')} hidden />
          <div className="counters-surface" ref={part('countersSurface')} />
        </div>
      </div>
      <div className="chart-scroller" ref={part('scroller')}>
        <div className="chart-sticky" ref={part('sticky')}>
          <div className="chart-gutter">
            <div className="chart-lane-name">{threads > 1 ? 'event loop of main' : 'event loop'}</div>
            <div
              className="chart-rows"
              ref={part('gutter')}
              role="treegrid"
              aria-label="Tasks"
              aria-colcount={2}
              aria-activedescendant={selected === null ? undefined : rowElementId(side, selected)}
              tabIndex={0}
              onKeyDown={rowsKey}
            />
          </div>
          <div className="chart-plot">
            <canvas ref={part('canvas')} />
            <div className="chart-hover-row" ref={part('hoverRow')} hidden />
            <div className="chart-range" ref={part('range')} hidden>
              <span className="chart-range-label" ref={part('rangeLabel')} />
            </div>
            <div className="chart-playhead" ref={part('playhead')} hidden />
            <div className="chart-cursor" ref={part('cursor')} hidden />
            <div className="chart-surface" ref={part('surface')} />
          </div>
        </div>
        <div ref={part('spacer')} />
        <NoTasks />
      </div>
      <div className="chart-strip chart-console">
        <div className="chart-corner">console</div>
        <div className="chart-plot">
          <canvas ref={part('consoleCanvas')} />
        </div>
      </div>
      <GutterHandle />
      <FilterStrip />
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
      <div className="tooltip" ref={part('tooltip')} hidden />
      <Announcement />
    </section>
  );
}

function CountersToggle() {
  const { label, keys } = commandOf('toggle-counters');
  return (
    <button
      type="button"
      className="toggle"
      title={`${label} (${keys.map(keyText).join()})`}
      aria-pressed={useUi(showsCounters)}
      onClick={() => runCommand('toggle-counters')}
    >
      counters
    </button>
  );
}

/** What a screen reader is told of the selection, as soon as there is something to tell. */
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
