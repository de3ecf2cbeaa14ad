import { ChevronDown, ChevronRight } from 'lucide-react';
import type { FoldDetails, FoldTask } from '../../../model/details/folds/fold-details-types.ts';
import { thousands } from '../../../model/words.ts';
import { activeChart } from '../../chart/active-chart.ts';
import { Button } from '../../controls/button.tsx';
import { Quantities } from '../../controls/quantities.tsx';
import { StateChip } from '../../controls/state-chip.tsx';
import { setFilter } from '../../store/arrangement.ts';
import { formatDuration, formatMoment } from '../../text/format.ts';
import { PlaceLink, TaskLink } from '../links.tsx';
import { ProgramPath } from '../path-part.tsx';
import { Section } from '../section.tsx';
import { Sentence } from '../sentence.tsx';
import { TimeByState } from '../time-by-state.tsx';
import { FoldWaits } from './fold-waits.tsx';
import './fold-inspector.css';

const STATES = ['running', 'ready', 'suspended', 'fulfilled', 'rejected', 'cancelled', 'pending'] as const;

/** The inspector of a row of many tasks: what they have in common, where their time went, which of them to look at. */
export function FoldInspector({ details }: { readonly details: FoldDetails }) {
  const { label, size, sentence, place, parent, startNs, endNs, longest, median, shortest } = details;
  return (
    <>
      <header className="inspector-part inspector-head">
        <h2 className="inspector-title mono selectable" tabIndex={-1}>
          {label} <span className="fold-size">×{thousands(size)}</span>
        </h2>
        <div className="inspector-sub">
          {STATES.filter((state) => details.states[state] > 0).map((state) => (
            <span key={state} className="fold-state">
              {thousands(details.states[state])} <StateChip state={state} />
            </span>
          ))}
          {place !== null && <PlaceLink place={place} />}
        </div>
      </header>
      <section className="inspector-part" aria-label="What they are">
        <p className="inspector-sentence selectable">
          <Sentence text={sentence} />
        </p>
        <p className="inspector-started">
          The first started <Quantities text={formatMoment(startNs)} />
          {parent !== null && (
            <>
              {' '}
              by <TaskLink task={parent.task} label={parent.label} />
            </>
          )}
          {endNs !== null && (
            <>
              , the last ended <Quantities text={formatMoment(endNs)} />
            </>
          )}
        </p>
        <Expand details={details} />
      </section>
      <Section title="Time by state" note={`${thousands(size)} together`}>
        <TimeByState details={details} />
      </Section>
      <Section title="Durations">
        <table className="fold-lengths" aria-label="Durations">
          <tbody>
            <Length name="longest" one={longest} />
            <Length name="median" one={median} />
            <Length name="shortest" one={shortest} />
          </tbody>
        </table>
      </Section>
      <Failures details={details} />
      <Section title="Waits" note={thousands(details.waitCount)}>
        <FoldWaits details={details} />
      </Section>
      <ProgramPath />
    </>
  );
}

function Expand({ details: { id, collapsed, size } }: { readonly details: FoldDetails }) {
  if (collapsed === null) return null;
  return (
    <Button
      look="outlined"
      className="fold-expand"
      icon={collapsed ? ChevronRight : ChevronDown}
      onClick={() => activeChart()?.rows.setCollapsed(id, !collapsed)}
    >
      {collapsed ? `Show all ${thousands(size)} as rows` : 'Show them as one row'}
    </Button>
  );
}

function Length({
  name,
  one: { task, label, lengthNs, isOpen },
}: {
  readonly name: string;
  readonly one: FoldTask;
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="fold-length-task">
        <TaskLink task={task} label={label} />
      </td>
      <td>
        {formatDuration(lengthNs)}
        {isOpen && <span className="inspector-quiet"> so far</span>}
      </td>
    </tr>
  );
}

/** The errors with which some were rejected, and how to show only those tasks. */
function Failures({ details: { errors, states, failedBelow } }: { readonly details: FoldDetails }) {
  if (states.rejected + failedBelow === 0) return null;
  return (
    <Section title="Rejected" note={thousands(states.rejected)}>
      <ul className="fold-errors" aria-label="Rejected">
        {errors.map(({ text, count, task, label }) => (
          <li key={text} className="fold-error">
            <span className="fold-error-text selectable">{text}</span>
            <span>×{thousands(count)}</span>
            <span className="fold-error-task">
              {count === 1 ? '' : 'first '}
              <TaskLink task={task} label={label} />
            </span>
          </li>
        ))}
      </ul>
      {failedBelow > 0 && (
        <p className="inspector-started">And {thousands(failedBelow)} of the tasks that they started.</p>
      )}
      <Button look="outlined" className="fold-expand" onClick={() => setFilter({ states: ['rejected'] })}>
        Show only rejected tasks
      </Button>
    </Section>
  );
}
