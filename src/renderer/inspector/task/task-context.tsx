import type { StackFrame } from '../../../model/details/async-stack.ts';
import { counted, thousands } from '../../../model/words.ts';
import type { TaskIndex } from '../../../protocol/units.ts';
import type { TaskContext } from '../../worker/contract.ts';
import { PlaceLink, TaskLink } from '../links.tsx';
import { Section } from '../section.tsx';
import { DurationsChart } from './durations-chart.tsx';
import './task-context.css';

/** The context of a task: how long the other calls of its function took, and who awaits it. */
export function TaskContextParts({
  task,
  context: { durations, stack },
}: {
  readonly task: TaskIndex;
  readonly context: TaskContext;
}) {
  const calls = durations.count + durations.open;
  return (
    <>
      {/* A histogram of a single call would only repeat what is said above. */}
      {calls > 1 && (
        <Section title="Durations" note={counted(calls, 'call')}>
          <DurationsChart durations={durations} />
        </Section>
      )}
      <Section title="Awaited by" note={thousands(stack.length - 1)}>
        <Stack key={task} frames={stack.slice(1)} />
      </Section>
    </>
  );
}

const HOW: Readonly<Record<StackFrame['how'], string>> = { itself: '', awaits: '', started: 'started by ' };

/** The frames from the task outwards, like a stack. */
function Stack({ frames }: { readonly frames: readonly StackFrame[] }) {
  if (frames.length === 0) return <p className="inspector-quiet">Nobody: the program started it.</p>;
  return (
    <ol className="stack" aria-label="Awaited by">
      {frames.map(({ task, label, how, place, others }) => (
        <li key={task} className="stack-frame">
          <span className="stack-task">
            {HOW[how]}
            <TaskLink task={task} label={label} />
            {others > 0 && <span className="inspector-quiet"> and {thousands(others)} more</span>}
          </span>
          {place !== null && <PlaceLink place={place} />}
        </li>
      ))}
    </ol>
  );
}
