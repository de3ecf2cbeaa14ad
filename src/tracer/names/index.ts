// Names of what a program waits for, learnt from the functions that it calls to ask for it.

import { syncBuiltinESMExports } from 'node:module';
import { nameFiles } from './files.ts';
import { nameRequests } from './network.ts';
import { nameEvents } from './streams.ts';

export function nameWaits(): void {
  nameFiles();
  nameRequests();
  nameEvents();
  // What ES modules import by name is a copy, which has to be brought up to date.
  syncBuiltinESMExports();
}
