import { ChartGantt, FileCode2, X } from 'lucide-react';
import { baseName } from '../../model/details/labels.ts';
import { main } from '../bridge.ts';
import { Button } from '../controls/button.tsx';
import { openPath } from '../session/session.ts';
import { shownFile } from '../store/shown-file.ts';
import { useUi } from '../store/ui-store.ts';
import { recentCaption } from './recent-caption.ts';
import './library.css';

/** Recent scripts and recordings, the latest first. */
export function RecentList() {
  const recents = useUi(({ app }) => app?.recents) ?? [];
  const current = useUi(shownFile);
  if (recents.length === 0) return <p className="library-none">What you open appears here.</p>;
  return (
    <ul className="recent-list">
      {recents.map(({ path, kind, exists }) => {
        const { name, where, isTime } = recentCaption(path, kind);
        const Icon = kind === 'script' ? FileCode2 : ChartGantt;
        return (
          <li key={path} className="recent">
            <button
              type="button"
              className={`library-item recent-open ${exists ? '' : 'is-gone'}`}
              aria-current={path === current ? 'true' : undefined}
              title={exists ? path : `${path} is gone`}
              onClick={() => void openPath(path)}
            >
              <Icon className="icon" aria-label={kind} />
              <span className="recent-name">{name}</span>
              <span className={isTime ? 'recent-time' : 'recent-folder'}>{exists ? where : 'gone'}</span>
            </button>
            <Button
              icon={X}
              className="recent-forget"
              aria-label={`Forget ${baseName(path)}`}
              title="Remove from this list"
              onClick={() => void main.forgetRecent(path)}
            />
          </li>
        );
      })}
    </ul>
  );
}
