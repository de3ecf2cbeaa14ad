// What the window says over everything else: what failed, and that something asked for does not exist.

import type { Problem } from '../../protocol/bridge.ts';
import { useUi } from './ui-store.ts';

let problemKey = 0;

/** Shows a problem until it is dismissed. The same problem is not shown twice. */
export function showProblem(problem: Problem): void {
  show({ ...problem, isNote: false });
}

/** Shows a note, in the same way, that what was asked for does not exist. */
export function showNote(note: Problem): void {
  show({ ...note, isNote: true });
}

function show(problem: Problem & { readonly isNote: boolean }): void {
  useUi.setState(({ problems }) => {
    const others = problems.filter(
      ({ title, detail }) => title !== problem.title || detail !== problem.detail,
    );
    problemKey += 1;
    return { problems: [...others.slice(-2), { ...problem, key: problemKey }] };
  });
}

export function dismissProblem(key: number): void {
  useUi.setState(({ problems }) => ({ problems: problems.filter((problem) => problem.key !== key) }));
}

/** Removes all problems, and where a file was written. To be called when the user asks for something else. */
export function dismissProblems(): void {
  useUi.setState(({ written }) => ({ problems: [], written: written?.progress == null ? null : written }));
}
