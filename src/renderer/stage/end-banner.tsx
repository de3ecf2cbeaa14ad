import { CircleStop, LogOut, Scissors, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { baseName } from '../../model/details/labels.ts';
import type { ConsoleLine } from '../../model/view-types.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { Button } from '../controls/button.tsx';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showTab } from '../shell/panels.ts';
import { useReadableStatus } from '../store/live-status.ts';
import { type UiState, useUi } from '../store/ui-store.ts';
import { type EndStory, endStory, errorAdvice, errorLine, partStory, unreadFile } from './end-story.ts';

const ICONS = {
  crashed: TriangleAlert,
  exited: LogOut,
  'cut-off': Scissors,
  stopped: CircleStop,
  part: Scissors,
} as const;
/** How many of a program's last lines are searched for an error's message. */
const LAST_LINES = 60;

/** A banner that says how the program ended, if it did not simply end well. */
export function EndBanner() {
  const phase = useUi((state) => state.phase);
  const story = useStory();
  const lastLines = useLastLines(phase === 'finished' && story?.kind === 'crashed');
  const uncaught = useUi(({ status }) => status?.uncaught === true);
  const error = errorLine(lastLines);
  const advice = error === null ? null : errorAdvice(error);
  const unread = uncaught ? unreadFile(lastLines) : null;
  if (phase !== 'finished' || story === null) return null;
  return (
    <Banner story={unread === null ? story : { ...story, detail: unread }}>
      {error !== null && <span className="mono">{error}</span>}
      {advice !== null && <span className="end-advice">{advice}</span>}
    </Banner>
  );
}

/** A banner that says that only a part is shown because there is no memory for more, with buttons for the other parts. */
export function PartBanner() {
  const status = useReadableStatus();
  const session = useUi((state) => state.session);
  const isRunning = useUi((state) => state.phase === 'live' && state.end === null);
  if (status === null || session === null) return null;
  const story = partStory(baseName(session.path), status, isRunning, session.recordingPath);
  if (story === null) return null;
  return (
    <Banner story={story}>
      <span className="end-buttons">
        {status.isFull && (
          <>
            <CommandButton id="part-newest" look="outlined">
              Show the Newest Part
            </CommandButton>
            <CommandButton id="part-next" look="outlined">
              Show the Next Part
            </CommandButton>
          </>
        )}
        {status.fromNs > 0 && (
          <CommandButton id="part-beginning" look="outlined">
            Show the Beginning
          </CommandButton>
        )}
      </span>
    </Banner>
  );
}

function Banner({ story, children }: { readonly story: EndStory; readonly children?: ReactNode }) {
  const sessionId = useUi((state) => state.session?.id);
  const [dismissed, setDismissed] = useState<number | undefined>(undefined);
  if (dismissed === sessionId) return null;
  const { kind, title, detail, tab } = story;
  const Icon = ICONS[kind];
  return (
    <div className={`end-banner ${kind === 'crashed' ? 'is-bad' : ''}`} role="status">
      <Icon className="icon" aria-hidden />
      <p className="selectable">
        <strong>{title}</strong>
        {detail}
        {children}
      </p>
      {tab !== undefined && (
        <Button look="outlined" onClick={() => showTab(tab)}>
          Show {tab}
        </Button>
      )}
      <Button icon={X} aria-label="Dismiss" title="Dismiss" onClick={() => setDismissed(sessionId)} />
    </div>
  );
}

function useStory() {
  const end = useUi((state) => state.end);
  const status = useUi((state) => state.status);
  const damage = useUi((state) => state.ending?.damage ?? null);
  const stopped = useUi((state) => state.stopAsked);
  const path = useUi((state) => state.session?.path);
  return endStory({
    name: baseName(path ?? 'The program'),
    exitCode: end?.exitCode ?? status?.exitCode ?? null,
    signal: end?.signal ?? status?.signal ?? null,
    uncaught: status?.uncaught ?? null,
    cutOff: status?.cutOff === true || (end !== null && !end.complete),
    damage,
    stopped,
    isFull: status?.isFull === true,
  });
}

/** The last lines of the console, once they are known. */
function useLastLines(wanted: boolean): readonly ConsoleLine[] {
  const count = useUi(({ status }: UiState) => status?.consoleLines ?? 0);
  const [lines, setLines] = useState<readonly ConsoleLine[]>([]);
  useEffect(() => {
    setLines([]);
    if (!wanted) return;
    currentClient()
      ?.query('consoleLines', { from: Math.max(0, count - LAST_LINES), to: count })
      .then(({ items }) => setLines(items))
      .catch(ignoreClosed);
  }, [wanted, count]);
  return lines;
}
