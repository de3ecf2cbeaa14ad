import type { ThreadDetails } from '../../../model/details/threads/thread-details.ts';
import { endWords, thousands } from '../../../model/words.ts';
import { NS_PER_MS } from '../../../protocol/units.ts';
import { Quantities } from '../../controls/quantities.tsx';
import { StateChip } from '../../controls/state-chip.tsx';
import { formatDuration, formatMoment, formatShare } from '../../text/format.ts';
import { kindWords } from '../../text/thread-words.ts';
import { FELT_WITHHELD_NS } from '../../text/withheld.ts';
import { TaskLink } from '../links.tsx';
import { ProgramPath } from '../path-part.tsx';
import { Section } from '../section.tsx';
import { LinkChoice } from '../task/link-choice.tsx';
import { ThreadList } from './thread-list.tsx';

/** The inspector of a thread or a process: who started it, how it ended, what its loop did, what it started. */
export function ThreadView({ details }: { readonly details: ThreadDetails }) {
  const { label, state, command, pid, starter, startNs, endNs, loop, first, tasks, started } = details;
  return (
    <>
      <header className="inspector-part inspector-head">
        <h2 className="inspector-title mono selectable" tabIndex={-1}>
          {label}
        </h2>
        <div className="inspector-sub">
          <StateChip state={state} />
          <span>{kindWords(details)}</span>
          {pid !== null && <span className="selectable">pid {pid}</span>}
        </div>
      </header>
      <section className="inspector-part" aria-label="What happened">
        {command !== '' && <p className="mono selectable">{command}</p>}
        <p>
          Started <Quantities text={formatMoment(startNs)} /> by{' '}
          {starter === null ? 'the program' : <TaskLink task={starter.task} label={starter.label} />}
        </p>
        {endNs !== null && (
          <p>
            Ended <Quantities text={formatMoment(endNs)} />, {endWords(details)}
          </p>
        )}
        {first !== null && (
          <p>
            Its first task is <TaskLink task={first.task} label={first.label} />
          </p>
        )}
        {tasks === null && <p className="inspector-quiet">It is no program that Loopscope can look into.</p>}
        {starter !== null && <LinkChoice />}
      </section>
      {loop !== null && (
        <Section title="Event loop" note={`${formatShare(loop.utilization)} busy`}>
          <table className="time-table" aria-label="Event loop">
            <tbody>
              <Row name="busy" value={formatDuration(loop.busyMs * NS_PER_MS)} />
              <Row name="idle" value={formatDuration(loop.idleMs * NS_PER_MS)} />
              <Row name="held at once, at most" value={formatDuration(loop.longestRunMs * NS_PER_MS)} />
              {loop.withheldMs * NS_PER_MS >= FELT_WITHHELD_NS && (
                <Row name="without a processor" value={formatDuration(loop.withheldMs * NS_PER_MS)} />
              )}
              <Row name="turns" value={thousands(loop.turns)} />
              <Row name="tasks" value={thousands(tasks ?? 0)} />
            </tbody>
          </table>
        </Section>
      )}
      {started.length > 0 && (
        <Section title="Workers and processes" note={thousands(started.length)}>
          <ThreadList threads={started} />
        </Section>
      )}
      <ProgramPath />
    </>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}
