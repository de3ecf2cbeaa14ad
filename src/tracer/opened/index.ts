import { watchDescriptors } from './descriptors.ts';
import { watchServers } from './handles.ts';
import { watchTimers } from './timers.ts';

/** Sees what the program's own code opens, and whether it closes that. Before `syncBuiltinESMExports`. */
export function watchOpened(): void {
  watchServers();
  watchTimers();
  watchDescriptors();
}
