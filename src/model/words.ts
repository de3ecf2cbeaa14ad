// How the model writes numbers and lines for people.

import type { TaskError } from '../protocol/payloads.ts';
import { NS_PER_MS, NS_PER_S } from '../protocol/units.ts';

/** `0.4 ms`, `13.7 ms`, `214 ms`, `2.00 s`, `45.3 s`, `1 m 12 s`; `0 ms` for nothing and `< 0.1 ms` for next to nothing. */
export function duration(ns: number): string {
  if (ns <= 0) return '0 ms';
  const ms = ns / NS_PER_MS;
  if (ms < 0.05) return '< 0.1 ms';
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  const s = ns / NS_PER_S;
  if (s >= 59.95) return longDuration(ns);
  return s < 9.995 ? `${s.toFixed(2)} s` : `${s.toFixed(1)} s`;
}

/** A minute or more: `1 m 12 s`, `30 h 5 m`. */
export function longDuration(ns: number): string {
  const whole = Math.round(ns / NS_PER_S);
  const hours = Math.floor(whole / 3600);
  const minutes = `${Math.floor((whole % 3600) / 60)} m`;
  return hours > 0 ? `${hours} h ${minutes}` : `${minutes} ${whole % 60} s`;
}

/** `1 run`, `2 runs`, `1,234 runs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** `18,204`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `once`, `twice`, `3 times`. */
export function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${thousands(count)} times`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

/** `0.4 %`, `12 %`: one decimal below ten. */
export function percent(part: number): string {
  const value = part * 100;
  return `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/**
 * A line that is safe to print to a terminal: characters that would control it (colours, cursor moves, new lines, text direction) are
 * replaced by a visible sign such as `␛`, or by `\ufffd`. A recording may come from a stranger, with its names and messages.
 */
export function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (control) => {
    const code = control.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
    return code === 0x7f ? '␡' : '\ufffd';
  });
}

/**
 * A text that a spreadsheet will not run. It would run what begins like a formula, with the rights of whoever opens the file, and the
 * names in a recording may come from a stranger. Numbers stay numbers.
 */
export const spreadsheetCell = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+$/.test(text) ? `'${text}` : text;

/** Unicode's signs for the control characters below the space, in their order. */
const CONTROL_PICTURES = 0x2400;

/** Paragraphs of printable lines, separated by empty lines; a paragraph without lines is left out. */
export function paragraphs(parts: readonly (readonly string[])[]): string {
  const texts = parts.filter((lines) => lines.length > 0).map((lines) => lines.map(trimmed).join('\n'));
  return `${texts.join('\n\n')}\n`;
}

const trimmed = (line: string): string => printable(line).trimEnd();

/** The text, with its end replaced by `…` if it is longer than `width`. */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

const LONGEST_ERROR = 120;
/** Of one of several. */
const LONGEST_MEMBER = 60;

/**
 * `RangeError: no such order`: the first line of an error, and in brackets what it was made of or caused by, as in
 * `AggregateError: All promises were rejected (Error: a; Error: b; and 2 others)` and `Error: no rows (caused by Error: no table)`.
 */
export function errorText(error: TaskError): string {
  const { members = [], others = 0, cause } = error;
  const parts = members.map((member) => firstLine(member, LONGEST_MEMBER));
  if (others > 0) parts.push(`and ${counted(others, 'other')}`);
  if (cause !== undefined) parts.push(`caused by ${firstLine(cause, LONGEST_ERROR)}`);
  return `${firstLine(error, LONGEST_ERROR)}${parts.length === 0 ? '' : ` (${parts.join('; ')})`}`;
}

const firstLine = ({ name, message }: TaskError, longest: number): string =>
  shortened(`${name}: ${message.split('\n')[0]!}`, longest).replace(/: $/, '');

/** Wraps a text into lines of at most `width`, unless a word is longer; indented by two, from the second line on by four. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** How a thread or a process ended: `exit 1`, `SIGTERM`, `ended`. */
export function endWords({
  exitCode,
  signal,
}: {
  readonly exitCode: number | null;
  readonly signal: string | null;
}): string {
  if (signal !== null) return signal;
  return exitCode === null ? 'ended' : `exit ${exitCode}`;
}
