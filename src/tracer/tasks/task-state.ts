/** In which state a task is; what several promises are combined to stands among tasks, and has one of its own. */
export const State = { running: 0, suspended: 1, ended: 2, combination: 3 } as const;
export type State = (typeof State)[keyof typeof State];
