// Requests that Node makes as it hands them to its thread pool, and answers once. Until then they are known by their numbers. A private field
// took V8 0.3 µs a request on Node 24, because there are few objects of each shape, and looking for a missing field takes 50 ns.

import type { Setting } from '../runtime/turn.ts';
import type { Task } from '../tasks/task.ts';
import type { ResourceType } from './resource-types.ts';

/** What is known of a resource that is not a promise. */
export interface Made {
  readonly type: ResourceType;
  origin: Task | null;
  /** When a timer was made, or work was handed to the pool; 0 while there is none. */
  sinceNs: number;
  /** What a file was asked for: `readFile data.json`; '' for none, and where nobody knows. */
  readonly asked: string;
  /** For a timer by which a library puts something off: the turn that it was set in, until it fires. */
  setIn: Setting | null;
}

/** A hash table; its size is a power of two, and it is never more than half full. Each entry is at its number's place or at the next free one. */
let room = 256;
let ids = new Float64Array(room);
let known: (Made | null)[] = new Array(room).fill(null);
let size = 0;

export function requestMade(id: number, made: Made): void {
  if (2 * ++size > room) grow();
  put(id, made);
}

function put(id: number, made: Made): void {
  let at = id & (room - 1);
  while (known[at] !== null) at = (at + 1) & (room - 1);
  ids[at] = id;
  known[at] = made;
}

function grow(): void {
  const before = { ids, known };
  room *= 2;
  ids = new Float64Array(room);
  known = new Array(room).fill(null);
  for (let at = 0; at < before.known.length; at++) {
    const made = before.known[at] as Made | null;
    if (made !== null) put(before.ids[at] as number, made);
  }
}

/** Removes and returns what is known of the request of that number; null for any other resource. */
export function takeRequest(id: number): Made | null {
  if (size === 0) return null;
  for (let at = id & (room - 1); known[at] !== null; at = (at + 1) & (room - 1)) {
    if (ids[at] !== id) continue;
    const made = known[at] as Made;
    remove(at);
    return made;
  }
  return null;
}

/** Entries after the removed one move up if they would not be found any more. */
function remove(place: number): void {
  size--;
  let free = place;
  for (let at = (free + 1) & (room - 1); known[at] !== null; at = (at + 1) & (room - 1)) {
    const wanted = (ids[at] as number) & (room - 1);
    if (((at - wanted) & (room - 1)) < ((at - free) & (room - 1))) continue;
    ids[free] = ids[at] as number;
    known[free] = known[at] as Made;
    free = at;
  }
  known[free] = null;
}
