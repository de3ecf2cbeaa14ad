import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { showNote } from './problems.ts';
import { goToRun, selectedRow } from './selection.ts';
import { useUi } from './ui-store.ts';

/** Goes to the next rejected task after the selected row (1), or to the one before it (-1), and expands what hides it. */
export const moveToRejected = afterSelecting(async (step: 1 | -1) => {
  const client = currentClient();
  const from = selectedRow(useUi.getState());
  const found = await client?.query('rejected', { from, step }).catch(ignoreClosed);
  if (found === undefined || currentClient() !== client) return;
  if (found !== null) goToRun(found);
  else
    showNote({
      title: 'No task was rejected',
      detail: 'None of the tasks that are shown ended with an error.',
      action: 'If a filter is set, take it away to look at all tasks.',
    });
});
