import { watchOutputDescriptors } from './descriptors.ts';
import { writesOutput } from './outputs.ts';
import { watchOutputStreams } from './streams.ts';

/** Sees what the program writes to its standard output and error, if anybody reads that. */
export function watchOutput(): void {
  if (!writesOutput()) return;
  watchOutputStreams();
  watchOutputDescriptors();
}
