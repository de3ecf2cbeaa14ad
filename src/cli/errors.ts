import { printable } from '../model/index.ts';
import type { Problem } from '../protocol/bridge.ts';
import { problemText } from '../recording/problem.ts';

/** What was asked about is so: `check` found something, or the second recording of `compare` took too long. */
export const EXIT_FOUND = 1;
export { EXIT_TROUBLE } from '../recording/problem.ts';

/** An error for the user, printed without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** A problem as an error. It may quote a damaged file, so it is made printable. */
export const problemError = (problem: Problem): CommandError =>
  new CommandError(printable(problemText(problem)));
