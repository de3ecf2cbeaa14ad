import type { ThreadView } from '../../../model/details/threads/thread-view-types.ts';
import { endWords } from '../../../model/words.ts';
import { formatDuration } from '../../text/format.ts';
import { ThreadLink } from '../links.tsx';

/** How many are listed: nobody would read more of them one by one. */
const MOST_SHOWN = 100;

/** Started workers and processes: how each ended, and how long it lived. */
export function ThreadList({ threads }: { readonly threads: readonly ThreadView[] }) {
  const more = threads.length - MOST_SHOWN;
  return (
    <ul className="thread-list" aria-label="Started workers and processes">
      {threads.slice(0, MOST_SHOWN).map((thread) => (
        <li key={thread.thread} className="child">
          <ThreadLink thread={thread.thread} label={thread.label} />
          <span>{thread.endNs === null ? 'running' : endWords(thread)}</span>
          <span>{thread.endNs === null ? '' : formatDuration(thread.endNs - thread.startNs)}</span>
        </li>
      ))}
      {more > 0 && <li className="child inspector-quiet">and {more} more</li>}
    </ul>
  );
}
