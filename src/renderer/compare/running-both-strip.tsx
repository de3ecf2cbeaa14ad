import { baseName } from '../../model/details/labels.ts';
import { Button } from '../controls/button.tsx';
import { cancelRunningBoth } from '../session/comparison.ts';
import { useUi } from '../store/ui-store.ts';

/** A strip while a lesson's trap and fix run one after the other: which of them is running, and a button to stop. */
export function RunningBothStrip() {
  const both = useUi((state) => state.runningBoth);
  if (both === null) return null;
  const { scripts, at } = both;
  return (
    <div className="progress-strip" role="status">
      <span>
        {at === 0 ? '1 of 2, the trap' : '2 of 2, the fix'}: {baseName(scripts[at])} runs. Stop goes on
        without waiting for its end.
      </span>
      <progress aria-label="Programs run" value={at} max={2} />
      <Button look="outlined" onClick={cancelRunningBoth}>
        Cancel
      </Button>
    </div>
  );
}
