import { printable } from '../model/index.ts';
import type { Problem } from '../protocol/bridge.ts';
import { problemText } from '../recording/problem.ts';

/** What was asked about is so: `check` found something, or the second recording of `compare` took too long. */
export const EXIT_FOUND = 1;
/** The command could not do what it was asked to: a wrong option, or something that cannot be read, run or written. As for grep and diff. */
export const EXIT_TROUBLE = 2;

/** An error for the user, printed without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** A problem as an error. It may quote a damaged file, so it is made printable. */
export const problemError = (problem: Problem): CommandError =>
  new CommandError(printable(problemText(problem)));
