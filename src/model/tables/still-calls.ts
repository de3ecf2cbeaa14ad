import { FIRST_ROWS, Table } from '../columns/columns.ts';

/** One row per synchronous call that blocked its thread, in order of their end. */
export class StillCallTable extends Table {
  stream = new Uint16Array(FIRST_ROWS);
  /** The tracer's id of the call's site. */
  site = new Uint32Array(FIRST_ROWS);
  /** The task that made the call, -1 if unknown. */
  task = new Int32Array(FIRST_ROWS);
  fromNs = new Float64Array(FIRST_ROWS);
  toNs = new Float64Array(FIRST_ROWS);

  add(stream: number, site: number, task: number, fromNs: number, toNs: number): void {
    const call = this.addRow();
    this.stream[call] = stream;
    this.site[call] = site;
    this.task[call] = task;
    this.fromNs[call] = fromNs;
    this.toNs[call] = toNs;
  }
}
