import { Fragment } from 'react';
import type { TracingCost } from '../../model/index.ts';
import { counted, thousands } from '../../model/words.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { Steady } from '../controls/steady.tsx';
import { useReadableStatus } from '../store/live-status.ts';
import { type UiState, useUi } from '../store/ui-store.ts';
import { formatBytes, formatClock, formatDuration, formatShare } from '../text/format.ts';

/** While a program runs, tracing's share of less is not shown: the system counts a thread's time at its ticks, up to 10 ms apart. */
const LEAST_RAN_NS = 100 * NS_PER_MS;

/** The status bar: what has been recorded, and how the program ended. */
export function StatusBar() {
  const status = useReadableStatus();
  const phase = useUi((state) => state.phase);
  const app = useUi((state) => state.app);
  const session = useUi((state) => state.session);
  const exit = useExit();
  return (
    <footer className="status-bar">
      {status === null ? (
        <span>{PHASE_WORDS[phase]}</span>
      ) : (
        <Fragment key={session?.id}>
          <Steady>{counted(status.events, 'event')}</Steady>
          <Steady className={status.dropped > 0 ? 'is-bad' : ''}>{thousands(status.dropped)} dropped</Steady>
          {status.illegal > 0 && <Steady className="is-bad">{thousands(status.illegal)} impossible</Steady>}
          <Steady>{formatBytes(status.bytes)}</Steady>
          <Steady>{counted(status.tasks, 'task')}</Steady>
          {status.isFull ? (
            <Steady className="is-bad">
              only {status.fromNs > 0 ? '' : 'the first '}
              {formatDuration(status.endNs)} shown
            </Steady>
          ) : (
            phase !== 'live' && <Steady>{formatDuration(status.endNs)}</Steady>
          )}
          {status.tracing !== null && (phase !== 'live' || status.tracing.ranNs >= LEAST_RAN_NS) && (
            <Steady title={costWords(status.tracing, status.waitedNs)}>
              tracing about {formatShare(status.tracing.share)} of {formatDuration(status.tracing.ranNs)} CPU
              time
            </Steady>
          )}
          {status.waitedNs !== null && status.waitedNs > 0 && (
            <Steady title={WAITED}>waited {formatDuration(status.waitedNs)} to send events</Steady>
          )}
          {status.runtime !== '' && <Steady>{status.runtime}</Steady>}
          {exit !== null && <Steady className={exit.bad ? 'is-bad' : ''}>{exit.text}</Steady>}
          {phase === 'live' && status.readsInput && !status.inputEnded && (
            <Steady title={READS_INPUT}>reads its input</Steady>
          )}
          {session?.kind === 'recording' && (
            <Steady title={session.recordingPath}>recorded {formatClock(session.startEpochMs)}</Steady>
          )}
        </Fragment>
      )}
      <span className="status-space" />
      <span>Loopscope {app?.version}</span>
    </footer>
  );
}

const READS_INPUT = 'Type it below the console: press I.';

const WAITED =
  'How long the main thread stood still because its events could not be written as fast as they came: part of what tracing costs.';

function costWords({ ns, ranNs }: TracingCost, waitedNs: number | null): string {
  const waited = waitedNs === 0 ? ' It never had to wait for its events to be sent.' : '';
  return `Of the ${formatDuration(ranNs)} in which the main thread was busy, and had a processor, about ${formatDuration(ns)} went into tracing. That is an estimate: how many promises, callbacks and events there were, times what each takes on a machine as fast as this one (see docs/overhead.md).${waited}`;
}

const PHASE_WORDS: Readonly<Record<UiState['phase'], string>> = {
  empty: 'Nothing loaded',
  script: 'Ready to run',
  starting: 'Starting…',
  live: 'Starting…',
  loading: 'Reading the recording…',
  finished: '',
};

function useExit(): { readonly text: string; readonly bad: boolean } | null {
  const phase = useUi((state) => state.phase);
  const end = useUi((state) => state.end);
  const status = useUi((state) => state.status);
  if (phase === 'live') return { text: 'running', bad: false };
  if (phase !== 'finished') return null;
  const exitCode = end?.exitCode ?? status?.exitCode ?? null;
  const signal = end?.signal ?? status?.signal ?? null;
  if (signal !== null) return { text: `ended by ${signal}`, bad: false };
  if (exitCode === null) return { text: 'exit unknown', bad: false };
  return { text: `exit ${exitCode}`, bad: exitCode !== 0 };
}
