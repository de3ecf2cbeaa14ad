// Names of what a program waits for, told by the functions it asks with.

import { syncBuiltinESMExports } from 'node:module';
import { nameFiles } from './files.ts';
import { nameRequests } from './network.ts';
import { nameEvents } from './streams.ts';

export function nameWaits(): void {
  nameFiles();
  nameRequests();
  nameEvents();
  // What modules import by name is a copy.
  syncBuiltinESMExports();
}
