import { useEffect } from 'react';
import { baseName } from '../../model/details/labels.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { forgetAsked, openAsked } from '../session/session.ts';
import { isRunning, useUi } from '../store/ui-store.ts';

/** Asks before a running program is stopped because the user opened another file. */
export function AskDialog() {
  const asked = useUi((state) => state.askedPath);
  const script = useUi((state) => state.scriptPath);
  const running = useUi(({ phase }) => isRunning(phase));
  // If the program ends by itself meanwhile, there is nothing left to ask.
  useEffect(() => {
    if (asked !== null && !running) void openAsked();
  }, [asked, running]);
  if (asked === null) return null;
  const name = baseName(script ?? '');
  return (
    <Dialog label="A program is running" className="dialog-small" onClose={forgetAsked}>
      <div className="dialog-head">{name} is still running</div>
      <div className="dialog-body">
        To open {baseName(asked.path)}, Loopscope has to stop it. Its recording is kept.
      </div>
      <div className="dialog-actions">
        <Button look="outlined" onClick={forgetAsked}>
          Keep running
        </Button>
        <Button look="primary" onClick={() => void openAsked()}>
          Stop and open
        </Button>
      </div>
    </Dialog>
  );
}
