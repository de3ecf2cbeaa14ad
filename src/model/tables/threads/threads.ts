import type { Hello, ThreadEnd, ThreadKind, ThreadStart } from '../../../protocol/payloads.ts';
import { addToList } from '../../lists.ts';

/** Whatever runs an event loop of its own; without a stream, a process that is not traced. */
export interface Thread {
  readonly kind: ThreadKind;
  /** A file's name or a command's; '' while unknown. */
  name: string;
  /** For a worker, and for a process with a role: its number among those that its starter started, from 1. */
  number: number | null;
  /** Its role, as in ThreadStart; '' where that is no more than its kind. */
  role: string;
  /** A process's command with some of its arguments; '' while unknown. */
  command: string;
  /** The pid of the process, or of the process that a worker is in. */
  pid: number | null;
  /** Its stream, -1 if it sends none. */
  stream: number;
  /** The task that started it, and the stream that reported so; -1 if unknown. */
  starter: number;
  startedIn: number;
  /** Whether a shell ran it. The shell may go on to run other programs, so the end of the shell says nothing about this process. */
  isShells: boolean;
  startNs: number;
  /** Infinity while it is not known to be over. */
  endNs: number;
  exitCode: number | null;
  signal: string | null;
}

/** One start of a worker or a process. */
interface Start {
  /** What its starter says about it; null until that has come. */
  said: ThreadStart | null;
  starter: number;
  startedIn: number;
  /** The thread that was started, -1 until the starter has reported it; then the threads that this one started in turn. */
  own: number;
  readonly members: number[];
}

/**
 * The threads of a recording by number, the main thread first, the others in order of arrival. A worker or a process is reported twice, by
 * its starter and by itself, in any order. Both name the start.
 */
export class Threads {
  readonly all: Thread[] = [];
  readonly #ofStream = new Map<number, number>();
  readonly #starts = new Map<string, Start>();
  /** The workers that a stream's thread has started. */
  readonly #workersOf = new Map<number, number[]>();
  /** Changes whenever a thread came, showed that it has a loop, turned out to have another starter, or ended. */
  changes = 0;
  /** Threads reported to have ended, and not taken yet. */
  #gone: Thread[] = [];

  constructor() {
    this.#attach(this.#add('main', '', 0), 0);
  }

  /** How many threads have a known loop. */
  get withLoop(): number {
    return this.#ofStream.size;
  }

  /** The thread of a stream. A stream that nothing has named yet is taken for a worker's. */
  ofStream(stream: number, startNs = 0): number {
    return this.#ofStream.get(stream) ?? this.#attach(this.#add('worker', '', startNs), stream);
  }

  /** The numbers of all threads, the main thread's first, the others by start. */
  inOrder(): readonly number[] {
    const order = this.all.map((_, index) => index);
    const main = (index: number): number => (index === 0 ? 0 : 1);
    return order.sort((a, b) => main(a) - main(b) || this.all[a]!.startNs - this.all[b]!.startNs || a - b);
  }

  /** A stream's hello has come, which says whose it is. */
  greeted(stream: number, { pid, thread: name }: Hello, startNs: number): void {
    if (name === undefined || this.#ofStream.has(stream)) {
      this.all[this.ofStream(stream, startNs)]!.pid ??= pid;
      return;
    }
    const start = this.#start(name.start);
    const announced = this.all[start.own];
    const isOwn = announced?.stream === -1 && (announced.pid ?? pid) === pid;
    const index = isOwn ? start.own : this.#add(name.kind, '', startNs);
    if (!isOwn) start.members.push(index);
    const thread = this.all[index]!;
    // A thread knows its name better than its starter: a shell may have become the program that it was told to run.
    if (name.name !== '') thread.name = name.name;
    thread.pid = pid;
    this.#complete(index, start);
    this.#attach(index, stream);
  }

  /** A stream reports a start; `starter` is a task's index or -1. */
  started(stream: number, said: ThreadStart, starter: number, startNs: number): void {
    const start = this.#start(said.start);
    if (start.said !== null) return;
    start.said = said;
    start.starter = starter;
    start.startedIn = stream;
    const { kind, name, pid } = said;
    const greeted = start.members.find((member) => pid === null || this.all[member]!.pid === pid);
    start.own = greeted ?? this.#add(kind, name, startNs);
    if (greeted === undefined) start.members.push(start.own);
    const own = this.all[start.own]!;
    own.startNs = Math.min(own.startNs, startNs);
    own.pid ??= pid;
    for (const member of start.members) this.#complete(member, start);
  }

  /** A stream has ended, and its workers with it. */
  saidBye(stream: number, exitCode: number, endNs: number): void {
    const thread = this.all[this.ofStream(stream)]!;
    this.#endWorkers(stream, endNs);
    if (thread.endNs !== Number.POSITIVE_INFINITY && !thread.isShells) return;
    this.changes++;
    thread.endNs = endNs;
    thread.exitCode = exitCode;
  }

  /** The starter reports the end, which counts more than what the thread itself said. */
  ended({ start, exitCode, signal }: ThreadEnd, endNs: number): void {
    const own = this.all[this.#starts.get(start)?.own ?? -1];
    if (own === undefined || (own.isShells && own.endNs !== Number.POSITIVE_INFINITY)) return;
    this.#end(own, endNs);
    own.exitCode = exitCode;
    own.signal = signal;
    if (own.kind === 'process' && !own.isShells) this.#isGone(own);
  }

  /** A worker cannot outlive the thread that started it. */
  #endWorkers(stream: number, endNs: number): void {
    for (const worker of this.#workersOf.get(stream) ?? []) {
      const thread = this.all[worker]!;
      if (thread.endNs === Number.POSITIVE_INFINITY) this.#end(thread, endNs);
    }
  }

  #end(thread: Thread, endNs: number): void {
    this.changes++;
    thread.endNs = Math.max(thread.startNs, endNs);
    if (thread.stream >= 0) this.#endWorkers(thread.stream, endNs);
  }

  /**
   * When its starter has seen a process end, the process and its workers send nothing more. There are two exceptions: a process that a
   * shell ran may outlive the shell, and a worker's bye is still to come from the thread that sends for it.
   */
  #isGone(thread: Thread): void {
    this.#gone.push(thread);
    for (const worker of this.#workersOf.get(thread.stream) ?? []) this.#isGone(this.all[worker]!);
  }

  /** The threads that have ended since the last call. */
  takeGone(): readonly Thread[] {
    return this.#gone.length === 0 ? this.#gone : this.#gone.splice(0);
  }

  #start(name: string): Start {
    let start = this.#starts.get(name);
    if (start === undefined) {
      start = { said: null, starter: -1, startedIn: -1, own: -1, members: [] };
      this.#starts.set(name, start);
    }
    return start;
  }

  #complete(index: number, { said, starter, startedIn, own }: Start): void {
    this.changes++;
    const thread = this.all[index]!;
    thread.starter = starter;
    thread.startedIn = startedIn;
    if (said === null || index !== own) return;
    thread.number = said.number;
    thread.role = said.role ?? '';
    thread.command = said.command ?? '';
    if (said.kind === 'worker') addToList(this.#workersOf, startedIn, index);
    thread.isShells = said.kind === 'process' && said.pid === null;
  }

  #add(kind: ThreadKind, name: string, startNs: number): number {
    this.all.push({
      kind,
      name,
      number: null,
      role: '',
      command: '',
      pid: null,
      stream: -1,
      starter: -1,
      startedIn: -1,
      isShells: false,
      startNs,
      endNs: Number.POSITIVE_INFINITY,
      exitCode: null,
      signal: null,
    });
    return this.all.length - 1;
  }

  #attach(index: number, stream: number): number {
    this.changes++;
    this.all[index]!.stream = stream;
    this.#ofStream.set(stream, index);
    return index;
  }
}
