import type { Hello, ThreadEnd, ThreadKind, ThreadStart } from '../../../protocol/events.ts';

/** What runs an event loop of its own, or, without a stream, a process that nobody has looked into. */
export interface Thread {
  readonly kind: ThreadKind;
  /** A file's name or a command's; '' while nobody has said. */
  name: string;
  /** Of a worker, and of a process with a role: the how manyth its starter started, from 1. */
  number: number | null;
  /** What its starter calls such as it; '' where that is no more than its kind. */
  role: string;
  /** A process's command with some of its arguments; '' where nobody has said. */
  command: string;
  /** Of a process, and of the one a worker is in. */
  pid: number | null;
  /** Its stream, -1 for one that sends none. */
  stream: number;
  /** The task that started it, and the stream that told so; -1 where none is known. */
  starter: number;
  startedIn: number;
  /** A shell ran it, and may go on to run others: how that ends says nothing about this one. */
  isShells: boolean;
  startNs: number;
  /** Infinity while it is not known to be over. */
  endNs: number;
  exitCode: number | null;
  signal: string | null;
}

/** One start of a worker or a process. */
interface Start {
  /** What its starter says of it; null while that has not come. */
  said: ThreadStart | null;
  starter: number;
  startedIn: number;
  /** The thread that was started, -1 while the starter has not told; then what that one started in turn. */
  own: number;
  readonly members: number[];
}

/**
 * The threads of a recording by number, the main thread first, the others in order of arrival. A worker or a process is
 * told of twice, by who started it and by itself, in any order: both name the start.
 */
export class Threads {
  readonly all: Thread[] = [];
  readonly #ofStream = new Map<number, number>();
  readonly #starts = new Map<string, Start>();
  /** The workers that a stream's thread has started. */
  readonly #workersOf = new Map<number, number[]>();
  /** Counts up whenever one came, showed that it has a loop, turned out to be another's, or ended. */
  changes = 0;
  /** Told to be gone, and not taken yet. */
  #gone: Thread[] = [];

  constructor() {
    this.#attach(this.#add('main', '', 0), 0);
  }

  /** How many have a loop that is known. */
  get withLoop(): number {
    return this.#ofStream.size;
  }

  /** Whose stream it is. A stream that nobody has named is a worker's. */
  ofStream(stream: number, startNs = 0): number {
    return this.#ofStream.get(stream) ?? this.#attach(this.#add('worker', '', startNs), stream);
  }

  /** Their numbers, the main thread's first, the others by start. */
  inOrder(): readonly number[] {
    const order = this.all.map((_, index) => index);
    const main = (index: number): number => (index === 0 ? 0 : 1);
    return order.sort((a, b) => main(a) - main(b) || this.all[a]!.startNs - this.all[b]!.startNs || a - b);
  }

  /** A stream says whose it is. */
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
    // It knows better than who started it: a shell may have become what it was told to run.
    if (name.name !== '') thread.name = name.name;
    thread.pid = pid;
    this.#complete(index, start);
    this.#attach(index, stream);
  }

  /** A stream tells of a start; `starter` is a task's index or -1. */
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

  /** A stream has come to its end, and the workers that it had with it. */
  saidBye(stream: number, exitCode: number, endNs: number): void {
    const thread = this.all[this.ofStream(stream)]!;
    this.#endWorkers(stream, endNs);
    if (thread.endNs !== Number.POSITIVE_INFINITY && !thread.isShells) return;
    this.changes++;
    thread.endNs = endNs;
    thread.exitCode = exitCode;
  }

  /** Who started it tells that it is over: that counts more than what it said itself. */
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
   * A process that its starter has seen the end of sends nothing more, and with it its workers. One that a shell ran may outlive that, and a
   * worker's bye is yet to come: whoever sends for it says it.
   */
  #isGone(thread: Thread): void {
    this.#gone.push(thread);
    for (const worker of this.#workersOf.get(thread.stream) ?? []) this.#isGone(this.all[worker]!);
  }

  /** Those that are gone since it was asked last. */
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
    if (said.kind === 'worker') this.#addWorker(startedIn, index);
    thread.isShells = said.kind === 'process' && said.pid === null;
  }

  #addWorker(stream: number, index: number): void {
    const workers = this.#workersOf.get(stream);
    if (workers === undefined) this.#workersOf.set(stream, [index]);
    else workers.push(index);
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
