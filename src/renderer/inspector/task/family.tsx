import type { TaskDetails, TaskRow } from '../../../model/view-types.ts';
import { StateChip } from '../../controls/state-chip.tsx';
import { formatDuration } from '../../text/format.ts';
import { TaskLink } from '../links.tsx';
import { PagedRows } from '../paged-rows.tsx';

const ROW_PX = 24;

/** The tasks that a task started, in order. */
export function Children({ details }: { readonly details: TaskDetails }) {
  return (
    <PagedRows
      query="children"
      task={details.task}
      total={details.childCount}
      version={details}
      label="Started tasks"
      rowPx={ROW_PX}
      row={(child) => <Child child={child} />}
    />
  );
}

function Child({ child: { task, label, state, startNs, endNs } }: { readonly child: TaskRow }) {
  return (
    <div className="child">
      <TaskLink task={task} label={label} />
      <StateChip state={state} />
      <span>{endNs === null ? '' : formatDuration(endNs - startNs)}</span>
    </div>
  );
}
