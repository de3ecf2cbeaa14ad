import type { LucideIcon } from 'lucide-react';
import { ChartGantt, FolderOpen, History, X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { recentCaption } from '../library/recent-caption.ts';
import { compareWith, compareWithBefore, compareWithFile } from '../session/comparison.ts';
import { useUi } from '../store/ui-store.ts';
import './compare.css';

/** The dialog that asks with which recording to compare the shown one. */
export function CompareDialog() {
  const open = useUi(({ dialog }) => dialog === 'compare');
  return open ? <Choice /> : null;
}

function Choice() {
  const recents = useUi(({ app }) => app?.recents) ?? [];
  const own = useUi(({ session, otherSide, activeSide }) =>
    activeSide === 'own' ? session : (otherSide?.session ?? null),
  );
  const runBefore = useUi((state) => state.runBefore);
  const close = () => useUi.setState({ dialog: null });
  const choose = (compare: () => void) => () => {
    close();
    compare();
  };
  const recordings = recents.filter(
    ({ path, kind, exists }) =>
      kind === 'recording' && exists && path !== own?.recordingPath && path !== runBefore,
  );
  return (
    <Dialog label="Compare with" className="dialog-small" startsAt=".compare-choice" onClose={close}>
      <div className="dialog-head">
        <h2>Compare with</h2>
        <Button icon={X} aria-label="Close" onClick={close} />
      </div>
      {runBefore === null && recordings.length === 0 && (
        <p className="dialog-body compare-none">
          Earlier runs of this script and opened recordings are listed here. There are none yet: run the
          script again, or choose the file of a recording.
        </p>
      )}
      <ul className="dialog-body compare-choices">
        {runBefore !== null && (
          <Item
            icon={History}
            name="The run before"
            where={recentCaption(runBefore, 'recording').where}
            onChoose={choose(compareWithBefore)}
          />
        )}
        {recordings.map(({ path }) => (
          <Item
            key={path}
            icon={ChartGantt}
            {...recentCaption(path, 'recording')}
            title={path}
            onChoose={choose(() => void compareWith(path))}
          />
        ))}
        <Item
          icon={FolderOpen}
          name="Choose a file…"
          where=""
          onChoose={choose(() => void compareWithFile())}
        />
      </ul>
    </Dialog>
  );
}

function Item({
  icon: Icon,
  name,
  where,
  title,
  onChoose,
}: {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly where: string;
  readonly title?: string;
  readonly onChoose: () => void;
}) {
  return (
    <li>
      <button type="button" className="library-item compare-choice" title={title} onClick={onChoose}>
        <Icon className="icon" aria-hidden />
        <span className="compare-name">{name}</span>
        <span className="compare-where">{where}</span>
      </button>
    </li>
  );
}
