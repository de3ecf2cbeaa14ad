import { OUTPUTS, type Output, Way, type Written } from '../../../protocol/written.ts';
import { NO_FLOAT64, NO_INT32, NO_UINT8, Table } from '../../columns/columns.ts';
import { inPieces, type Work } from '../../work.ts';
import { ConsoleOrder } from './console-order.ts';
import { type FoundLines, LineSearch } from './line-search.ts';
import { OutputLines } from './output-lines.ts';
import { ToldWrites, type Writer } from './told-writes.ts';
import { type TaskLines, WrittenByTask } from './written-by-task.ts';

/** How many letters are searched before other questions may be answered. */
const LETTERS_AT_ONCE = 512 * 1024;
/** How much is kept; older lines are only in the recording, since a program may write for weeks. */
const MOST_CHARACTERS = 128 * 1024 * 1024;
/** A longer line continues in the next one. */
const LONGEST_LINE = 1024 * 1024;
/** Where lines come from: what the program wrote, and what was typed for it. */
const SOURCES = [...OUTPUTS, 'stdin'] as const;
export type LineSource = (typeof SOURCES)[number];
const TYPED = SOURCES.indexOf('stdin');
const FORGOTTEN = '(too long ago to be kept here; the recording has it)';

/** A line with its moment, and who wrote it where that is known. */
export interface HeldLine {
  /** Its position among all lines, in order of their moments. */
  readonly at: number;
  readonly timeNs: number;
  readonly from: LineSource;
  readonly text: string;
  /** The stream of the thread that wrote it, and the task; both -1 if unknown. Without a thread the moment is when it was read. */
  readonly stream: number;
  readonly task: number;
}

/** What the program wrote and what was typed for it, one row per line. A line that is not complete yet is there and grows. */
export class ConsoleLines extends Table {
  /** On the program's clock where the writer reported it, otherwise on the host's clock, when it was read. */
  timeNs = NO_FLOAT64;
  source = NO_UINT8;
  stream = NO_INT32;
  task = NO_INT32;
  /** To be added to the host's clock to get the program's; set by whoever knows both. */
  hostOffsetNs: () => number = () => 0;
  readonly #texts: string[] = [];
  #characters = 0;
  /** How many of the first lines are forgotten. */
  #forgotten = 0;
  readonly #mostCharacters: number;
  readonly #outputs = SOURCES.map(() => new OutputLines());
  /** Whether the program was told that nothing more will be typed. */
  inputEnded = false;
  readonly #told = OUTPUTS.map(
    (_, source) => new ToldWrites((at, bytes, writer) => this.#found(source, at, bytes, writer)),
  );
  readonly #ofTask = new WrittenByTask();
  readonly #order = new ConsoleOrder();
  /** The last value of `hostOffsetNs`. */
  #offsetNs = 0;

  constructor(mostCharacters = MOST_CHARACTERS) {
    super();
    this.#mostCharacters = mostCharacters;
  }

  /** The host read these bytes at this time on its clock. */
  write(from: Output, timeNs: number, bytes: Uint8Array): void {
    const source = OUTPUTS.indexOf(from);
    this.#split(source, timeNs, bytes);
    this.#told[source]!.came(bytes);
  }

  /** This was typed for the program, at this time on the host's clock; empty: nothing more will be. */
  typed(timeNs: number, bytes: Uint8Array): void {
    if (bytes.length === 0) this.inputEnded = true;
    this.#split(TYPED, timeNs, bytes);
    // As in a terminal, what is typed ends the line that asks for it.
    for (const lines of this.#outputs) lines.open = -1;
  }

  /** A thread has reported that it writes this many bytes. */
  told({ output, way, check }: Written, bytes: number, by: Omit<Writer, 'inOrder'>): void {
    this.#told[output]!.tell(way, bytes, check, { ...by, inOrder: way !== Way.handedOn });
  }

  /** Nothing more will come. */
  finish(): void {
    for (const told of this.#told) told.finish();
  }

  /** All lines in the order of their moments. */
  inOrder(): ConsoleOrder {
    this.#setClock();
    this.#order.settle(
      this.length,
      (row) => this.#momentOf(row),
      (row) => this.source[row] === 1,
    );
    return this.#order;
  }

  /** Lines `from` to `to` (exclusive) in that order. */
  slice(from: number, to: number): HeldLine[] {
    const { row, length } = this.inOrder();
    const lines: HeldLine[] = [];
    for (let at = Math.max(0, from); at < Math.min(to, length); at++) lines.push(this.line(row[at]!, at));
    return lines;
  }

  /** The place of the first line with this text that the program wrote, in that order; -1 for none. Lines that move meanwhile may be missed. */
  *findText(text: string): Work<number> {
    const { length } = this.inOrder();
    let found = -1;
    yield* inPieces(length, (from, to) => {
      const { row } = this.inOrder();
      for (let at = from; at < to && found < 0; at++)
        if (this.#texts[row[at]!] === text && this.source[row[at]!] !== TYPED) found = at;
    });
    return found;
  }

  /**
   * The lines in which a text stands, in any case: how many, and the next one behind the line `from` (1), the last one before it (-1), or
   * that line itself (0). After the last one comes the first. Lines that move meanwhile may be missed.
   */
  *find(text: string, from: number, step: -1 | 0 | 1): Work<FoundLines> {
    const search = new LineSearch(text, from);
    const { length } = this.inOrder();
    for (let at = 0, letters = 0; at < length; at++) {
      const line = this.#texts[this.inOrder().row[at]!]!;
      search.look(line, at);
      letters += line.length + 64;
      if (letters < LETTERS_AT_ONCE) continue;
      letters = 0;
      yield;
    }
    return search.found(step);
  }

  /** In how many lines a task has written something. */
  writtenBy(task: number): number {
    return this.#ofTask.count(task);
  }

  /** The rows of those lines, in the order of their moments. */
  linesOf(task: number): TaskLines {
    const { changes } = this.inOrder();
    return this.#ofTask.of(task, changes, (row) => this.#momentOf(row));
  }

  /** A line by its row. */
  line(row: number, at = this.inOrder().placeOf(row, this.#momentOf(row))): HeldLine {
    const isTold = this.stream[row]! >= 0;
    return {
      at,
      timeNs: this.#momentOf(row),
      from: SOURCES[this.source[row]!]!,
      text: this.#texts[row]!,
      stream: this.stream[row]!,
      task: isTold ? this.task[row]! : -1,
    };
  }

  /** On the program's clock, and never before its zero, where a wrong clock might place a line. */
  #momentOf(row: number): number {
    return Math.max(0, this.timeNs[row]! + (this.stream[row]! >= 0 ? 0 : this.#offsetNs));
  }

  #setClock(): void {
    const offsetNs = this.hostOffsetNs();
    if (offsetNs !== this.#offsetNs) this.#order.moved(Number.NEGATIVE_INFINITY, 0);
    this.#offsetNs = offsetNs;
  }

  #split(source: number, timeNs: number, bytes: Uint8Array): void {
    this.#outputs[source]!.split(bytes, (text, at, goesOn) => this.#append(source, timeNs, text, at, goesOn));
  }

  #append(source: number, timeNs: number, text: string, at: number, goesOn: boolean): void {
    this.#characters += text.length;
    const lines = this.#outputs[source]!;
    const open = lines.open;
    if (open >= this.#forgotten && this.#texts[open]!.length + text.length <= LONGEST_LINE) {
      this.#texts[open] += text;
    } else {
      const row = this.addRow();
      this.timeNs[row] = timeNs;
      this.source[row] = source;
      this.stream[row] = -1;
      this.#texts[row] = text;
      lines.add(row, at);
      this.#forget();
    }
    if (!goesOn) lines.open = -1;
  }

  /** To be called when the writer of these bytes of an output is known. Then the writer of the lines that begin in them is known, too. */
  #found(source: number, at: number, bytes: number, writer: Writer): void {
    this.#setClock();
    const lines = this.#outputs[source]!;
    const first = lines.firstFrom(at);
    for (let index = first; index < lines.length && lines.at(index) < at + bytes; index++)
      this.#wrote(lines.row(index), writer);
    const begun = first - 1;
    const isWithin = begun >= 0 && (first === lines.length || lines.at(first) > at);
    if (isWithin && writer.task >= 0 && !this.#told[source]!.unclaimed.isLineEnd(at))
      this.#ofTask.wentOn(writer.task, lines.row(begun));
    if (writer.inOrder) this.#notAfter(source, first, writer.timeNs);
  }

  #wrote(row: number, { timeNs, stream, task }: Writer): void {
    const before = this.#momentOf(row);
    this.timeNs[row] = timeNs;
    this.stream[row] = stream;
    this.task[row] = task;
    this.#order.moved(before, timeNs);
    if (task >= 0) this.#ofTask.began(task, row);
  }

  /** Unreported bytes that came before this in an output were read at this time at the latest. */
  #notAfter(source: number, first: number, timeNs: number): void {
    const lines = this.#outputs[source]!;
    for (let index = first - 1; index >= 0; index--) {
      const row = lines.row(index);
      if (this.stream[row]! >= 0 || this.#momentOf(row) <= timeNs) return;
      this.#order.moved(this.#momentOf(row), timeNs);
      this.timeNs[row] = timeNs - this.#offsetNs;
    }
  }

  #forget(): void {
    while (this.#characters > this.#mostCharacters && this.#forgotten < this.length - 1) {
      this.#characters -= this.#texts[this.#forgotten]!.length;
      this.#texts[this.#forgotten++] = FORGOTTEN;
    }
  }
}
