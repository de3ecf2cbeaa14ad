import { AwaitedKind } from '../../protocol/events.ts';
import { currentTurn } from '../runtime/turn.ts';
import { inCallback, runningTask } from '../tasks/context.ts';

/** What Node does in several requests, each of which follows from the one before. */
const IN_STEPS = /^(appendFile|readFile|truncate|writeFile) /;

/** The name of what the answer to a request for a file goes on with; '' if that is over, or if a task goes on. */
export function goesOn(): string {
  const { kind, work } = currentTurn();
  return kind === AwaitedKind.file && inCallback() && runningTask() === null && IN_STEPS.test(work)
    ? work
    : '';
}

/** Whether something that is done with this file is a step of what goes on. */
export const isStepWith = (file: string): boolean => file !== '' && goesOn().endsWith(` ${file}`);
