import { useEffect, useState } from 'react';
import type { ThreadView } from '../../../model/details/threads/thread-view-types.ts';
import type {
  LoopMoment,
  PoolView,
  QueueEntry,
  QueueKind,
  QueueView,
  StepView,
} from '../../../model/moment/moment-types.ts';
import type { PlaceView } from '../../../model/view-types.ts';
import { counted, thousands } from '../../../model/words.ts';
import type { TaskIndex, ThreadIndex } from '../../../protocol/units.ts';
import { Keys } from '../../controls/keys.tsx';
import { PlaceLink, TaskLink } from '../../inspector/links.tsx';
import { Sentence } from '../../inspector/sentence.tsx';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { useLanguage } from '../../store/language.ts';
import { useUi } from '../../store/ui-store.ts';
import { formatDuration, formatMoment } from '../../text/format.ts';
import { whatHappened } from '../../text/step-words.ts';
import { FELT_WITHHELD_NS } from '../../text/withheld.ts';
import './queues.css';

/** The Queues tab: what ran and what was queued in a loop at the playhead's moment. */
export function QueuesView() {
  const moment = useUi((state) => state.moment);
  const step = useUi((state) => state.step);
  if (moment === null) {
    return (
      <p className="drawer-none">
        What ran and what was queued at a moment: step to one with <Keys keys="ArrowRight" /> and{' '}
        <Keys keys="ArrowLeft" />, play with <Keys keys="Space" />, or click the time axis.
      </p>
    );
  }
  const { loop } = moment;
  return (
    <div className="queues">
      <div className="queues-head">
        <strong>{formatMoment(loop.atNs)}</strong>
        <span role="status">{step !== null && <Happened step={step} />}</span>
        <span className="queues-phase" title={phaseWords(loop)}>
          {phaseWords(loop)}
        </span>
        <ThreadChoice />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard. */}
      <section className="queues-columns" aria-label="Queues" tabIndex={0}>
        <Column name="Call stack" title="Who called whom, innermost first" of={loop.stack}>
          {loop.stack.entries.toReversed().map(({ task, label, place, fromNs }) => (
            <Entry key={`${task} ${fromNs}`} task={task} label={label} place={place} note="" />
          ))}
        </Column>
        {loop.queues.map((queue) => (
          <Queue key={queue.kind} queue={queue} atNs={loop.atNs} />
        ))}
        {loop.pool.threads > 0 && <Pool pool={loop.pool} atNs={loop.atNs} />}
      </section>
    </div>
  );
}

function Happened({ step }: { readonly step: StepView }) {
  return (
    <>
      {step.task !== null && <TaskLink task={step.task} label={step.label} />} {whatHappened(step)}{' '}
      {step.why !== '' && (
        <span className="queues-why" title={step.why.replaceAll('`', '')}>
          <Sentence text={step.why} />
        </span>
      )}
    </>
  );
}

function phaseWords({ phase, drained, sinceNs, pausedNs, withheldNs, atNs }: LoopMoment): string {
  const name = phase === null ? 'idle' : phase === 'other' ? 'busy' : phase;
  const then = drained === null ? '' : `, now its ${drained === 'nextTick' ? 'ticks' : 'microtasks'}`;
  const paused = pausedNs > 0 ? `, ${formatDuration(pausedNs)} of it garbage collection` : '';
  const withheld =
    withheldNs >= FELT_WITHHELD_NS ? `, ${formatDuration(withheldNs)} of it without a processor` : '';
  return `${name} for ${formatDuration(atNs - sinceNs)}${then}${paused}${withheld}`;
}

function Queue({ queue, atNs }: { readonly queue: QueueView; readonly atNs: number }) {
  const [name, title] = useLanguage().queues[queue.kind];
  return (
    <Column name={name} title={title} of={queue}>
      {queue.entries.map((entry) => (
        <Entry
          key={`${entry.task} ${entry.atNs}`}
          task={entry.task}
          label={entry.label}
          place={entry.place}
          note={noteOf(entry, queue.kind, atNs)}
        />
      ))}
    </Column>
  );
}

/** The work that the thread pool does for the loop meanwhile. */
function Pool({ pool, atNs }: { readonly pool: PoolView; readonly atNs: number }) {
  const title = `Work for files, crypto, compression and names of hosts, done by a pool of ${counted(pool.threads, 'thread')}`;
  return (
    <Column name="Thread pool" title={title} of={pool}>
      {pool.entries.map(({ kind, task, label, place, sinceNs, queued }, index) => {
        const note = `${kind}, ${queued ? 'queued' : 'at work'} for ${formatDuration(atNs - sinceNs)}`;
        const key = `${sinceNs} ${task} ${index}`;
        return task === null ? (
          <li key={key} className="queue-entry">
            <span title={note}>{note}</span>
          </li>
        ) : (
          <Entry key={key} task={task} label={label} place={place} note={note} />
        );
      })}
    </Column>
  );
}

function noteOf({ on, atNs, known }: QueueEntry, kind: QueueKind, nowNs: number): string {
  const awaited = on.replace(/^an? /, '');
  if (known === 'perhaps-done') return `${awaited}, perhaps there`;
  const words = [awaited];
  if (atNs !== null && kind === 'resuming') words.push(`ready for ${formatDuration(nowNs - atNs)}`);
  else if (atNs !== null && on === '') words.push(`runs in ${formatDuration(atNs - nowNs)}`);
  else if (atNs !== null) {
    words.push(
      atNs > nowNs ? `due in ${formatDuration(atNs - nowNs)}` : `late by ${formatDuration(nowNs - atNs)}`,
    );
  }
  if (known === 'perhaps-there') words.push('perhaps not asked for yet');
  return words.filter(Boolean).join(', ');
}

function Column({
  name,
  title,
  of: { total, entries },
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly of: { readonly total: number; readonly entries: readonly unknown[] };
  /** The entries; of many, only the first. */
  readonly children: React.ReactNode;
}) {
  const more = total - entries.length;
  return (
    <div className="queue">
      <h3 className="queue-head" title={title}>
        {name} <span>{thousands(total)}</span>
      </h3>
      <ul aria-label={name}>
        {children}
        {more > 0 && <li className="queue-more">and {thousands(more)} more</li>}
      </ul>
    </div>
  );
}

function Entry({
  task,
  label,
  place,
  note,
}: {
  readonly task: TaskIndex;
  readonly label: string;
  readonly place: PlaceView | null;
  readonly note: string;
}) {
  return (
    <li className="queue-entry">
      <TaskLink task={task} label={label} />
      <span title={note}>{note}</span>
      {place !== null && <PlaceLink place={place} />}
    </li>
  );
}

/** The choice of the thread whose loop is shown, if the program has several. */
function ThreadChoice() {
  const thread = useUi((state) => state.loopThread);
  const sessionId = useUi((state) => state.session?.id);
  const finished = useUi(({ phase }) => phase === 'finished');
  const [threads, setThreads] = useState<readonly ThreadView[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for another session, and at its end.
  useEffect(() => {
    void currentClient()?.query('threads', {}).then(setThreads).catch(ignoreClosed);
  }, [sessionId, finished]);
  if (threads.length < 2) return null;
  return (
    <select
      className="field"
      aria-label="Thread"
      value={thread}
      onChange={({ target }) => useUi.setState({ loopThread: Number(target.value) as ThreadIndex })}
    >
      {threads.map(({ thread: index, label }) => (
        <option key={index} value={index}>
          {label}
        </option>
      ))}
    </select>
  );
}
