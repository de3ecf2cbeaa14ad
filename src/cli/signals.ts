import { constants } from 'node:os';

/** What a terminal sends to everything in its foreground: the program gets it without us. */
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT'] as const;
const FROM_ELSEWHERE = ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;

const FALLBACK_MS = 1000;

/**
 * While the program runs, signals are the program's: we live until it has ended. What is sent to us alone is passed
 * on. Whether an interrupt came from a terminal cannot be asked; with one attached it is taken to, since the program
 * would otherwise get it twice, and a second Ctrl+C often means something else than the first.
 */
export function passSignals(kill: (signal: NodeJS.Signals) => void): void {
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of FROM_TERMINAL) process.on(signal, () => atTerminal || kill(signal));
  for (const signal of FROM_ELSEWHERE) process.on(signal, () => kill(signal));
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
