import { constants } from 'node:os';
import { GroupSignals } from './group-signals.ts';

/** What a terminal sends to everything in its foreground: the program gets it without us. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const PASSED: readonly NodeJS.Signals[] = [...FROM_TERMINAL, 'SIGTERM', 'SIGHUP', 'SIGUSR2'];

const FALLBACK_MS = 1000;

/**
 * While the program runs, signals are the program's: we live until it has ended. What is sent to us alone is passed on; what is sent to
 * our group (by a terminal, a supervisor, a shell) the program has got itself, and a second one often means something else than the
 * first. Where nobody knows to whom it was sent, an interrupt is taken for the terminal's if there is one. Call what is returned when the
 * program has ended.
 */
export function passSignals(kill: (signal: NodeJS.Signals) => void): () => Promise<void> {
  const group = new GroupSignals(PASSED);
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const pass = async (signal: NodeJS.Signals): Promise<void> => {
    const hasCome = (await group.has(signal)) ?? (atTerminal && FROM_TERMINAL.includes(signal));
    if (!hasCome) kill(signal);
  };
  for (const signal of PASSED) process.on(signal, () => void pass(signal));
  return () => group.close();
}

/** Ends this process as the program ended: by the same signal, so that whoever waits for us sees what it would have. */
export function endBySignal(signal: NodeJS.Signals): void {
  const status = 128 + constants.signals[signal];
  process.exitCode = status;
  // Node keeps the first for its inspector and ignores the second.
  if (signal === 'SIGUSR1' || signal === 'SIGPIPE') return;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // It comes asynchronously; and should it not come at all, the status says the same.
  setTimeout(() => process.exit(status), FALLBACK_MS);
}
