import { decodeUtf8, type RecordVisitor } from '../../protocol/codec.ts';
import { BlobKind, PROTOCOL_VERSION, RecordType, TURN_ASKED } from '../../protocol/events.ts';
import type { Hello, SourceText } from '../../protocol/payloads.ts';
import { MAIN_STREAM } from '../../protocol/recording.ts';
import { type Nanoseconds, NS_PER_MS, NS_PER_US, nanoseconds } from '../../protocol/units.ts';
import { withheldOf } from '../../protocol/withheld.ts';
import { writtenOf } from '../../protocol/written.ts';
import { BUSY } from '../tables/activity.ts';
import { LoadingTable } from '../tables/loading.ts';
import { PauseTable } from '../tables/pauses.ts';
import { PoolTable } from '../tables/pool.ts';
import { RanTable } from '../tables/ran.ts';
import { ReactionTable } from '../tables/reactions.ts';
import type { Tables } from '../tables/tables.ts';
import { TracingTable } from '../tables/tracing.ts';
import { TurnTable } from '../tables/turns.ts';
import { WithheldTable } from '../tables/withheld.ts';
import { ForgivingDecoder } from './forgiving-decoder.ts';
import {
  parseChannel,
  parseHandOver,
  parseHello,
  parseNotice,
  parseOpened,
  parseRejection,
  parseSites,
  parseSource,
  parseThreadEnd,
  parseThreadStart,
  worded,
} from './payloads.ts';
import { addSites } from './site-rows.ts';
import { READY_WITH_END, TaskEvents } from './task-events.ts';
import { TaskTexts } from './task-texts.ts';
import { offsetOf, type Zero } from './zero.ts';

const TWO_32 = 2 ** 32;
const UNKNOWN_GAP = 0xffffffff;
const PHASE_BITS = 4;
const PHASE_MASK = TURN_ASKED - 1;
const POOL_KIND_BITS = 4;
const POOL_KIND_MASK = (1 << POOL_KIND_BITS) - 1;

/** One thread of the program: decodes its bytes and applies them to the tables, on the program's clock. */
export class TracerStream implements RecordVisitor {
  readonly turns = new TurnTable();
  readonly reactions = new ReactionTable();
  readonly pauses = new PauseTable();
  readonly pool = new PoolTable();
  readonly withheld = new WithheldTable();
  readonly ran = new RanTable();
  readonly tracing = new TracingTable();
  readonly loading = new LoadingTable();
  readonly events: TaskEvents;
  hello: Hello | null = null;
  /** Its orderly end has come. */
  bye = false;
  exitCode: number | null = null;
  /** Why it ended, an EndCause. */
  endCause = 0;
  /** For how long the thread was blocked because its events could not be sent; null until its bye has come. */
  waitedNs: Nanoseconds | null = null;
  /** About how much of the thread's time tracing has taken so far; null while unknown. */
  tracingNs: Nanoseconds | null = null;
  /** How much of that was before the part that is shown. */
  tracingBeforeNs = 0;
  /** For how long the thread has had a processor, or waited for its events to be sent; null where unknown. Then how much of that was
   * before the part that is shown. */
  ranNs: number | null = null;
  ranBeforeNs = 0;
  /** The last moment about which anything is known in this stream. */
  lastNs = 0;
  readonly #stream: number;
  readonly #tables: Tables;
  readonly #zero: Zero;
  readonly #decoder: ForgivingDecoder;
  readonly #texts: TaskTexts;
  #offsetNs = 0;
  /** The large source of which only some pieces have arrived. */
  #begun: SourceText | null = null;
  /** The value of the last `ran` record. The next `withheld` record gives its moment. */
  #ranNs: number | null = null;

  constructor(stream: number, tables: Tables, zero: Zero) {
    this.#stream = stream;
    this.#tables = tables;
    this.#decoder = new ForgivingDecoder(tables.damage);
    this.#zero = zero;
    this.events = new TaskEvents(stream, tables, this.turns);
    this.#texts = new TaskTexts(tables, this.events.ids);
    this.turns.begin(0, 0, 0, tables.runs.length);
    if (stream === MAIN_STREAM) tables.activity.change(BUSY, 0, 1);
  }

  push(bytes: Uint8Array): void {
    this.#decoder.push(bytes, this);
    if (this.lastNs > this.#tables.endNs) this.#tables.endNs = this.lastNs;
  }

  record(type: RecordType, argument: number, timeNs: number, a: number, b: number): void {
    const beforeNs = this.lastNs;
    const now = this.#now(timeNs);
    this.#tables.events++;
    this.loading.heard(type, now);
    switch (type) {
      case RecordType.enter:
        return this.#enter(argument, a, b, now);
      case RecordType.suspend:
        return this.events.suspend(argument, a, b, now);
      case RecordType.ready:
        return this.events.ready(argument, a, b, now);
      case RecordType.resume:
        return this.events.resume(a, now);
      case RecordType.end:
        return this.#end(argument, a, b, now);
      case RecordType.turn:
        return this.#turn(argument, a * NS_PER_US, b * NS_PER_US, beforeNs, now);
      case RecordType.stoodStill:
        return this.#stoodStill(argument, now - a * NS_PER_US, b, now);
      case RecordType.reaction:
        return this.reactions.add(argument, a, this.events.ids.find(b), now);
      case RecordType.leftAlone:
        return this.events.leftAlone(argument, a);
      case RecordType.poolWork:
        return this.#poolWork(argument, now - a * NS_PER_US, b, now);
      case RecordType.pause:
        return this.#pause(argument, a * NS_PER_US, now - b * NS_PER_US, now);
      case RecordType.ran:
        this.#ranNs = (a + b * TWO_32) * NS_PER_US;
        return;
      case RecordType.withheld:
        return this.#withheld(argument, a, b);
      case RecordType.sent:
        return this.#sent(argument, a, b, now);
      case RecordType.received:
        return this.#received(argument, a);
      case RecordType.wrote:
        return this.#wrote(argument, a, b, now);
      case RecordType.tracing:
        return this.#tracing(a + b * TWO_32, argument, now);
      case RecordType.toldToStop:
        return this.#toldToStop(a);
      case RecordType.unhandled:
        return this.#unhandled(argument, a, b, now);
      case RecordType.resource:
        return this.#countIllegal(this.#tables.resources.changed(this.#stream, a, argument, now));
      case RecordType.about:
        return this.events.about(a, b);
      case RecordType.member:
        return this.events.member(argument, a, b);
      case RecordType.guard:
        return this.events.guard(a, b);
      case RecordType.timer:
        return this.events.timer(a, b);
      case RecordType.combination:
        return this.events.combination(argument, a, b, now);
      case RecordType.gap:
        return this.#gap(a);
      case RecordType.bye:
        return this.#bye(a | 0, argument, b * NS_PER_MS, now);
    }
  }

  blob(kind: BlobKind, ref: number, timeNs: number, bytes: Uint8Array): void {
    this.#now(timeNs);
    switch (kind) {
      case BlobKind.hello:
        return this.#use(parseHello(bytes), 'The greeting of a thread', (hello) => this.#hello(hello));
      case BlobKind.sites:
        return this.#use(parseSites(bytes), 'A table of places', (table) => {
          addSites(table, this.#tables.sites, this.events.sites);
          this.events.yields.settle(table.firstSite, table.firstSite + table.rows.length);
        });
      case BlobKind.label:
      case BlobKind.error:
      case BlobKind.span:
        return this.#texts.add(kind, ref, bytes);
      case BlobKind.rejection:
        return this.#use(parseRejection(bytes), 'A rejection', (rejection) =>
          this.#tables.unhandled.explained(this.#stream, ref, rejection),
        );
      case BlobKind.loading:
        return this.loading.begin(decodeUtf8(bytes), this.lastNs);
      case BlobKind.about:
        return this.events.aboutText(ref, bytes);
      case BlobKind.stdout:
      case BlobKind.stderr: {
        const { console } = this.#tables;
        const output = kind === BlobKind.stdout ? 'stdout' : 'stderr';
        return console.write(output, this.lastNs - console.hostOffsetNs(), bytes);
      }
      case BlobKind.source:
        return this.#use(parseSource(bytes), 'A source text', (piece) => this.#takeSource(piece));
      case BlobKind.notice: {
        const notice = parseNotice(bytes);
        if (notice !== null) this.#tables.notices.push(worded(notice));
        return;
      }
      case BlobKind.threadStart:
        return this.#use(parseThreadStart(bytes), 'The start of a thread', (start) =>
          this.#tables.threads.started(this.#stream, start, this.events.ids.find(ref), this.lastNs),
        );
      case BlobKind.channel:
        return this.#use(parseChannel(bytes), 'The end of a channel', (channel) =>
          this.#tables.messages.end(this.#stream, ref, channel, this.lastNs),
        );
      case BlobKind.handOver:
        return this.#use(parseHandOver(bytes), 'Where a port went', (port) =>
          this.#tables.messages.handOver(this.#stream, ref, port),
        );
      case BlobKind.opened:
        return this.#use(parseOpened(bytes), 'Something that was opened', (opened) => {
          const task = this.events.ids.find(opened.task);
          this.#tables.resources.opened(this.#stream, ref, opened, task, this.lastNs);
        });
      case BlobKind.threadEnd:
        return this.#use(parseThreadEnd(bytes), 'The end of a thread', (end) =>
          this.#tables.threads.ended(end, this.lastNs),
        );
    }
  }

  #takeSource({ file, text, more }: SourceText): void {
    const begun = this.#begun?.file === file ? this.#begun.text : '';
    this.#begun = more === true ? { file, text: begun + text } : null;
    if (this.#begun === null) this.#tables.sources.set(file, begun + text);
  }

  /** Passes a value that was read to `use`. If it is null, it could not be read, and is reported as damage. */
  #use<T>(value: T | null, what: string, use: (value: T) => void): void {
    if (value === null) this.#tables.damage.push(`${what} cannot be read.`);
    else use(value);
  }

  /** By how much its clock is ahead of the program's. */
  get offsetNs(): number {
    return this.#offsetNs;
  }

  /**
   * Up to where the current turn is drawn. The loop reports only on waking that it was idle. So without a running task the turn ends at
   * the last known moment, and with one it goes on. When no turn is open, the last one ends where it was closed, which may be later.
   */
  get openTurnEndNs(): number {
    return this.events.someRunning || !this.turns.goesOn ? Number.POSITIVE_INFINITY : this.lastNs;
  }

  /**
   * Ends the thread at this time at the latest: tasks that are still alive become `pending`. After its bye, more may come from its `exit`
   * handlers, so what those begin is closed when nothing more can come.
   */
  close(atNs: number): void {
    const endNs = this.bye ? this.lastNs : Math.max(this.lastNs, atNs);
    // A thread cut off in the middle of a task held the loop to the end. Otherwise it is unknown, and the loop counts as idle.
    this.#endTurn(this.events.someRunning ? endNs : this.lastNs);
    this.events.closeAll(endNs);
  }

  /** Converts a stream's time to the program's clock, which never runs backwards, whatever a recording claims. */
  #now(timeNs: number): number {
    const now = timeNs + this.#offsetNs;
    if (now > this.lastNs) this.lastNs = now;
    return this.lastNs;
  }

  #enter(site: number, id: number, parent: number, now: number): void {
    this.#texts.entered(id, this.events.enter(site, id, parent, now));
  }

  /** A task ends; the one task that waits for it, if the record names one, becomes ready. */
  #end(outcome: number, id: number, waiter: number, now: number): void {
    this.events.end(outcome, id, now);
    if (waiter !== 0) this.events.ready(READY_WITH_END, waiter, id, now);
  }

  #stoodStill(call: number, fromNs: number, id: number, now: number): void {
    this.#tables.stillCalls.add(this.#stream, call, this.events.ids.find(id), Math.max(0, fromNs), now);
  }

  #poolWork(argument: number, fromNs: number, id: number, now: number): void {
    const [kind, how] = [argument & POOL_KIND_MASK, argument >>> POOL_KIND_BITS];
    this.pool.add(kind, how, this.events.ids.find(id), fromNs, now);
  }

  #pause(kind: number, durationNs: number, fromNs: number, now: number): void {
    this.pauses.add(kind, fromNs, Math.min(now, fromNs + durationNs));
  }

  #withheld(argument: number, a: number, b: number): void {
    const { atUs, totalUs } = withheldOf(argument, a, b);
    const atNs = atUs * NS_PER_US + this.#offsetNs;
    this.withheld.add(atNs, totalUs * NS_PER_US);
    if (this.#ranNs !== null) this.ran.add(atNs, this.#ranNs);
    this.#ranNs = null;
  }

  #sent(channel: number, message: number, id: number, now: number): void {
    this.#countIllegal(
      this.#tables.messages.sent(this.#stream, channel, message, this.events.ids.find(id), now),
    );
  }

  #received(channel: number, message: number): void {
    this.events.message = message === 0 ? -1 : this.#tables.messages.received(this.#stream, channel, message);
    this.#countIllegal(message === 0 || this.events.message >= 0);
  }

  #wrote(argument: number, bytes: number, id: number, timeNs: number): void {
    const task = this.events.ids.find(id);
    this.#tables.console.told(writtenOf(argument), bytes, { stream: this.#stream, task, timeNs });
  }

  #tracing(tookNs: number, ranMs: number, now: number): void {
    this.tracing.add(now, tookNs);
    this.tracingNs = nanoseconds(Math.max(0, tookNs - this.tracingBeforeNs));
    if (ranMs > 0) this.ranNs = ranMs * NS_PER_MS - this.ranBeforeNs;
  }

  #toldToStop(id: number): void {
    const task = this.events.ids.find(id);
    if (task >= 0) this.#tables.toldToStop.set(task, this.#tables.tasks.lastRun.get(task));
  }

  #gap(records: number): void {
    if (records === UNKNOWN_GAP) this.#tables.unknownGaps++;
    else this.#tables.dropped += records;
  }

  #bye(exitCode: number, cause: number, waitedNs: number, now: number): void {
    this.bye = true;
    this.exitCode = exitCode;
    this.endCause = cause;
    this.waitedNs = nanoseconds(waitedNs);
    this.close(now);
    this.#tables.threads.saidBye(this.#stream, exitCode, now);
  }

  #countIllegal(isLegal: boolean): void {
    if (!isLegal) this.#tables.illegal++;
  }

  #unhandled(what: number, id: number, number: number, now: number): void {
    const task = this.events.ids.find(id);
    if (task < 0 && number === 0) this.events.countUnknown(id);
    else this.#tables.unhandled.told(what, this.#stream, task, number, now);
  }

  #turn(argument: number, idleNs: number, lateNs: number, beforeNs: number, now: number): void {
    const idle = Math.min(idleNs, now - this.turns.fromNs.get(this.turns.length - 1));
    this.#endTurn(now - idle);
    this.loading.end(now - idle);
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

  #hello(hello: Hello): void {
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
}
