import { constants } from 'node:os';
import { GroupSignals } from './group-signals.ts';

/** Signals that a terminal sends to its whole foreground group, so the program gets them without us. */
const FROM_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const PASSED: readonly NodeJS.Signals[] = [...FROM_TERMINAL, 'SIGTERM', 'SIGHUP', 'SIGUSR2'];

const FALLBACK_MS = 1000;

/**
 * While a program runs, signals are for the program, and we go on until it has ended. A signal that was sent to us alone is passed on. A
 * signal to our group (from a terminal, a supervisor, a shell) has reached the program already, and a second one would often mean something
 * else. If that is unknown and there is a terminal, an interrupt is assumed to come from it.
 *
 * Make one before the program is started: a program may ask for a signal as soon as it runs, when we may not have had the processor since.
 */
export class PassedSignals {
  readonly #group = new GroupSignals(PASSED);
  readonly #atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  #kill: ((signal: NodeJS.Signals) => void) | null = null;

  constructor() {
    for (const signal of PASSED) process.on(signal, () => void this.#pass(signal));
  }

  /** From now on there is a program: call this in the turn of the event loop that started it. Signals that came before have ended us. */
  to(kill: (signal: NodeJS.Signals) => void): void {
    this.#kill = kill;
  }

  /** The program has ended, or could not be started. */
  close(): Promise<void> {
    return this.#group.close();
  }

  async #pass(signal: NodeJS.Signals): Promise<void> {
    if (this.#kill === null) return endBySignal(signal);
    const hasCome = (await this.#group.has(signal)) ?? (this.#atTerminal && FROM_TERMINAL.includes(signal));
    if (!hasCome) this.#kill(signal);
  }
}

/** Ends this process by the signal that ended the program, so that whoever waits for us sees the same. */
export function endBySignal(signal: NodeJS.Signals): void {
  const status = 128 + constants.signals[signal];
  process.exitCode = status;
  // Node uses the first for its inspector and ignores the second.
  if (signal === 'SIGUSR1' || signal === 'SIGPIPE') return;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The signal arrives asynchronously. If it does not arrive at all, the exit status says the same.
  setTimeout(() => process.exit(status), FALLBACK_MS);
}
