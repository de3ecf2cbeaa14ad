import { AwaitedKind } from '../../protocol/events.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../runs.ts';
import { MAIN_STREAM } from '../tracer-stream.ts';

const OUTSIDE = new Set<number>([
  AwaitedKind.timer,
  AwaitedKind.network,
  AwaitedKind.file,
  AwaitedKind.process,
]);

/** For a timer, the network, a file or a process: what the loop has to deliver. */
export const isOutside = (awaited: number): boolean => OUTSIDE.has(awaited);

/**
 * The main thread's waits for the outside world that were over `leastNs` and more before their task ran again. Waits
 * that another task ended are not among them.
 */
export function* lateWaits(model: Model, leastNs: number): Generator<{ run: number; resumeNs: number }> {
  const { tasks, runs } = model.tables;
  for (let run = 0; run < runs.length; run++) {
    const next = runs.next[run]!;
    if (next < 0 || (runs.flags[run]! & RunFlag.yield) !== 0) continue;
    const resumeNs = runs.fromNs[next]!;
    if (resumeNs - runs.readyNs[run]! < leastNs) continue;
    if (!isOutside(runs.awaited[run]!) || runs.waker[run]! >= 0) continue;
    if ((runs.flags[run]! & RunFlag.wasThere) !== 0) continue;
    if (tasks.stream[runs.task[run]!] === MAIN_STREAM) yield { run, resumeNs };
  }
}
