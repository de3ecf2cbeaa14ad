import { plainText } from '../../model/plain-text.ts';
import type { TaskDetails } from '../../model/view-types.ts';
import { openPanel } from '../shell/panels.ts';
import { showConsoleLine } from '../store/ui-store.ts';
import { formatMomentShort } from '../text/format.ts';
import { PagedRows } from './paged-rows.tsx';

const ROW_PX = 20;

/** What a task wrote to the console, in order; a click shows the line in the Console tab. */
export function WrittenList({ details }: { readonly details: TaskDetails }) {
  return (
    <PagedRows
      query="written"
      task={details.task}
      total={details.writtenCount}
      version={details}
      label="Printed lines"
      rowPx={ROW_PX}
      row={({ at, timeNs, from, text }) => (
        <div className="written">
          <button
            type="button"
            className="link"
            title="Show this line in the console"
            onClick={() => {
              openPanel('drawer');
              showConsoleLine(at);
            }}
          >
            {formatMomentShort(timeNs)}
          </button>
          <span
            className={`written-text mono selectable ${from === 'stderr' ? 'is-error' : ''}`}
            title={plainText(text)}
          >
            {plainText(text)}
          </span>
        </div>
      )}
    />
  );
}
