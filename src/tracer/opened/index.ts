import { watchDescriptors } from './descriptors.ts';
import { watchServers } from './handles.ts';
import { watchTimers } from './timers.ts';

/** Notices what the program's own code opens, and whether it closes that. To be called before `syncBuiltinESMExports`. */
export function watchOpened(): void {
  watchServers();
  watchTimers();
  watchDescriptors();
}
