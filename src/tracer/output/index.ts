import { watchOutputDescriptors } from './descriptors.ts';
import { writesOutput } from './outputs.ts';
import { watchOutputStreams } from './streams.ts';
import { sendOutput } from './tell.ts';

/** Notices what the program writes to its standard output and error, if anybody wants to know. `sends`: nobody reads that, so its bytes are sent. */
export function watchOutput(sends: boolean): void {
  if (!writesOutput()) return;
  if (sends) sendOutput();
  watchOutputStreams();
  watchOutputDescriptors();
}
