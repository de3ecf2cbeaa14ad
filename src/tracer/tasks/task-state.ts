/** In which state a task is. A combination of promises can wait like a task, and has a state of its own. */
export const State = { running: 0, suspended: 1, ended: 2, combination: 3 } as const;
export type State = (typeof State)[keyof typeof State];
