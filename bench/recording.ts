// Makes recordings of any size, of a program that never ran: a shop's server with 64 workers that handle requests. A request is a small
// tree of tasks that wait for one another, for the network, for files and for timers; some fail. The file is written like the app's own, so
// reading it is realistic. The same numbers of events and of quiet times give the same bytes.

import { RecordEncoder } from '../src/protocol/codec.ts';
import {
  AwaitedKind,
  BlobKind,
  EndCause,
  LoopPhase,
  Outcome,
  PROTOCOL_VERSION,
  RecordType,
  TaskKind,
} from '../src/protocol/events.ts';
import { HOST_STREAM, type RecordingHeader } from '../src/protocol/recording.ts';
import type { SiteRow, SiteTable } from '../src/protocol/sites.ts';
import { RecordingWriter } from '../src/recording/recording-writer.ts';
import { Chance } from '../test/support/chance.ts';

const FILE = '/srv/shop/server.mjs';
const START_EPOCH_MS = Date.UTC(2026, 0, 5, 9);
/** The size of the recorder's batches when events come fast. */
const CHUNK_BYTES = 256 * 1024;
const WORKERS = 64;
const EXACT = 1 << 19;
/** The length of a quiet time. */
const QUIET_US = 60_000_000;

interface Role {
  readonly name: string;
  /** What its tasks wait for outside of themselves, one wait for each entry. */
  readonly waits: readonly AwaitedKind[];
  readonly maxWaits: number;
  /** The roles that it calls and awaits, one after the other. */
  readonly calls: readonly number[];
  readonly maxCalls: number;
  /** How many of a thousand are rejected. */
  readonly fails: number;
}

const { network, file, timer, promise, unknown } = AwaitedKind;
const leaf = (name: string, maxWaits: number, fails: number, ...waits: AwaitedKind[]): Role => ({
  name,
  waits,
  maxWaits,
  calls: [],
  maxCalls: 0,
  fails,
});
const ROLES: readonly Role[] = [
  { name: 'worker', waits: [promise], maxWaits: 0, calls: [1], maxCalls: Infinity, fails: 0 },
  { name: 'handleRequest', waits: [network], maxWaits: 1, calls: [2, 3, 4], maxCalls: 4, fails: 4 },
  { name: 'loadUser', waits: [network], maxWaits: 1, calls: [5, 6], maxCalls: 3, fails: 2 },
  { name: 'renderPage', waits: [file], maxWaits: 1, calls: [6, 7], maxCalls: 4, fails: 1 },
  { name: 'priceOf', waits: [network, timer], maxWaits: 2, calls: [5, 8], maxCalls: 3, fails: 3 },
  leaf('query', 3, 5, network, network, promise),
  leaf('cached', 2, 0, promise, unknown),
  leaf('readTemplate', 3, 1, file),
  leaf('backOff', 2, 2, timer, timer, network),
];
const DELAYS_US: Readonly<Record<number, number>> = {
  [network]: 9000,
  [file]: 900,
  [timer]: 20_000,
  [promise]: 60,
  [unknown]: 400,
};

/** The definitions are sites 1 … ROLES.length, after the module's own. Then follows one `await` for each of them. */
const MODULE_SITE = 1;
const definitionSite = (role: number): number => 2 + role;
const awaitSite = (role: number): number => 2 + ROLES.length + role;

function siteTable(): SiteTable {
  const rows: SiteRow[] = [['module', 'server.mjs', 1, 1, -1]];
  ROLES.forEach(({ name }, role) => {
    rows.push(['function', name, 10 + role * 12, 1, -1]);
  });
  ROLES.forEach(({ name }, role) => {
    rows.push(['await', `step(${name})`, 14 + role * 12, 9, 1 + role]);
  });
  return { file: FILE, firstSite: MODULE_SITE, rows };
}

interface Task {
  readonly id: number;
  readonly role: number;
  /** The task that awaits it. */
  readonly caller: Task | null;
  waitsLeft: number;
  callsLeft: number;
}

/** The waiting tasks by the moment at which they wake: buckets of 50 µs on a wheel of 200 ms. */
class Wheel {
  readonly #buckets: { readonly task: Task; readonly kind: AwaitedKind }[][] = Array.from(
    { length: 4096 },
    () => [],
  );
  #at = 0;
  waiting = 0;

  add(task: Task, kind: AwaitedKind, delayUs: number): void {
    const steps = Math.min(this.#buckets.length - 1, 1 + Math.floor(delayUs / 50));
    this.#buckets[(this.#at + steps) % this.#buckets.length]!.push({ task, kind });
    this.waiting++;
  }

  /** The tasks that wake next, and how many microseconds later that is. */
  next(): { readonly woken: readonly { readonly task: Task; readonly kind: AwaitedKind }[]; us: number } {
    let steps = 0;
    do {
      this.#at = (this.#at + 1) % this.#buckets.length;
      steps++;
    } while (this.#buckets[this.#at]!.length === 0);
    const woken = this.#buckets[this.#at]!;
    this.#buckets[this.#at] = [];
    this.waiting -= woken.length;
    return { woken, us: steps * 50 };
  }
}

class Program {
  readonly encoder = new RecordEncoder();
  events = 0;
  tasks = 0;
  readonly #wanted: number;
  readonly #quiet: number;
  readonly #by = new Chance(42);
  readonly #wheel = new Wheel();
  #ns = 0;
  #quietSoFar = 0;

  /** `quiet`: how often nothing happens for a minute. */
  constructor(events: number, quiet: number) {
    this.#wanted = events;
    this.#quiet = quiet;
  }

  start(): void {
    const { encoder } = this;
    encoder.json(BlobKind.hello, 0, {
      protocol: PROTOCOL_VERSION,
      pid: 4242,
      runtime: 'node 24.21.0',
      startEpochMs: START_EPOCH_MS,
    });
    encoder.json(BlobKind.sites, 0, siteTable());
    this.#record(RecordType.enter, (TaskKind.module << 20) | MODULE_SITE, ++this.tasks);
    const workers = Array.from({ length: WORKERS }, () => this.#enter(0, null, 1));
    this.#record(RecordType.end, Outcome.fulfilled, 1);
    for (const worker of workers) this.#wheel.add(worker, promise, 50 + this.#by.part() * 20_000);
  }

  /** Makes one turn of the loop and its tasks' events; returns false when the program is over. */
  turn(): boolean {
    if (this.#wheel.waiting === 0) return false;
    const { woken, us } = this.#wheel.next();
    const startNs = Math.max(this.#ns, this.#ns + (us + this.#quietUs()) * 1000 - 20_000);
    for (const [at, { task, kind }] of woken.entries()) {
      const idleUs = at === 0 ? Math.round((startNs - this.#ns) / 1000) : 0;
      if (at === 0) this.#ns = startNs;
      this.#record(RecordType.turn, kind === timer ? LoopPhase.timers : LoopPhase.poll, idleUs);
      const exact = kind === timer || kind === promise ? EXACT : 0;
      const late = kind === timer ? Math.floor(this.#by.part() * 1500) : 0;
      this.#record(RecordType.ready, (kind << 20) | exact, task.id, late);
      this.#record(RecordType.resume, 0, task.id);
      this.#goOn(task);
    }
    return true;
  }

  #quietUs(): number {
    if (this.events * (this.#quiet + 1) < this.#wanted * (this.#quietSoFar + 1)) return 0;
    if (this.#quietSoFar === this.#quiet) return 0;
    this.#quietSoFar++;
    return QUIET_US;
  }

  finish(): void {
    this.#record(RecordType.bye, EndCause.nothingLeft, 0);
  }

  #record(type: RecordType, argument: number, a: number, b = 0): void {
    this.#ns += 200 + this.#by.part() * 1800;
    this.encoder.record(type, argument, this.#ns, a, b);
    this.events++;
  }

  #enter(role: number, caller: Task | null, parentId: number): Task {
    const { maxWaits, maxCalls, calls } = ROLES[role]!;
    const id = ++this.tasks;
    this.#record(RecordType.enter, (TaskKind.async << 20) | definitionSite(role), id, parentId);
    if (role === 1) this.encoder.blob(BlobKind.label, this.#ns, `"/item/${id % 977}"`, id);
    const some = (most: number): number => (most > 100 ? most : Math.ceil(this.#by.part() * most));
    const task = {
      id,
      role,
      caller,
      waitsLeft: some(maxWaits),
      callsLeft: calls.length === 0 ? 0 : some(maxCalls),
    };
    if (role === 0) this.#suspend(task, promise);
    return task;
  }

  #suspend(task: Task, kind: AwaitedKind, reference = 0): void {
    this.#record(RecordType.suspend, (kind << 20) | awaitSite(task.role), task.id, reference);
  }

  /** Lets a task run until it waits or ends. If it ends, the task that awaits it goes on. */
  #goOn(first: Task): void {
    for (let task: Task | null = first; task !== null; ) {
      const role: Role = ROLES[task.role]!;
      if (task.waitsLeft > 0 && (task.callsLeft === 0 || this.#by.part() < 0.5)) {
        task.waitsLeft--;
        this.#waitFor(task, role.waits[Math.floor(this.#by.part() * role.waits.length)]!);
        return;
      }
      if (task.callsLeft > 0 && !(task.role === 0 && this.events > this.#wanted)) {
        task.callsLeft--;
        const called = role.calls[Math.floor(this.#by.part() * role.calls.length)]!;
        const child = this.#enter(called, task, task.id);
        // A called task runs at once, up to its first wait. Only then does its caller wait for it.
        const { waits } = ROLES[called]!;
        child.waitsLeft--;
        this.#waitFor(child, waits[Math.floor(this.#by.part() * waits.length)]!);
        this.#suspend(task, AwaitedKind.task, child.id);
        return;
      }
      task = this.#end(task);
    }
  }

  #waitFor(task: Task, kind: AwaitedKind): void {
    const delayUs = DELAYS_US[kind]! * (0.3 + this.#by.part() * this.#by.part() * 3);
    this.#suspend(task, kind, kind === timer ? Math.round(delayUs / 1000) : 0);
    this.#wheel.add(task, kind, delayUs);
  }

  #end(task: Task): Task | null {
    const { caller } = task;
    const failed = this.#by.part() * 1000 < ROLES[task.role]!.fails;
    if (failed) {
      const error = { name: 'Error', message: `connection ${task.id % 13} was reset` };
      this.encoder.json(BlobKind.error, this.#ns, error, task.id);
    }
    if (caller !== null) this.#record(RecordType.ready, (AwaitedKind.task << 20) | EXACT, caller.id, task.id);
    this.#record(RecordType.end, failed ? Outcome.rejected : Outcome.fulfilled, task.id);
    if (caller !== null) this.#record(RecordType.resume, 0, caller.id);
    return caller;
  }
}

export interface MadeRecording {
  readonly events: number;
  readonly tasks: number;
  readonly bytes: number;
}

/** Writes a recording of about `events` events, ten per task, with `quiet` minutes in which nothing happens. */
export async function makeRecording(path: string, events: number, quiet = 0): Promise<MadeRecording> {
  const header: RecordingHeader = {
    format: 'loopscope-recording/1',
    program: { path: FILE, args: [], cwd: '/srv/shop', runtime: 'node 24.21.0' },
    startEpochMs: START_EPOCH_MS,
    recorder: 'loopscope bench',
  };
  const writer = await RecordingWriter.create(path, header);
  const program = new Program(events, quiet);
  program.start();
  let parts: Uint8Array[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    await writer.append(0, Buffer.concat(parts));
    parts = [];
    size = 0;
  };
  for (let going = true; going; ) {
    going = program.turn();
    if (!going) program.finish();
    const part = program.encoder.take();
    parts.push(part);
    size += part.length;
    if (size >= CHUNK_BYTES) await flush();
  }
  if (size > 0) await flush();
  const host = new RecordEncoder();
  host.json(BlobKind.programEnd, 0, { exitCode: 0, signal: null });
  await writer.append(HOST_STREAM, host.take());
  await writer.close();
  return { events: program.events, tasks: program.tasks, bytes: writer.bytes };
}
