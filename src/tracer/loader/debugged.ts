// Whether a debugger may look at the program: then files with markers name a source map that leads to what their author wrote.

import { internals } from '../runtime/internals.ts';

interface Inspector {
  /** Undefined while nobody can connect, and always so in workers. */
  url(): string | undefined;
}

let isStarterDebugged = false;

/** To be called first: in a worker nobody but the thread that has started it knows whether debuggers can connect. */
export function noteStarter(isDebugged: boolean): void {
  isStarterDebugged = isDebugged;
}

/** Whether debuggers can connect to this process. */
export const isDebugged = (): boolean =>
  isStarterDebugged || internals()?.internalBinding<Inspector>('inspector').url?.() !== undefined;
