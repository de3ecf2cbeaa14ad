import type { FoldView, RowView } from '../../model/view-types.ts';
import { formatCount } from './format.ts';
import { threadCaption } from './thread-words.ts';

/** A row in words: `main, running`, what a thread is, or `leaf, 60 tasks: 58 fulfilled, 2 rejected, 2,011 more in what they started`. */
export function rowCaption({
  label,
  state,
  fold,
  thread,
}: Pick<RowView, 'label' | 'state' | 'fold' | 'thread'>): string {
  if (thread !== null) return threadCaption(thread);
  if (fold === null) return `${label}, ${state}`;
  const said = Object.entries(fold.states)
    .filter(([name, count]) => count > 0 && name !== 'rejected')
    .map(([name, count]) => `${formatCount(count)} ${name}`);
  const { size } = fold;
  return `${label}, ${formatCount(size)} ${size === 1 ? 'task' : 'tasks'}: ${[...said, ...failures(fold)].join(', ')}`;
}

function failures({ states: { rejected }, failedBelow }: FoldView): string[] {
  const below = `${formatCount(failedBelow)} ${rejected > 0 ? 'more' : 'rejected'} in what they started`;
  return [
    ...(rejected > 0 ? [`${formatCount(rejected)} rejected`] : []),
    ...(failedBelow > 0 ? [below] : []),
  ];
}
