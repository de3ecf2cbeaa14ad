// Whether a debugger may look at the program: then files with markers name a source map that leads to what their author wrote.

import { internals } from '../runtime/internals.ts';

interface Inspector {
  /** Undefined while nobody can connect, and always so in workers. */
  url(): string | undefined;
}

let starterIs = false;

/** `debugged`: whether the thread that has started this one is debugged. */
export function startedBy(debugged: boolean): void {
  starterIs = debugged;
}

/** Whether debuggers can connect to this process. */
export const isDebugged = (): boolean =>
  starterIs || internals()?.internalBinding<Inspector>('inspector').url?.() !== undefined;
