import { useMemo } from 'react';
import type { StackFrame } from '../../../model/details/async-stack.ts';
import type { TaskDetails } from '../../../model/view-types.ts';
import { counted, thousands } from '../../../model/words.ts';
import { useLooked } from '../../session/use-looked.ts';
import { PlaceLink, TaskLink } from '../links.tsx';
import { Section } from '../section.tsx';
import { DurationsChart } from './durations-chart.tsx';
import './task-context.css';

/** The context of a task: how long the other calls of its function took, and who awaits it. */
export function TaskContextParts({ details: { task } }: { readonly details: TaskDetails }) {
  const request = useMemo(() => ({ task }), [task]);
  const looked = useLooked('taskContext', request);
  const context = looked?.request === request ? looked.answer : null;
  // Until the answer comes, the space of the previous task's is kept, so that nothing moves from one call of a function to the next.
  const { count = 0, open = 0 } = looked?.answer?.durations ?? {};
  const calls = count + open;
  return (
    <>
      {/* A histogram of a single call would only repeat what is said above. */}
      {calls > 1 && (
        <Section title="Durations" note={context === null ? '' : counted(calls, 'call')}>
          <div className="durations">
            {context !== null && <DurationsChart durations={context.durations} />}
          </div>
        </Section>
      )}
      <Section title="Awaited by" note={context === null ? '' : thousands(context.stack.length - 1)}>
        <Stack frames={context?.stack.slice(1) ?? null} />
      </Section>
    </>
  );
}

const HOW: Readonly<Record<StackFrame['how'], string>> = { itself: '', awaits: '', started: 'started by ' };

/** The frames from the task outwards, like a stack. */
function Stack({ frames }: { readonly frames: readonly StackFrame[] | null }) {
  if (frames?.length === 0) return <p className="inspector-quiet">Nobody: the program started it.</p>;
  return (
    <ol className="stack" aria-label="Awaited by">
      {frames?.map(({ task, label, how, place, others }) => (
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
