import type { Model } from '../../model.ts';

/**
 * When a stream's thread, or one that started it, last heard of a signal that the program listens to; -1 for never. What was under way then, and
 * was left so, was cut off on purpose.
 */
export function signalledNs(model: Model, stream: number): number {
  const { threads } = model.tables;
  let lastNs = -1;
  for (let at = stream; at >= 0; at = threads.all[threads.ofStream(at)]!.startedIn)
    lastNs = Math.max(lastNs, model.stream(at).turns.signalledNs);
  return lastNs;
}
