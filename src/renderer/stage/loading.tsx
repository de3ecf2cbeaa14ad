import { Button } from '../controls/button.tsx';
import { cancelLoading } from '../session/session.ts';
import { useUi } from '../store/ui-store.ts';
import { formatShare } from '../text/format.ts';

/** A recording is being read: how far, and a way out. */
export function Loading() {
  const loading = useUi(({ phase }) => phase === 'loading');
  const progress = useUi((state) => state.progress) ?? 0;
  if (!loading) return null;
  return (
    <div className="progress-strip">
      <span>Reading the recording</span>
      <progress aria-label="Read" value={progress} max={1} />
      <span>{formatShare(progress)}</span>
      <Button look="outlined" onClick={cancelLoading}>
        Cancel
      </Button>
    </div>
  );
}
