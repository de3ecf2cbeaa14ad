import { EndCause } from '../../../protocol/events.ts';
import { MAIN_STREAM } from '../../../protocol/recording.ts';
import type { Model } from '../../model.ts';
import { threadName } from './places.ts';

export interface EndedThread {
  readonly stream: number;
  readonly exitCode: number | null;
  /** At the beginning of a sentence: `The program`, `Worker resize.mjs #1`. */
  readonly name: string;
}

/** The program's threads and processes that ended by themselves, because nothing was left that could happen. */
export function endedThreads(model: Model): EndedThread[] {
  const { threads } = model.tables;
  return model.streamIds().flatMap((stream) => {
    const thread = threads.all[threads.ofStream(stream)]!;
    const isMain = stream === MAIN_STREAM;
    const signal = isMain ? model.signal : thread.signal;
    if (model.stream(stream).endCause !== EndCause.nothingLeft || signal !== null) return [];
    return {
      stream,
      exitCode: isMain ? model.exitCode : model.stream(stream).exitCode,
      name: threadName(model, stream),
    };
  });
}
