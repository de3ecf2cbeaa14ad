import type { TaskTable } from '../tables/tasks.ts';

/** A task is searched among this many at the top of the stack, where most are. Below that, a map is used. */
const NEAR = 32;
const GONE = -1;

/** The tasks that run in one stream, callers first. Gives each task its own time, without the time of those it called. */
export class RunningStack {
  readonly #tasks: TaskTable;
  /** `GONE` in place of a task that ended before those that it called; never at the top. */
  #stack: number[] = [];
  #depth = 0;
  /**
   * The index of each task. Used only once a task had to be found far down, because a file may nest tasks without limit and end the
   * outermost first.
   */
  #places: Map<number, number> | null = null;
  #sinceNs = 0;

  constructor(tasks: TaskTable) {
    this.#tasks = tasks;
  }

  get depth(): number {
    return this.#depth;
  }

  /** The run of the task on top, -1 for none. */
  get topRun(): number {
    const { length } = this.#stack;
    return length === 0 ? -1 : this.#tasks.lastRun.get(this.#stack[length - 1]!);
  }

  push(task: number, now: number): void {
    this.#account(now);
    this.#places?.set(task, this.#stack.length);
    this.#stack.push(task);
    this.#depth++;
  }

  remove(task: number, now: number): void {
    this.#account(now);
    const at = this.#find(task);
    if (at < 0) return;
    const stack = this.#stack;
    this.#places?.delete(task);
    stack[at] = GONE;
    this.#depth--;
    while (stack.length > 0 && stack[stack.length - 1] === GONE) stack.pop();
    if (stack.length > 2 * this.#depth + NEAR) {
      this.#stack = stack.filter((other) => other !== GONE);
      this.#places = null;
    }
  }

  #find(task: number): number {
    const stack = this.#stack;
    const far = Math.max(0, stack.length - NEAR);
    for (let at = stack.length - 1; at >= far; at--) if (stack[at] === task) return at;
    if (far === 0) return -1;
    this.#places ??= new Map(stack.map((other, at) => [other, at]));
    return this.#places.get(task) ?? -1;
  }

  #account(now: number): void {
    const { length } = this.#stack;
    if (length > 0) this.#tasks.selfNs.add(this.#stack[length - 1]!, now - this.#sinceNs);
    this.#sinceNs = now;
  }
}
