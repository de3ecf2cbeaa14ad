import { printable } from '../model/index.ts';
import type { Problem } from '../protocol/bridge.ts';

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** What the command could not do, for a person: printed without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode = EXIT_FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A damaged file may be quoted in it. */
export const problemError = ({ title, detail, action }: Problem): CommandError =>
  new CommandError(printable(`${title}: ${detail} ${action}`));
