import type { ThreadView } from '../../model/details/threads/thread-view-types.ts';
import { counted, endWords } from '../../model/words.ts';

const KIND_WORDS: Readonly<Record<ThreadView['kind'], string>> = {
  main: 'main thread',
  worker: 'worker',
  process: 'child process',
};

/** What a thread is: `worker`, `cluster worker`. */
export const kindWords = ({ kind, role }: Pick<ThreadView, 'kind' | 'role'>): string =>
  role || KIND_WORDS[kind];

/** A thread's row in words: `worker resize.mjs #1, pid 4711, 12 tasks, exit 0`. */
export function threadCaption(thread: ThreadView): string {
  const { label, pid, tasks, endNs } = thread;
  return [
    label,
    pid === null || label.endsWith(`pid ${pid}`) ? '' : `pid ${pid}`,
    tasks === null ? 'not looked into' : counted(tasks, 'task'),
    endNs === null ? 'running' : endWords(thread),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
