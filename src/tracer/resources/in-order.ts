// Callbacks that run in the order in which they were asked for (ticks, immediates), known by their numbers. A queue beside Node's own says
// on whose behalf each runs. That costs less than private fields on objects of many shapes.

import { roundsSoFar, type Setting } from '../runtime/turn.ts';
import { JOBS_TILL_RENEWED, originTask, runningTask, tickStarter } from '../tasks/context.ts';
import type { Task } from '../tasks/task.ts';

/** A power of two. */
const ROOM = 256;

/** Its fields are not `#private`: in code that V8 has not optimized yet, such fields are looked up by a key that might vary. */
export class InOrder {
  /** Grows to the largest number of callbacks that wait at once. */
  private room = ROOM;
  private ids = new Float64Array(ROOM);
  /** How many were queued since the queue was last empty, and how many of these have begun or are dropped. */
  private queued = 0;
  private gone = 0;
  /** When the queue was last full: how many were queued, and how many rounds the loop had begun. */
  private seen = 0;
  private seenRounds = 0;

  /**
   * Most are queued on the same task's behalf as the one before. Such a series has one entry here, because V8 makes a note each time that an
   * old object is made to point at a new one.
   */
  private starts = new Float64Array(ROOM);
  private origins: (Task | null)[] = new Array(ROOM).fill(null);
  /** Whether the task itself queued them as it ran, rather than the runtime on its behalf. */
  private byTask = new Uint8Array(ROOM);
  private settings: (Setting | null)[] = new Array(ROOM).fill(null);
  private series = 0;
  private lastSeries = -1;
  /** So many series still begin before the arrays of objects are replaced, so that they stay new memory: see `JOBS_TILL_RENEWED`. */
  private seriesLeft = JOBS_TILL_RENEWED;

  /** The same for the callback that began last. */
  isByTask = false;
  /** And the turn that it goes on with, as it was when it was queued; null for ticks. */
  setIn: Setting | null = null;

  made(id: number, setting: Setting | null = null): void {
    const running = runningTask();
    const origin = running ?? originTask();
    const isByTask = origin !== null && (running !== null || tickStarter() !== null) ? 1 : 0;
    if (this.queued - this.gone === this.room) this.makeRoom();
    const mask = this.room - 1;
    this.ids[this.queued & mask] = id;
    const last = this.lastSeries & mask;
    if (
      this.lastSeries < this.series ||
      this.origins[last] !== origin ||
      this.byTask[last] !== isByTask ||
      this.settings[last] !== setting
    ) {
      if (--this.seriesLeft === 0) this.renew();
      const at = ++this.lastSeries & mask;
      this.starts[at] = this.queued;
      this.origins[at] = origin;
      this.byTask[at] = isByTask;
      this.settings[at] = setting;
    }
    this.queued++;
  }

  /** On whose behalf the callback runs that begins now; undefined if it is not in this queue. `id`: its number in Node. */
  take(id: number): Task | null | undefined {
    if (this.queued === this.gone) return undefined;
    const mask = this.room - 1;
    if (this.ids[this.gone & mask] !== id && !this.skipTo(id)) return undefined;
    if (this.series < this.lastSeries) this.dropSeriesOver();
    const at = this.series & mask;
    const origin = this.origins[at] as Task | null;
    this.isByTask = this.byTask[at] === 1;
    this.setIn = this.settings[at] as Setting | null;
    if (++this.gone === this.queued) this.empty();
    return origin;
  }

  /** For a number that is not the first one's. Most likely it is not in the queue. If it is, those before it were cleared, or are resources
   * of the program's with the same type: they never run, and are dropped. */
  private skipTo(id: number): boolean {
    const mask = this.room - 1;
    const last = this.ids[(this.queued - 1) & mask] as number;
    if (id < (this.ids[this.gone & mask] as number) || id > last) return false;
    for (let low = this.gone, high = this.queued - 1; low <= high; ) {
      const middle = Math.floor((low + high) / 2);
      const found = this.ids[middle & mask] as number;
      if (found === id) {
        this.gone = middle;
        return true;
      }
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }

  private dropSeriesOver(): void {
    const mask = this.room - 1;
    while (this.series < this.lastSeries && (this.starts[(this.series + 1) & mask] as number) <= this.gone)
      this.dropSeries();
  }

  /** Also forgets the task and the turn, which the tracer would otherwise keep alive. */
  private dropSeries(): void {
    const at = this.series & (this.room - 1);
    this.origins[at] = null;
    this.settings[at] = null;
    this.series++;
  }

  private empty(): void {
    this.dropSeries();
    this.queued = 0;
    this.gone = 0;
    this.seen = 0;
    this.series = 0;
    this.lastSeries = -1;
  }

  /** In each round the loop runs everything that is queued. So what has not run in a whole round never will, and is dropped. */
  private makeRoom(): void {
    const rounds = roundsSoFar() ?? 0;
    if (rounds > this.seenRounds + 1) this.gone = Math.max(this.gone, this.seen);
    this.seenRounds = rounds;
    this.seen = this.queued;
    this.dropSeriesOver();
    if (this.queued - this.gone === this.room) this.grow();
  }

  private renew(): void {
    this.seriesLeft = JOBS_TILL_RENEWED;
    const { origins, settings } = this;
    const mask = this.room - 1;
    this.origins = new Array(this.room).fill(null);
    this.settings = new Array(this.room).fill(null);
    for (let i = this.series; i <= this.lastSeries; i++) {
      this.origins[i & mask] = origins[i & mask] as Task | null;
      this.settings[i & mask] = settings[i & mask] as Setting | null;
    }
  }

  private grow(): void {
    const { ids, starts, origins, byTask, settings } = this;
    const before = { ids, starts, origins, byTask, settings };
    const maskBefore = this.room - 1;
    this.room *= 2;
    const mask = this.room - 1;
    this.ids = new Float64Array(this.room);
    this.starts = new Float64Array(this.room);
    this.origins = new Array(this.room).fill(null);
    this.byTask = new Uint8Array(this.room);
    this.settings = new Array(this.room).fill(null);
    for (let i = this.gone; i < this.queued; i++) this.ids[i & mask] = before.ids[i & maskBefore] as number;
    for (let i = this.series; i <= this.lastSeries; i++) {
      this.starts[i & mask] = before.starts[i & maskBefore] as number;
      this.origins[i & mask] = before.origins[i & maskBefore] as Task | null;
      this.byTask[i & mask] = before.byTask[i & maskBefore] as number;
      this.settings[i & mask] = before.settings[i & maskBefore] as Setting | null;
    }
  }
}
