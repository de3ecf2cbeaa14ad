import { decodeUtf8, type RecordVisitor } from '../../protocol/codec.ts';
import {
  BlobKind,
  type Hello,
  PROTOCOL_VERSION,
  RecordType,
  TaskKind,
  TURN_ASKED,
  Unhandled,
} from '../../protocol/events.ts';
import { type Nanoseconds, NS_PER_MS, NS_PER_US, nanoseconds } from '../../protocol/units.ts';
import { withheldOf } from '../../protocol/withheld.ts';
import { BUSY } from '../tables/activity.ts';
import { PauseTable } from '../tables/pauses.ts';
import { PoolTable } from '../tables/pool.ts';
import { siteKindNumber } from '../tables/sites.ts';
import type { Tables } from '../tables/tables.ts';
import { TurnTable } from '../tables/turns.ts';
import { WithheldTable } from '../tables/withheld.ts';
import { ForgivingDecoder } from './forgiving-decoder.ts';
import {
  parseChannel,
  parseHandOver,
  parseHello,
  parseNotice,
  parseOpened,
  parseSites,
  parseSource,
  parseTaskError,
  parseThreadEnd,
  parseThreadStart,
  worded,
} from './payloads.ts';
import { READY_WITH_END, TaskEvents } from './task-events.ts';
import { offsetOf, type Zero } from './zero.ts';

const TWO_32 = 2 ** 32;
const UNKNOWN_GAP = 0xffffffff;
const PHASE_BITS = 4;
const PHASE_MASK = TURN_ASKED - 1;
const POOL_KIND_BITS = 4;
const POOL_KIND_MASK = (1 << POOL_KIND_BITS) - 1;

/** The program's main thread: the loop lane is its loop's. */
export const MAIN_STREAM = 0;

/** One thread of the program: decodes its bytes and applies them to the tables, on the program's clock. */
export class TracerStream implements RecordVisitor {
  readonly turns = new TurnTable();
  readonly pauses = new PauseTable();
  readonly pool = new PoolTable();
  readonly withheld = new WithheldTable();
  readonly events: TaskEvents;
  hello: Hello | null = null;
  /** Its orderly end was seen. */
  bye = false;
  exitCode: number | null = null;
  /** Why it ended, an EndCause. */
  endCause = 0;
  /** For how long the thread stood still because its events could not be sent; null until it has said its bye. */
  waitedNs: Nanoseconds | null = null;
  /** How much of the thread's time tracing has taken by now, about; null where nobody has said. */
  tracingNs: Nanoseconds | null = null;
  /** As much of it went by before what is shown. */
  tracingBeforeNs = 0;
  /** For how long the thread had a processor by then, or waited for its events to be sent, and for how long before what is shown; null
   * where nobody knows. */
  ranNs: number | null = null;
  ranBeforeNs = 0;
  /** The last moment anything is known of this stream. */
  lastNs = 0;
  readonly #stream: number;
  readonly #tables: Tables;
  readonly #zero: Zero;
  readonly #decoder: ForgivingDecoder;
  /** Labels and errors of tasks that have not entered yet, by the tracer's id. */
  readonly #early = new Map<number, { kind: BlobKind; bytes: Uint8Array }[]>();
  #offsetNs = 0;

  constructor(stream: number, tables: Tables, zero: Zero) {
    this.#stream = stream;
    this.#tables = tables;
    this.#decoder = new ForgivingDecoder(tables.damage);
    this.#zero = zero;
    this.events = new TaskEvents(stream, tables, this.turns);
    this.turns.begin(0, 0, 0, tables.runs.length);
    if (stream === MAIN_STREAM) tables.activity.change(BUSY, 0, 1);
  }

  /** Bytes of a record whose rest has not come. */
  get pendingBytes(): number {
    return this.#decoder.pendingBytes;
  }

  push(bytes: Uint8Array): void {
    this.#decoder.push(bytes, this);
    if (this.lastNs > this.#tables.endNs) this.#tables.endNs = this.lastNs;
  }

  record(type: RecordType, argument: number, timeNs: number, a: number, b: number): void {
    const beforeNs = this.lastNs;
    const now = this.#now(timeNs);
    this.#tables.events++;
    switch (type) {
      case RecordType.enter: {
        const task = this.events.enter(argument, a, b, now);
        if (this.#early.size > 0) this.#applyEarly(a, task);
        return;
      }
      case RecordType.suspend:
        this.events.suspend(argument, a, b, now);
        return;
      case RecordType.ready:
        this.events.ready(argument, a, b, now);
        return;
      case RecordType.resume:
        this.events.resume(a, now);
        return;
      case RecordType.end:
        this.events.end(argument, a, now);
        if (b !== 0) this.events.ready(READY_WITH_END, b, a, now);
        return;
      case RecordType.turn:
        this.#turn(argument, a * NS_PER_US, b * NS_PER_US, beforeNs, now);
        return;
      case RecordType.stoodStill:
        this.#tables.stillCalls.add(
          this.#stream,
          argument,
          this.events.ids.find(b),
          Math.max(0, now - a * NS_PER_US),
          now,
        );
        return;
      case RecordType.leftAlone:
        this.events.leftAlone(argument, a);
        return;
      case RecordType.poolWork:
        this.pool.add(
          argument & POOL_KIND_MASK,
          argument >>> POOL_KIND_BITS,
          this.events.ids.find(b),
          now - a * NS_PER_US,
          now,
        );
        return;
      case RecordType.pause: {
        const fromNs = now - b * NS_PER_US;
        this.pauses.add(argument, fromNs, Math.min(now, fromNs + a * NS_PER_US));
        return;
      }
      case RecordType.withheld: {
        const { atUs, totalUs } = withheldOf(argument, a, b);
        this.withheld.add(atUs * NS_PER_US + this.#offsetNs, totalUs * NS_PER_US);
        return;
      }
      case RecordType.sent:
        if (!this.#tables.messages.sent(this.#stream, argument, a, this.events.ids.find(b), now))
          this.#tables.illegal++;
        return;
      case RecordType.received:
        this.events.message = a === 0 ? -1 : this.#tables.messages.received(this.#stream, argument, a);
        if (a !== 0 && this.events.message < 0) this.#tables.illegal++;
        return;
      case RecordType.tracing:
        this.tracingNs = nanoseconds(Math.max(0, a + b * TWO_32 - this.tracingBeforeNs));
        this.ranNs = argument === 0 ? null : argument * NS_PER_MS - this.ranBeforeNs;
        return;
      case RecordType.toldToStop: {
        const task = this.events.ids.find(a);
        if (task >= 0) this.#tables.toldToStop.set(task, this.#tables.tasks.lastRun.get(task));
        return;
      }
      case RecordType.unhandled:
        this.#unhandled(argument, a, now);
        return;
      case RecordType.resource:
        if (!this.#tables.resources.changed(this.#stream, a, argument, now)) this.#tables.illegal++;
        return;
      case RecordType.about:
        this.events.about(a, b);
        return;
      case RecordType.member:
        this.events.member(argument, a, b);
        return;
      case RecordType.gap:
        if (a === UNKNOWN_GAP) this.#tables.unknownGaps++;
        else this.#tables.dropped += a;
        return;
      case RecordType.bye:
        this.bye = true;
        this.exitCode = a | 0;
        this.endCause = argument;
        this.waitedNs = nanoseconds(b * NS_PER_MS);
        this.close(now);
        this.#tables.threads.saidBye(this.#stream, this.exitCode, now);
        return;
    }
  }

  blob(kind: BlobKind, ref: number, timeNs: number, bytes: Uint8Array): void {
    this.#now(timeNs);
    switch (kind) {
      case BlobKind.hello:
        this.#hello(bytes);
        return;
      case BlobKind.sites:
        this.#sites(bytes);
        return;
      case BlobKind.label:
      case BlobKind.error:
      case BlobKind.span:
        this.#aboutTask(kind, ref, bytes);
        return;
      case BlobKind.about:
        this.events.aboutText(ref, bytes);
        return;
      case BlobKind.source: {
        const source = this.#readable(parseSource(bytes), 'A source text');
        if (source !== null) this.#tables.sources.set(source.file, source.text);
        return;
      }
      case BlobKind.notice: {
        const notice = parseNotice(bytes);
        if (notice !== null) this.#tables.notices.push(worded(notice));
        return;
      }
      case BlobKind.threadStart: {
        const start = this.#readable(parseThreadStart(bytes), 'The start of a thread');
        if (start === null) return;
        this.#tables.threads.started(this.#stream, start, this.events.ids.find(ref), this.lastNs);
        return;
      }
      case BlobKind.channel: {
        const channel = this.#readable(parseChannel(bytes), 'The end of a channel');
        if (channel !== null) this.#tables.messages.end(this.#stream, ref, channel, this.lastNs);
        return;
      }
      case BlobKind.handOver: {
        const port = this.#readable(parseHandOver(bytes), 'Where a port went');
        if (port !== null) this.#tables.messages.handOver(this.#stream, ref, port);
        return;
      }
      case BlobKind.opened: {
        const opened = this.#readable(parseOpened(bytes), 'Something that was opened');
        if (opened === null) return;
        const task = this.events.ids.find(opened.task);
        this.#tables.resources.opened(this.#stream, ref, opened, task, this.lastNs);
        return;
      }
      case BlobKind.threadEnd: {
        const end = this.#readable(parseThreadEnd(bytes), 'The end of a thread');
        if (end !== null) this.#tables.threads.ended(end, this.lastNs);
        return;
      }
    }
  }

  #readable<T>(value: T | null, what: string): T | null {
    if (value === null) this.#tables.damage.push(`${what} cannot be read.`);
    return value;
  }

  /** By how much its clock is ahead of the program's. */
  get offsetNs(): number {
    return this.#offsetNs;
  }

  /**
   * Where the turn that goes on is drawn to: the loop tells that it was idle only when it wakes again, so without a
   * task that runs it counts as idle since the last that was heard of it. With one, it goes on. Once none goes on the
   * last one ends where it was closed, which may be after that.
   */
  get openTurnEndNs(): number {
    return this.events.someRunning || !this.turns.goesOn ? Number.POSITIVE_INFINITY : this.lastNs;
  }

  /**
   * The thread ends no later than at that time: whatever is alive is left behind. What it does in its `exit`
   * handlers may still follow its bye; that is closed when no more can come.
   */
  close(atNs: number): void {
    const endNs = this.bye ? this.lastNs : Math.max(this.lastNs, atNs);
    // Cut off in the middle of a task, the loop was held to the end; otherwise nobody knows, and it counts as idle.
    this.#endTurn(this.events.someRunning ? endNs : this.lastNs);
    this.events.closeAll(endNs);
  }

  /** A stream's time on the program's clock. It never runs backwards, whatever a recording claims. */
  #now(timeNs: number): number {
    const now = timeNs + this.#offsetNs;
    if (now > this.lastNs) this.lastNs = now;
    return this.lastNs;
  }

  #unhandled(what: number, id: number, now: number): void {
    const task = this.events.ids.find(id);
    if (task < 0) this.events.countUnknown(id);
    else if (what === Unhandled.handledLater) this.#tables.unhandled.delete(task);
    else this.#tables.unhandled.set(task, { heard: what === Unhandled.heard, toldNs: now });
  }

  #turn(argument: number, idleNs: number, lateNs: number, beforeNs: number, now: number): void {
    const idle = Math.min(idleNs, now - this.turns.fromNs.get(this.turns.length - 1));
    this.#endTurn(now - idle);
    if ((argument & TURN_ASKED) !== 0) this.turns.asked(beforeNs);
    this.events.message = -1;
    const runs = this.#tables.runs.length;
    this.turns.begin(argument & PHASE_MASK, now, idle, runs, lateNs, argument >>> PHASE_BITS);
    if (this.#stream === MAIN_STREAM) this.#tables.activity.change(BUSY, now, 1);
  }

  #endTurn(atNs: number): void {
    if (!this.turns.close(atNs)) return;
    if (this.#stream === MAIN_STREAM) this.#tables.activity.change(BUSY, atNs, -1);
  }

  #hello(bytes: Uint8Array): void {
    const hello = this.#readable(parseHello(bytes), 'The greeting of a thread');
    if (hello === null) return;
    if (hello.protocol !== PROTOCOL_VERSION) {
      this.#tables.damage.push(
        `A thread speaks version ${hello.protocol} of the protocol, this Loopscope version ${PROTOCOL_VERSION}.`,
      );
    }
    this.hello = hello;
    if (this.#zero.epochMs === null) {
      this.#zero.epochMs = hello.startEpochMs;
      this.#zero.monotonicNs = hello.monotonicNs ?? null;
    }
    this.#offsetNs = offsetOf(this.#zero, hello);
    const now = this.#now(0);
    if (this.turns.length === 1 && now > 0) this.turns.fromNs.set(0, now);
    this.#tables.threads.greeted(this.#stream, hello, now);
  }

  #sites(bytes: Uint8Array): void {
    const table = this.#readable(parseSites(bytes), 'A table of places');
    if (table === null) return;
    const { sites } = this.#tables;
    const file = sites.fileNumber(table.file);
    const { rows, firstSite, before = 0 } = table;
    const firstRow = sites.length;
    const rowOf = (index: number): number => {
      const own = index - before;
      return own >= 0 && own < rows.length ? firstRow + own : this.events.sites.find(firstSite + own);
    };
    rows.forEach(([kind, name, line, column, owner, facts], index) => {
      const ownerRow = owner >= 0 ? rowOf(owner) : -1;
      const origin = facts?.origin === undefined ? undefined : table.origins?.[facts.origin];
      const writtenIn = origin === undefined ? file : sites.fileNumber(origin);
      const row = sites.add(kind, name, writtenIn, line, column, ownerRow);
      this.events.sites.set(firstSite + index, row, siteKindNumber(kind));
      if (facts?.dropped) sites.dropped.add(row);
      if (facts?.safe) sites.safe.add(row);
      if (facts?.handedTo !== undefined) sites.handedTo.set(row, facts.handedTo);
      if (facts?.settledBy !== undefined) sites.settledBy.set(row, facts.settledBy);
      if (facts?.members !== undefined) sites.members.set(row, facts.members);
      if (facts?.combining !== undefined) sites.combines(facts.combining);
      if (facts?.given !== undefined) sites.given.set(row, facts.given);
      if (facts?.apart !== undefined) sites.apart.set(row, new Set(facts.apart.map(rowOf)));
    });
    this.events.settleYields(firstSite, firstSite + rows.length);
  }

  #aboutTask(kind: BlobKind, id: number, bytes: Uint8Array): void {
    const task = this.events.ids.find(id);
    if (task >= 0) {
      this.#apply(kind, task, bytes);
      return;
    }
    const early = this.#early.get(id) ?? [];
    early.push({ kind, bytes: new Uint8Array(bytes) });
    this.#early.set(id, early);
  }

  #applyEarly(id: number, task: number): void {
    const early = this.#early.get(id);
    if (early === undefined || task < 0) return;
    for (const { kind, bytes } of early) this.#apply(kind, task, bytes);
    this.#early.delete(id);
  }

  #apply(kind: BlobKind, task: number, bytes: Uint8Array): void {
    const { tasks, texts, errors, spans } = this.#tables;
    if (kind === BlobKind.label) {
      tasks.label.set(task, texts.add(bytes));
      return;
    }
    if (kind === BlobKind.span) {
      if (tasks.kind.get(task) === TaskKind.span) spans.set(task, texts.add(bytes));
      return;
    }
    errors.set(task, parseTaskError(bytes) ?? { name: 'Error', message: decodeUtf8(bytes) });
  }
}
