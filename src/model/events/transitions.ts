// Says which event is possible in which state of a task, as data. Any other event is counted as illegal, and applied as sensibly as
// possible.

import { RecordType } from '../../protocol/events.ts';

/** The states of a task. `over` stands for every outcome, including `pending` (it had not ended when the program did). */
export const TaskState = { none: 0, running: 1, ready: 2, suspended: 3, over: 4 } as const;
export type TaskState = (typeof TaskState)[keyof typeof TaskState];
export const TASK_STATE_NAMES = ['none', 'running', 'ready', 'suspended', 'over'] as const;
export type TaskStateName = (typeof TASK_STATE_NAMES)[number];

export type TaskEventName = 'enter' | 'suspend' | 'ready' | 'resume' | 'end';

/** State → event → next state. A task that returns a promise ends without running again. */
export const TRANSITIONS: Readonly<
  Record<TaskStateName, Readonly<Partial<Record<TaskEventName, TaskStateName>>>>
> = {
  none: { enter: 'running' },
  running: { suspend: 'suspended', end: 'over' },
  suspended: { ready: 'ready', resume: 'running', end: 'over' },
  ready: { ready: 'ready', resume: 'running', end: 'over' },
  over: {},
};

const EVENTS_PER_STATE = 16;
const legal = new Uint8Array(TASK_STATE_NAMES.length * EVENTS_PER_STATE);
for (const [from, events] of Object.entries(TRANSITIONS)) {
  for (const event of Object.keys(events)) {
    legal[TaskState[from as TaskStateName] * EVENTS_PER_STATE + RecordType[event as TaskEventName]] = 1;
  }
}

/** Whether an event of this type may happen to a task in this state. */
export function isLegal(state: number, event: RecordType): boolean {
  return legal[state * EVENTS_PER_STATE + event] === 1;
}
