import { Button } from '../controls/button.tsx';
import { showWelcome } from '../session/session.ts';
import { useUi } from '../store/ui-store.ts';
import { formatShare } from '../text/format.ts';

/** Shown while a recording is being read, or the events of a running program: the progress, and a button to cancel if possible. */
export function Loading() {
  const loading = useUi(({ phase }) => phase === 'loading');
  const goesOn = useUi(({ phase, progress: read }) => phase === 'live' && read !== null && read < 1);
  const progress = useUi((state) => state.progress) ?? 0;
  if (!loading && !goesOn) return null;
  return (
    <div className="progress-strip">
      <span>Reading the recording</span>
      <progress aria-label="Read" value={progress} max={1} />
      <span>{formatShare(progress)}</span>
      {loading && (
        <Button look="outlined" onClick={showWelcome}>
          Cancel
        </Button>
      )}
    </div>
  );
}
