// The moments that the user marked: setting, naming, visiting and removing marks. Main keeps them with the recording's name.

import type { Mark } from '../../protocol/marks.ts';
import { main } from '../bridge.ts';
import { activeChart } from '../chart/active-chart.ts';
import { goToMoment } from './playhead.ts';
import { storeOf } from './sides.ts';
import { type Side, useUi } from './ui-store.ts';

const SIDES: readonly Side[] = ['own', 'beside'];
/** A mark this close to a moment counts as being at it. */
const NEAR_PX = 4;

/** Resolves when the session's marks have come. Marks that were saved before that would overwrite them. */
let loaded: Promise<void> = Promise.resolve();

/** Loads the marks of whatever recording is shown. To be called once. */
export function keepMarksLoaded(): void {
  for (const side of SIDES) {
    const store = storeOf(side);
    store.subscribe(({ session }, before) => {
      if (session === null || session.id === before.session?.id) return;
      const coming = main.getMarks(session.id).then((marks) => {
        if (store.getState().session?.id === session.id) store.setState({ marks });
      });
      loaded = Promise.allSettled([loaded, coming]).then(() => {});
    });
  }
}

/**
 * Asks for the note of a new mark at the playhead's moment, or else at the moment under the pointer, or else in the middle of the window.
 */
export function markMoment(): void {
  const view = activeChart();
  if (view === null) return;
  const { playhead, marks } = useUi.getState();
  const { window } = view.time;
  const atNs = playhead ?? view.pointedNs ?? (window.fromNs + window.toNs) / 2;
  const near = marks.find((mark) => Math.abs(mark.atNs - atNs) <= view.nsPerPx * NEAR_PX);
  if (near === undefined) editMark({ atNs: Math.min(Math.max(0, atNs), view.time.edgeNs()), text: '' });
  else editMark(near);
}

export function editMark(mark: Mark): void {
  useUi.setState({ markDraft: mark, dialog: 'mark' });
}

/** Sets a mark, or changes the note of the one that is there. */
export function setMark({ atNs, text }: Mark): void {
  change((marks) => {
    const others = marks.filter((mark) => mark.atNs !== atNs);
    return [...others, { atNs, text: text.trim() }].sort((a, b) => a.atNs - b.atNs);
  });
}

export function deleteMark({ atNs }: Mark): void {
  change((marks) => marks.filter((mark) => mark.atNs !== atNs));
}

function change(to: (marks: readonly Mark[]) => readonly Mark[]): void {
  const { session } = useUi.getState();
  if (session === null) return;
  void loaded.then(() => {
    const now = useUi.getState();
    if (now.session?.id !== session.id) return;
    const marks = to(now.marks);
    useUi.setState({ marks });
    void main.setMarks(session.id, marks);
  });
}

export const goToMark = ({ atNs }: Mark): void => goToMoment(atNs);

/** Goes to the next mark (1) or the previous one (-1) from the playhead, or else from the middle of the window. */
export function goToNextMark(step: 1 | -1): void {
  const view = activeChart();
  if (view === null) return;
  const { playhead, marks } = useUi.getState();
  const { window } = view.time;
  const atNs = playhead ?? (window.fromNs + window.toNs) / 2;
  const next = step > 0 ? marks.find((mark) => mark.atNs > atNs) : marks.findLast((mark) => mark.atNs < atNs);
  if (next !== undefined) goToMark(next);
}
