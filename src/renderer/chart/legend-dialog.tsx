import { X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { useUi } from '../store/ui-store.ts';
import { Legend } from './legend.tsx';

/** A dialog with all signs of the chart, each explained in a sentence. */
export function LegendDialog() {
  const open = useUi(({ dialog }) => dialog === 'legend');
  if (!open) return null;
  const close = () => useUi.setState({ dialog: null });
  return (
    <Dialog label="Signs of the chart" plain onClose={close}>
      <div className="dialog-head">
        <h2>Signs of the chart</h2>
        <Button icon={X} aria-label="Close" onClick={close} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard. */}
      <div className="dialog-body" tabIndex={0}>
        <Legend inFull />
      </div>
    </Dialog>
  );
}
