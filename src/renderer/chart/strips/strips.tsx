// The strips above and below the rows, as React lays them out: their names, and the elements that the chart fills.

import { commandOf, runCommand } from '../../commands/commands.ts';
import { keyText } from '../../controls/keys.tsx';
import { showsCounters } from '../../store/settings/counters.ts';
import { useSide } from '../../store/sides.ts';
import { useUi } from '../../store/ui-store.ts';
import type { Parts } from '../chart-elements.ts';

export function OverviewStrip({ part }: Parts) {
  return (
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

export function AxisStrip({ part }: Parts) {
  return (
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
  );
}

export function MarksStrip({ part }: Parts) {
  const isMarked = useSide(({ marks }) => marks.length > 0);
  return (
    <div className="chart-strip chart-marks" hidden={!isMarked}>
      <div className="chart-corner">marks</div>
      <div className="chart-plot" ref={part('marks')} />
    </div>
  );
}

export function CountersStrip({ part }: Parts) {
  const counters = useUi(showsCounters);
  return (
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
  );
}

export function ConsoleStrip({ part }: Parts) {
  return (
    <div className="chart-strip chart-console">
      <div className="chart-corner">console</div>
      <div className="chart-plot">
        <canvas ref={part('consoleCanvas')} />
      </div>
    </div>
  );
}
