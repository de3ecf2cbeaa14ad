// Callbacks of `process.nextTick`, known by their numbers. They are most of what a server makes (21 of the 24 resources of an
// HTTP request that are no promise), and run in the order they were queued: a queue beside Node's own tells whose each is, and
// costs less than private fields on objects of many shapes.

import { beginCallback, currentTask, isNested, runningTask, tickStarter } from '../context.ts';
import { forgetPromises } from '../promises/promises.ts';
import type { Task } from '../task.ts';

/** A power of two; grows to what the program has waiting at most. */
let room = 256;
let ids = new Float64Array(room);
/** How many were queued, and how many of them are gone, since the queue was empty last. */
let queued = 0;
let gone = 0;

/**
 * Most are queued on the same task's behalf as the one before: such a series has one place here, for each time that old memory gets
 * to point at a new object V8 makes a note of that.
 */
let starts = new Float64Array(room);
let origins: (Task | null)[] = new Array(room).fill(null);
/** Whether the task itself queued them as it ran, rather than the runtime on its behalf. */
let byTask = new Uint8Array(room);
let series = 0;
let lastSeries = -1;

export function tickMade(id: number): void {
  const origin = currentTask();
  const isByTask = origin !== null && (origin === runningTask() || tickStarter() !== null) ? 1 : 0;
  if (queued - gone === room) grow();
  ids[queued & (room - 1)] = id;
  const last = lastSeries & (room - 1);
  if (lastSeries < series || origins[last] !== origin || byTask[last] !== isByTask) {
    const at = ++lastSeries & (room - 1);
    starts[at] = queued;
    origins[at] = origin;
    byTask[at] = isByTask;
  }
  queued++;
}

/** Whether what begins is a tick: then it has begun; `id` is what Node calls it. */
export function tickBegins(id: number): boolean {
  if (queued === gone) return false;
  if (ids[gone & (room - 1)] !== id && !skipTo(id)) return false;
  while (series < lastSeries && (starts[(series + 1) & (room - 1)] as number) <= gone) dropSeries();
  const at = series & (room - 1);
  const origin = origins[at] as Task | null;
  const isByTask = byTask[at] === 1;
  if (++gone === queued) empty();
  if (!isNested()) forgetPromises();
  beginCallback(origin, isByTask);
  return true;
}

/** Not the first one: something else, most likely. A resource of the program's that only calls itself a tick never runs, and
 * is left behind. */
function skipTo(id: number): boolean {
  const last = ids[(queued - 1) & (room - 1)] as number;
  if (id < (ids[gone & (room - 1)] as number) || id > last) return false;
  for (let low = gone, high = queued - 1; low <= high; ) {
    const middle = Math.floor((low + high) / 2);
    const found = ids[middle & (room - 1)] as number;
    if (found === id) {
      gone = middle;
      return true;
    }
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** So that no task lives longer because of us. */
function dropSeries(): void {
  origins[series & (room - 1)] = null;
  series++;
}

function empty(): void {
  dropSeries();
  queued = 0;
  gone = 0;
  series = 0;
  lastSeries = -1;
}

function grow(): void {
  const before = { ids, starts, origins, byTask, room };
  room *= 2;
  ids = new Float64Array(room);
  starts = new Float64Array(room);
  origins = new Array(room).fill(null);
  byTask = new Uint8Array(room);
  for (let i = gone; i < queued; i++) ids[i & (room - 1)] = before.ids[i & (before.room - 1)] as number;
  for (let i = series; i <= lastSeries; i++) {
    const from = i & (before.room - 1);
    const to = i & (room - 1);
    starts[to] = before.starts[from] as number;
    origins[to] = before.origins[from] as Task | null;
    byTask[to] = before.byTask[from] as number;
  }
}
