import type { TaskDetails, TaskWait } from '../../../model/view-types.ts';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { msText as ms, tableText } from '../../text/table-text.ts';
import { expressionOf } from './waits-list.tsx';

/** A task's waits as tab-separated lines. Times are in milliseconds; `≤` marks upper bounds. */
function waitsText(waits: readonly TaskWait[]): string {
  const lines = waits.map(({ number, wait }) => [
    number + 1,
    wait.place === null ? '' : `${wait.place.file}:${wait.place.line}`,
    expressionOf(wait),
    wait.on.kind,
    wait.on.label,
    ms(wait.startNs),
    ms(wait.suspendedNs),
    wait.readyNs === null ? '' : `${wait.readyExact ? '' : '≤ '}${ms(wait.readyNsTotal)}`,
  ]);
  return tableText([
    ['wait', 'place', 'expression', 'kind', 'waits for', 'start ms', 'suspended ms', 'ready ms'],
    ...lines,
  ]);
}

/** The text of a task's waits; undefined if the session has been closed. */
export async function waitsTextOf({ task, waitCount }: TaskDetails): Promise<string | undefined> {
  const page = await currentClient()?.query('waits', { task, from: 0, to: waitCount }).catch(ignoreClosed);
  return page && waitsText(page.items);
}
