import { Info, X } from 'lucide-react';
import { useState } from 'react';
import { thousands } from '../../model/words.ts';
import { Button } from '../controls/button.tsx';
import { useReadableStatus } from '../store/live-status.ts';
import { useUi } from '../store/ui-store.ts';

const SHOWN = 2;

/** What the tracer could not do, and how many events are missing, in a strip above the chart. */
export function Notices() {
  const status = useReadableStatus();
  const damage = useUi((state) => state.ending?.damage ?? null);
  const [dismissed, setDismissed] = useState(0);
  const all = (status?.notices ?? []).filter((notice) => notice !== damage);
  const fresh = all.slice(dismissed);
  if (fresh.length === 0) return null;
  return (
    <div className="end-banner" role="status">
      <Info className="icon" aria-hidden />
      <p className="selectable">
        {fresh.slice(0, SHOWN).map((notice, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: notices only ever follow one another.
          <span key={at} className="notice">
            {notice}
          </span>
        ))}
        {fresh.length > SHOWN && (
          <span className="notice">and {thousands(fresh.length - SHOWN)} more like these</span>
        )}
      </p>
      <Button icon={X} aria-label="Dismiss" title="Dismiss" onClick={() => setDismissed(all.length)} />
    </div>
  );
}
