import type { FoldView, RowView } from '../../model/view-types.ts';
import { counted, thousands } from '../../model/words.ts';
import { threadCaption } from './thread-words.ts';

/**
 * A row in words: `main, running`, what a thread is, or `leaf, 60 tasks: 58 fulfilled, 2 rejected`; and what it hides:
 * `106,200 tasks below, 2,011 of them rejected`.
 */
export function rowCaption({
  label,
  state,
  fold,
  thread,
  hidden,
  hiddenFailures,
}: Pick<RowView, 'label' | 'state' | 'fold' | 'thread' | 'hidden' | 'hiddenFailures'>): string {
  const failures = thousands(hiddenFailures);
  // The caption of a thread contains the number of its tasks.
  if (thread !== null)
    return `${threadCaption(thread)}${hiddenFailures === 0 ? '' : `, ${failures} rejected below`}`;
  const said = fold === null ? `${label}, ${state}` : foldCaption(label, fold);
  const failed = hiddenFailures === 0 ? '' : `, ${failures} of them rejected`;
  return `${said}${hidden === 0 ? '' : `, ${counted(hidden, 'task')} below${failed}`}`;
}

function foldCaption(label: string, { size, states }: FoldView): string {
  const { rejected, ...others } = states;
  const said = [...Object.entries(others), ['rejected', rejected] as const]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${thousands(count)} ${name}`);
  return `${label}, ${thousands(size)} ${size === 1 ? 'task' : 'tasks'}: ${said.join(', ')}`;
}
