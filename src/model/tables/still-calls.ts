import { FIRST_ROWS, Table } from '../columns/columns.ts';

/** One row a call that kept its thread standing still, in order of their end. */
export class StillCallTable extends Table {
  stream = new Uint16Array(FIRST_ROWS);
  /** The tracer's id of its place. */
  site = new Uint32Array(FIRST_ROWS);
  /** Who called, -1 for nobody known. */
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
