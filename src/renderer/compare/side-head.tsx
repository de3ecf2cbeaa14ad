import { baseName } from '../../model/details/labels.ts';
import { counted } from '../../model/words.ts';
import { lessonOf } from '../lessons/course.ts';
import { showTab } from '../shell/panels.ts';
import { activate, useSide } from '../store/sides.ts';
import { type Side, useUi } from '../store/ui-store.ts';
import { formatClock, formatDuration, formatShare } from '../text/format.ts';

/** The head of a side: which recording it is, how long it took, how it ended, and its findings. */
export function SideHead({ side, letter }: { readonly side: Side; readonly letter: 'A' | 'B' }) {
  const session = useSide((state) => state.session);
  const status = useSide((state) => state.status);
  const progress = useSide((state) => state.progress);
  const damage = useSide(({ ending }) => ending?.damage ?? null);
  const isActive = useUi(({ activeSide }) => activeSide === side);
  const difference = useUi(({ comparison }) => comparison?.difference ?? null);
  const lessons = useUi(({ app }) => app?.lessons) ?? [];
  if (session === null) return null;
  const role = lessonOf(lessons, session.path)?.script.role;
  const summary = letter === 'A' ? difference?.a : difference?.b;
  return (
    <header className="side-head">
      <button
        type="button"
        className="side-name"
        aria-pressed={isActive}
        title={`${session.path}\nShow it in the panels`}
        onClick={() => activate(side)}
      >
        <span className="side-letter">{letter}</span>
        <span className="mono">{[baseName(session.path), ...session.args].join(' ')}</span>
      </button>
      {role !== undefined && role !== 'example' && <span>{role}</span>}
      <span className="side-quiet">{formatClock(session.startEpochMs)}</span>
      <span className="side-space" />
      {progress !== null && (
        <span className="side-progress">
          <progress aria-label={`Read of ${letter}`} value={progress} max={1} /> {formatShare(progress)}
        </span>
      )}
      {status?.finished && (
        <>
          <strong>{formatDuration(status.endNs)}</strong>
          <span>{counted(status.tasks, 'task')}</span>
          <span>{howItEnded(status, damage)}</span>
        </>
      )}
      {summary !== undefined && (
        <button
          type="button"
          className="link"
          onClick={() => {
            activate(side);
            showTab('insights');
          }}
        >
          {counted(summary.findings.length, 'finding')}
        </button>
      )}
    </header>
  );
}

function howItEnded(
  { exitCode, signal, cutOff }: { exitCode: number | null; signal: string | null; cutOff: boolean },
  damage: string | null,
): string {
  if (damage !== null) return 'damaged';
  if (signal !== null) return `ended by ${signal}`;
  if (exitCode !== null) return `exit ${exitCode}`;
  return cutOff ? 'cut off' : 'end unknown';
}
