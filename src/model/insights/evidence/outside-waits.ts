import { AWAITED_KIND_NAMES, AwaitedKind } from '../../../protocol/events.ts';
import { MAIN_STREAM } from '../../../protocol/recording.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import { inPieces, type Work } from '../../work.ts';

const OUTSIDE = new Uint8Array(AWAITED_KIND_NAMES.length);
for (const kind of [AwaitedKind.timer, AwaitedKind.network, AwaitedKind.file, AwaitedKind.process])
  OUTSIDE[kind] = 1;

/** Whether a kind is a timer, the network, a file or a process: what the loop has to deliver. */
export const isOutside = (awaited: number): boolean => OUTSIDE[awaited] === 1;

const NOT_LATE = RunFlag.yield | RunFlag.wasThere;

export interface LateWait {
  readonly stream: number;
  readonly run: number;
  readonly resumeNs: number;
}

/**
 * Waits for the outside world that were over at least `leastNs` before their task ran again. Waits that another task ended are left out. So are,
 * in threads other than the main one, waits for a message or a process: a worker waits for its next job, and whoever waits for its result
 * does so in another loop, which is free.
 */
export function* lateWaits(model: Model, leastNs: number): Work<LateWait[]> {
  const { tasks, runs } = model.tables;
  const late: LateWait[] = [];
  const look = (run: number): void => {
    // The cheapest test comes first, since three million runs may be looked at.
    if (!isOutside(runs.awaited.get(run)) || (runs.flags.get(run) & NOT_LATE) !== 0) return;
    const next = runs.next.get(run);
    if (next < 0 || runs.waker.get(run) >= 0) return;
    const resumeNs = runs.fromNs.get(next);
    if (resumeNs - runs.readyNs.get(run) < leastNs) return;
    const stream = tasks.stream.get(runs.task.get(run));
    if (stream === MAIN_STREAM || runs.awaited.get(run) !== AwaitedKind.process)
      late.push({ stream, run, resumeNs });
  };
  yield* inPieces(runs.length, (from, to) => {
    for (let run = from; run < to; run++) look(run);
  });
  return late;
}
