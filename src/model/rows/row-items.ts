// What stands in a row, as one number that no other row has: a task, a set of tasks, or a thread.
//
//     0 …           a task's index
//     … -1          -1 - a set's number
//     … -2^30       -2^30 - a thread's number

import type { TaskIndex, ThreadIndex } from '../../protocol/units.ts';

const FIRST_THREAD = -(2 ** 30);

export const setItem = (set: number): number => -1 - set;
export const threadItem = (thread: number): number => FIRST_THREAD - thread;

/** The task that an item stands for; null if it is not a task. */
export const taskOf = (item: number): TaskIndex | null => (item >= 0 ? (item as TaskIndex) : null);

/** The number of the set that an item stands for; null if it is not a set. */
export const setOf = (item: number): number | null => (item < 0 && item > FIRST_THREAD ? -1 - item : null);

/** The thread that an item stands for; null if it is not a thread. */
export const threadOf = (item: number): ThreadIndex | null =>
  item <= FIRST_THREAD ? ((FIRST_THREAD - item) as ThreadIndex) : null;
