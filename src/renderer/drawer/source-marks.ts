import type { TaskDetails } from '../../model/view-types.ts';

/** A line of the shown file that has to do with the selected task. */
export interface SourceMark {
  readonly line: number;
  readonly kind: 'defined' | 'wait' | 'selected-wait' | 'waiting';
}

/** Which lines of a file to mark: where the task is defined, where it waited, and where it waits now or was picked. */
export function marksOf(
  details: TaskDetails | null,
  selectedWait: number | null,
  file: string,
): readonly SourceMark[] {
  if (details === null) return [];
  const marks = new Map<number, SourceMark['kind']>();
  const { place, waits } = details;
  if (place?.file === file) marks.set(place.line, 'defined');
  for (const wait of waits) {
    if (wait.place?.file === file && !marks.has(wait.place.line)) marks.set(wait.place.line, 'wait');
  }
  const current = waits.at(-1);
  if (details.state === 'suspended' && current?.place?.file === file && current.endNs === null) {
    marks.set(current.place.line, 'waiting');
  }
  const picked = selectedWait === null ? undefined : waits[selectedWait];
  if (picked?.place?.file === file) marks.set(picked.place.line, 'selected-wait');
  return [...marks].map(([line, kind]) => ({ line, kind })).sort((a, b) => a.line - b.line);
}
