import type { TaskTable } from '../tables/tasks.ts';

/** The tasks running in one stream, the one that called the others first: gives each its time without those it called. */
export class RunningStack {
  readonly #tasks: TaskTable;
  readonly #stack: number[] = [];
  #sinceNs = 0;

  constructor(tasks: TaskTable) {
    this.#tasks = tasks;
  }

  get depth(): number {
    return this.#stack.length;
  }

  /** The run of the task on top, -1 for none. */
  get topRun(): number {
    const { length } = this.#stack;
    return length === 0 ? -1 : this.#tasks.lastRun.get(this.#stack[length - 1]!);
  }

  push(task: number, now: number): void {
    this.#account(now);
    this.#stack.push(task);
  }

  remove(task: number, now: number): void {
    this.#account(now);
    const stack = this.#stack;
    if (stack[stack.length - 1] === task) {
      stack.pop();
      return;
    }
    const at = stack.lastIndexOf(task);
    if (at >= 0) stack.splice(at, 1);
  }

  #account(now: number): void {
    const depth = this.#stack.length;
    if (depth > 0) this.#tasks.selfNs.add(this.#stack[depth - 1]!, now - this.#sinceNs);
    this.#sinceNs = now;
  }
}
