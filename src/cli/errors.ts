import { printable } from '../model/index.ts';
import type { Problem } from '../protocol/bridge.ts';

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** An error for the user, printed without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode = EXIT_FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A problem as an error. It may quote a damaged file, so it is made printable. */
export const problemError = ({ title, detail, action }: Problem): CommandError =>
  new CommandError(printable(`${title}: ${detail} ${action}`));
