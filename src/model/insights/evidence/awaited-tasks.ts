import { AwaitedKind } from '../../../protocol/events.ts';
import type { Model } from '../../model.ts';
import { inPieces, type Work } from '../../work.ts';

/** Calls `visit` with a task once for every wait that is for it, and once for every combination that it is a member of. */
export function* awaitedTasks(model: Model, visit: (task: number) => void): Work<void> {
  const { runs, combinations } = model.tables;
  yield* inPieces(runs.length, (from, to) => {
    for (let run = from; run < to; run++)
      if (runs.awaited.get(run) === AwaitedKind.task) visit(runs.reference.get(run));
  });
  const { members } = combinations;
  for (let member = 0; member < members.length; member++) {
    if (members.kind[member] === AwaitedKind.task) visit(members.reference[member]!);
  }
}
