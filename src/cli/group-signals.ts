import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** A shell script that prints a line for each event: `SIGINT` for a signal that it got, the number of a question, '' if a signal ended its `read`. */
const ear = (signals: readonly NodeJS.Signals[]): string => `
  ${signals.map((signal) => `trap 'came=1; echo ${signal}' ${signal.slice('SIG'.length)}`).join('\n  ')}
  while read -r asked || [ -n "$came" ]; do
    came=
    echo "$asked"
  done
`;

/** By then, a sender that signals the processes of a group one after the other (such as systemd) has reached all of them. */
const OTHERS_TOO_MS = 20;

/**
 * Tells signals that were sent to our whole process group from those that were sent to this process alone. The system does not report
 * that. So a shell of one megabyte runs in the same group: it gets the former and not the latter.
 */
export class GroupSignals {
  readonly #signals: readonly NodeJS.Signals[];
  #ear: ChildProcess | null;
  readonly #came = new Set<string>();
  readonly #asked = new Map<string, () => void>();
  #isOver = false;
  #isClosing = false;
  #questions = 0;

  constructor(signals: readonly NodeJS.Signals[]) {
    this.#signals = signals;
    this.#ear = process.platform === 'win32' ? null : this.#listen();
  }

  /** Whether a signal that this process got was sent to the group; null if unknown. */
  async has(signal: NodeJS.Signals): Promise<boolean | null> {
    await new Promise((resolve) => setTimeout(resolve, OTHERS_TOO_MS));
    await this.#ask();
    return this.#came.delete(signal) || (this.#isOver ? null : false);
  }

  /** Ends the shell, and waits for that: after we have ended, nothing might remove it from the list of processes. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#ear === null || this.#isOver) return;
    const gone = new Promise((resolve) => this.#ear?.once('close', resolve));
    this.#ear.ref();
    this.#ear.stdin?.end();
    await gone;
  }

  #listen(): ChildProcess {
    const child = spawn('sh', ['-c', ear(this.#signals), 'loopscope-signals'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH },
    });
    const over = (): void => {
      this.#isOver = true;
      this.#answerAll();
    };
    child.once('exit', (_code, signal) => {
      if (signal === null || this.#isClosing || !this.#signals.includes(signal)) return over();
      // The signal arrived before the shell had read its script, and ended it. The next one is for another shell.
      this.#came.add(signal);
      this.#answerAll();
      this.#ear = this.#listen();
    });
    child.once('error', over);
    child.stdin.on('error', () => {});
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#hear(line);
    });
    child.unref();
    (child.stdin as Socket).unref();
    (child.stdout as Socket).unref();
    return child;
  }

  #answerAll(): void {
    for (const answered of this.#asked.values()) answered();
  }

  #hear(line: string): void {
    const answered = this.#asked.get(line);
    if (answered !== undefined) answered();
    else if (line !== '') this.#came.add(line);
  }

  /** Resolves when all signals that were sent to the group before are known. */
  async #ask(): Promise<void> {
    if (this.#ear === null || this.#isOver) return;
    const question = String(++this.#questions);
    await new Promise<void>((resolve) => {
      this.#asked.set(question, resolve);
      this.#ear?.stdin?.write(`${question}\n`);
    });
    this.#asked.delete(question);
  }
}
