import type { PlaceView, TaskDetails, TaskWait } from '../../../model/view-types.ts';

/** A marked line of the shown file: it was requested, or belongs to the selected task. */
export interface SourceMark {
  readonly line: number;
  readonly kind: 'defined' | 'wait' | 'selected-wait' | 'waiting' | 'shown' | 'current' | 'lit' | 'wrong';
}

/**
 * Which lines of a file to mark: where the selected task is defined, where it waited, where its present or picked wait is, and where the
 * program was at the playhead's moment.
 */
export function marksOf(
  details: TaskDetails | null,
  selectedWait: TaskWait | null,
  current: PlaceView | null,
  file: string,
): readonly SourceMark[] {
  const marks = new Map<number, SourceMark['kind']>();
  if (details !== null) markTask(marks, details, file);
  const picked = selectedWait?.wait.place;
  if (picked?.file === file) marks.set(picked.line, 'selected-wait');
  if (current?.file === file) marks.set(current.line, 'current');
  return [...marks].map(([line, kind]) => ({ line, kind })).sort((a, b) => a.line - b.line);
}

function markTask(marks: Map<number, SourceMark['kind']>, details: TaskDetails, file: string): void {
  const { place, waitPlaces, openWait, state } = details;
  if (place?.file === file) marks.set(place.line, 'defined');
  for (const wait of waitPlaces) {
    if (wait.file === file && !marks.has(wait.line)) marks.set(wait.line, 'wait');
  }
  if (state === 'suspended' && openWait?.place?.file === file) marks.set(openWait.place.line, 'waiting');
}
