import { NO_FLOAT64, NO_INT32, NO_UINT16, NO_UINT32, Table } from '../columns/columns.ts';

/** One row per synchronous call that blocked its thread, in order of their end. */
export class StillCallTable extends Table {
  stream = NO_UINT16;
  /** The tracer's id of the call's site. */
  site = NO_UINT32;
  /** The task that made the call, -1 if unknown. */
  task = NO_INT32;
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;

  add(stream: number, site: number, task: number, fromNs: number, toNs: number): void {
    const call = this.addRow();
    this.stream[call] = stream;
    this.site[call] = site;
    this.task[call] = task;
    this.fromNs[call] = fromNs;
    this.toNs[call] = toNs;
  }
}
