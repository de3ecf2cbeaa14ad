import { selectedRow } from '../../store/selection.ts';
import { useSide, useSideName } from '../../store/sides.ts';
import type { Parts } from '../chart-elements.ts';
import { NoTasks } from '../no-tasks.tsx';
import { rowElementId } from './gutter-rows.ts';
import { offerRowCommands } from './row-commands.ts';
import { rowsKey } from './rows-keys.ts';

/** The event-loop lane and the rows of the tasks: captions on the left, bars on the right. They scroll together. */
export function TaskRows({ part }: Parts) {
  const side = useSideName();
  const selected = useSide(selectedRow);
  const threads = useSide(({ status }) => status?.threads ?? 1);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the menu has, the keyboard has.
    <div className="chart-scroller" ref={part('scroller')} onContextMenu={offerRowCommands}>
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
  );
}
