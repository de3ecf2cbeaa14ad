import type { FoldView, RowView } from '../../model/view-types.ts';
import { thousands } from '../../model/words.ts';
import { threadCaption } from './thread-words.ts';

/**
 * A row in words: `main, running`, what a thread is, or `leaf, 60 tasks: 58 fulfilled, 2 rejected`; and what it hides:
 * `2,011 rejected below`.
 */
export function rowCaption({
  label,
  state,
  fold,
  thread,
  hiddenFailures,
}: Pick<RowView, 'label' | 'state' | 'fold' | 'thread' | 'hiddenFailures'>): string {
  const said = fold === null ? `${label}, ${state}` : foldCaption(label, fold);
  const below = hiddenFailures === 0 ? '' : `, ${thousands(hiddenFailures)} rejected below`;
  return `${thread === null ? said : threadCaption(thread)}${below}`;
}

function foldCaption(label: string, { size, states }: FoldView): string {
  const { rejected, ...others } = states;
  const said = [...Object.entries(others), ['rejected', rejected] as const]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${thousands(count)} ${name}`);
  return `${label}, ${thousands(size)} ${size === 1 ? 'task' : 'tasks'}: ${said.join(', ')}`;
}
