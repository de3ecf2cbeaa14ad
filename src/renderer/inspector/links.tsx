import { placeText } from '../../model/details/labels.ts';
import type { PlaceView } from '../../model/view-types.ts';
import type { TaskIndex, ThreadIndex } from '../../protocol/units.ts';
import { openPanel } from '../shell/panels.ts';
import { goToTask, goToThread } from '../store/selection.ts';
import { showSource } from '../store/ui-store.ts';
import { inReadingOrder } from '../text/reading-order.ts';

/** A place in the source; a click shows it. */
export function PlaceLink({ place }: { readonly place: PlaceView }) {
  return (
    <button
      type="button"
      className="link"
      title={`${place.file}:${place.line}:${place.column}`}
      onClick={(event) => {
        event.stopPropagation();
        openPanel('drawer');
        showSource(place);
      }}
    >
      <bdi>{placeText(place)}</bdi>
    </button>
  );
}

/** A task by its label; a click selects it and brings its row into view. */
export function TaskLink({ task, label }: { readonly task: TaskIndex; readonly label: string }) {
  return (
    <button
      type="button"
      className="link mono"
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        goToTask(task);
      }}
    >
      {inReadingOrder(label)}
    </button>
  );
}

/** A thread by its label; a click selects it and brings its row into view. */
export function ThreadLink({ thread, label }: { readonly thread: ThreadIndex; readonly label: string }) {
  return (
    <button type="button" className="link" title={label} onClick={() => goToThread(thread)}>
      {label}
    </button>
  );
}
