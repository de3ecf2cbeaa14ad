import { type KeyboardEvent, useEffect, useState } from 'react';
import { create } from 'zustand';
import { placeText } from '../../../model/details/labels.ts';
import type { TaskSort, TaskSortKey } from '../../../model/totals/table.ts';
import type { TaskRow } from '../../../model/view-types.ts';
import { thousands } from '../../../model/words.ts';
import { runCommand } from '../../commands/commands.ts';
import { Cells, type Column } from '../../controls/columns.tsx';
import { SortHeading } from '../../controls/sort-heading.tsx';
import { StateChip } from '../../controls/state-chip.tsx';
import { useLongList } from '../../controls/use-long-list.ts';
import { usePage } from '../../session/use-page.ts';
import { useGrowing, useReadableStatus } from '../../store/live-status.ts';
import { goToTask } from '../../store/selection.ts';
import { useUi } from '../../store/ui-store.ts';
import { formatDuration, formatMomentShort } from '../../text/format.ts';
import { inReadingOrder } from '../../text/reading-order.ts';
import { copyTable, useTableToCopy } from '../table-copy.ts';
import { tasksTextOf } from './tasks-text.ts';
import { type PickedRows, usePickedRows } from './use-picked-rows.ts';

const ROW_PX = 24;

const COLUMNS: readonly Column<TaskRow, TaskSortKey>[] = [
  { by: 'label', name: 'Task', cell: ({ label }) => <span className="mono">{inReadingOrder(label)}</span> },
  { by: 'state', name: 'State', cell: ({ state }) => <StateChip state={state} /> },
  { by: 'start', name: 'Start', number: true, cell: ({ startNs }) => formatMomentShort(startNs) },
  {
    by: 'duration',
    name: 'Duration',
    number: true,
    cell: ({ startNs, endNs }) => (endNs === null ? '–' : formatDuration(endNs - startNs)),
  },
  { by: 'running', name: 'Running', number: true, cell: ({ runningNs }) => formatDuration(runningNs) },
  { by: 'ready', name: 'Ready', number: true, cell: ({ readyNs }) => formatDuration(readyNs) },
  {
    by: 'suspended',
    name: 'Suspended',
    number: true,
    cell: ({ suspendedNs }) => formatDuration(suspendedNs),
  },
  { by: 'waits', name: 'Waits', number: true, cell: ({ waits }) => thousands(waits) },
  {
    by: 'place',
    name: 'Place',
    cell: ({ place }) => (place === null ? '' : placeText(place)),
  },
];

/** The sort order. It is kept when another tab is shown, or the program runs again. */
const useSort = create<TaskSort>(() => ({ by: 'start', descending: false }));

/** The Tasks tab: every task as a row of numbers, sortable by each column. It is the chart's text equivalent. */
export function TasksTable() {
  const sort = useSort();
  const { list, total, rowAt, isAllFiltered, isOther } = useTaskRows(sort);
  const rows = usePickedRows(total);
  const { at, picked, pickNone } = rows;
  const any = total > 0;
  const { scrollTo } = list;
  useEffect(() => {
    if (any) scrollTo(at, 'nearest');
  }, [at, any, scrollTo]);
  useTableToCopy(() => tasksTextOf(0, total, sort));
  const copyPicked = () => void copyTable(() => tasksTextOf(picked.from, picked.to, sort));
  const goTo = (index: number) => {
    const row = rowAt(index);
    if (row) goToTask(row.task);
  };
  if (isAllFiltered) {
    return (
      <p className="drawer-none">
        No task passes the filter and the search.{' '}
        <button type="button" className="link" onClick={() => runCommand('filter-none')}>
          Show all tasks
        </button>
      </p>
    );
  }
  return (
    <div ref={list.attach} className="tasks">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked and chosen by keyboard.
        role="grid"
        aria-label="Tasks"
        aria-rowcount={total + 1}
        aria-activedescendant={rowAt(at) && `tasks-row-${at}`}
        tabIndex={0}
        aria-multiselectable="true"
        onKeyDown={(event) => {
          const pageRows = Math.max(1, Math.floor((list.scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
          if (pressed(event, { ...rows, total, pageRows, goTo, copyPicked })) event.preventDefault();
        }}
        // Also runs when the menu's Copy is used.
        onCopy={(event) => {
          event.preventDefault();
          copyPicked();
        }}
      >
        <Head
          sort={sort}
          onSort={(to) => {
            useSort.setState(to);
            pickNone();
          }}
        />
        <tbody className="virtual" style={{ height: list.heightPx }} aria-busy={isOther}>
          {list.shown.map(({ index, topPx }) => {
            const row = rowAt(index);
            return row && <Line key={index} index={index} topPx={topPx} row={row} rows={rows} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

function Head({ sort, onSort }: { readonly sort: TaskSort; readonly onSort: (to: TaskSort) => void }) {
  return (
    <thead>
      <tr className="tasks-head" aria-rowindex={1}>
        {COLUMNS.map((column) => (
          <SortHeading
            key={column.by}
            {...column}
            sort={sort}
            largestFirst={column.number === true && column.by !== 'start'}
            onSort={onSort}
          />
        ))}
      </tr>
    </thead>
  );
}

/** The rows in view, as far as the worker has answered. */
function useTaskRows(sort: TaskSort) {
  const status = useReadableStatus();
  const arranged = useUi((state) => state.arranged);
  const [total, setTotal] = useState(status?.tasks ?? 0);
  const list = useLongList({ count: total, rowPx: ROW_PX, margin: 10, aroundPx: ROW_PX });
  const [from, to] = [list.shown[0]?.index ?? 0, (list.shown.at(-1)?.index ?? 0) + 1];
  const version = `${status?.events} ${status?.finished} ${arranged} ${useGrowing()}`;
  const { page, isOther } = usePage('taskRows', from, to, { sort }, version);
  useEffect(() => {
    if (page !== null) setTotal(page.total);
  }, [page]);
  const rowAt = (index: number) => page?.items[index - page.from];
  const isAllFiltered = page?.total === 0 && (status?.tasks ?? 0) > 0;
  return { list, total, rowAt, isAllFiltered, isOther };
}

function Line({
  index,
  topPx,
  row,
  rows: { at, isPicked, moveTo },
}: {
  readonly index: number;
  readonly topPx: number;
  readonly row: TaskRow;
  readonly rows: PickedRows;
}) {
  const isSelected = useUi((state) => state.selectedTask === row.task);
  return (
    <tr
      id={`tasks-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected || isPicked(index)}
      className={`tasks-row ${index === at ? 'is-focused' : ''}`}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={({ shiftKey }) => {
        moveTo(index, shiftKey);
        if (!shiftKey) goToTask(row.task);
      }}
    >
      <Cells columns={COLUMNS} row={row} />
    </tr>
  );
}

interface Keyed extends PickedRows {
  readonly total: number;
  readonly pageRows: number;
  goTo(index: number): void;
  copyPicked(): void;
}

/** Handles the keys that move to, pick, copy and open rows; returns false for other keys. */
function pressed(event: KeyboardEvent, table: Keyed): boolean {
  const { at, total, pageRows, moveTo, pickAll, goTo, copyPicked } = table;
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: total - 1,
  }[event.key];
  const command = event.ctrlKey || event.metaKey;
  // These keys press a heading that has the focus.
  const presses = event.target instanceof HTMLButtonElement;
  if (to !== undefined) moveTo(Math.min(total - 1, Math.max(0, to)), event.shiftKey);
  else if (command && event.key === 'a') pickAll();
  else if (command && event.key === 'c') copyPicked();
  else if (event.key === 'Enter' && !presses) goTo(at);
  else return false;
  return true;
}
