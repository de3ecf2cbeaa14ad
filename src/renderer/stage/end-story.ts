import { baseName } from '../../model/details/labels.ts';
import { plainText } from '../../model/plain-text.ts';
import type { ConsoleLine, SessionStatus } from '../../model/view-types.ts';
import { thousands } from '../../model/words.ts';
import { formatDuration } from '../text/format.ts';

export interface HowItEnded {
  readonly name: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Whether an error that nobody caught ended it; null if unknown. */
  readonly uncaught: boolean | null;
  readonly cutOff: boolean;
  readonly damage: string | null;
  /** Whether the user pressed Stop. */
  readonly stopped: boolean;
  /** Whether only its first part is shown; another banner says so. */
  readonly isFull: boolean;
}

export interface EndStory {
  readonly kind: 'crashed' | 'exited' | 'cut-off' | 'stopped' | 'part';
  readonly title: string;
  readonly detail: string;
  /** The tab that tells more about it. */
  readonly tab?: 'console' | 'insights';
}

/** Node's own exit codes: what they mean, and what to do. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  7: 'Its own handler for uncaught errors threw an error.',
  13: 'A top-level await never settled: nothing was left to do that could have settled it.',
};

/** How a program ended, in words; null if it ended well and nothing is missing. */
export function endStory({
  name,
  exitCode,
  signal,
  uncaught,
  cutOff,
  damage,
  stopped,
  isFull,
}: HowItEnded): EndStory | null {
  if (damage !== null) {
    return {
      kind: 'cut-off',
      title: 'This recording is damaged.',
      detail: damage,
    };
  }
  if (stopped) {
    const detail = isFull ? '' : 'What it did until then is shown.';
    return { kind: 'stopped', title: `You stopped ${name}.`, detail };
  }
  if (signal !== null) {
    return {
      kind: 'crashed',
      title: `${name} was ended by ${signal}.`,
      detail: 'Tasks that were under way then stay open.',
      tab: 'console',
    };
  }
  if (exitCode !== null && exitCode !== 0) {
    const title = `${name} ended with exit code ${exitCode}.`;
    const detail = uncaught === true ? 'It threw an error that nothing caught.' : EXIT_CODES[exitCode];
    // For exit code 13, Node prints nothing more in the console, but the promise that never settled is a finding.
    const tab = exitCode === 13 ? 'insights' : 'console';
    if (detail === undefined && uncaught === false) {
      return { kind: 'exited', title, detail: 'It chose that code itself.', tab };
    }
    return { kind: 'crashed', title, detail: detail ?? '', tab };
  }
  if (cutOff && !isFull) {
    return {
      kind: 'cut-off',
      title: 'This recording was cut off.',
      detail:
        'It has no orderly end: the program, or Loopscope, was ended from outside. What was recorded is shown.',
    };
  }
  return null;
}

/** Says that only a part of a run is shown, and where the rest is; null if all of it is shown. */
export function partStory(
  name: string,
  { fromNs, endNs, events, bytes, isFull }: SessionStatus,
  isRunning: boolean,
  file: string,
): EndStory | null {
  const from = formatDuration(fromNs);
  const begins =
    'Time counts from there. Tasks that were under way then begin at 0; tasks that had ended are left out.';
  if (!isFull) {
    if (fromNs === 0) return null;
    return { kind: 'part', title: `This shows what came after the first ${from}.`, detail: begins };
  }
  const title =
    fromNs === 0
      ? `Only the first ${formatDuration(endNs)} are shown.`
      : `This shows ${formatDuration(endNs)} after the first ${from}.`;
  const goesOn = isRunning
    ? `${name} goes on: its console is below, and all that it does is recorded in ${file}.`
    : `All of it is in ${file}.`;
  const more = `To see more at once, start Loopscope with LOOPSCOPE_SHOWN_MIB=${moreMib(bytes)}.`;
  return {
    kind: 'part',
    title,
    detail: `${thousands(events)} events are as many as this machine has memory to show. ${goesOn} ${fromNs === 0 ? '' : `${begins} `}${more}`,
  };
}

/** The limit to suggest, in MiB: twice as much as is shown. */
const moreMib = (bytes: number): number => Math.max(1, Math.ceil((2 * bytes) / 1024 / 1024));

const isErrorLine = ({ from, text }: ConsoleLine): boolean =>
  from === 'stderr' && /^\[?(Uncaught )?[\w$.]*(Error|Exception)\b.*:/.test(plainText(text));

/** The line that names the error: `TypeError: prices is not iterable`. It is within brackets if the error has no stack. */
export function errorLine(lines: readonly ConsoleLine[]): string | null {
  const found = lines.findLast(isErrorLine);
  return found === undefined ? null : plainText(found.text).replace(/^\[(.*)\]$/, '$1');
}

/** At most so many lines stand between the place of an error and its name: those of the source, and a caret. */
const PLACE_LINES = 8;

/**
 * Says which file the runtime could not read, and where, if that was the program's last error; null for all others. The runtime prints
 * `file:line`, the source, a caret, the error, and then only its own functions: a SyntaxError that code has thrown came from elsewhere.
 */
export function unreadFile(lines: readonly ConsoleLine[]): string | null {
  const at = lines.findLastIndex(isErrorLine);
  const texts = lines.map(({ text }) => plainText(text));
  const error = texts[at];
  if (error === undefined || !/^\[?SyntaxError\b/.test(error)) return null;
  const caller = texts.slice(at + 1).find((text) => /^ +at /.test(text));
  if (caller !== undefined && !caller.includes('(node:internal/')) return null;
  // Of a file that Loopscope compiles, the error names the place itself.
  const place =
    /: ((?:\/|[A-Za-z]:\\).+?):(\d+):\d+: /.exec(error) ??
    texts
      .slice(Math.max(0, at - PLACE_LINES), at)
      .map((text) => /^((?:file:\/\/)?(?:\/|[A-Za-z]:\\).+):(\d+)$/.exec(text))
      .findLast((found) => found !== null);
  if (place == null) return null;
  const [, file, line] = place;
  const name = baseName(file!);
  return error.includes('does not provide an export named')
    ? `Line ${line} of ${name} imports something that is not exported.`
    : `${name} could not be read: it has a syntax error at line ${line}.`;
}

/** What to do about an error that is not caused by the program's own code; null for all others. */
export function errorAdvice(line: string): string | null {
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(line)?.[1];
  if (missing === undefined) return null;
  if (/^([./#]|[A-Za-z]:|file:)/.test(missing)) return 'Check the path of that import.';
  // `import 'name/part'` needs the package `name`, `import '@scope/name/part'` the package `@scope/name`.
  const name = missing
    .split('/')
    .slice(0, missing.startsWith('@') ? 2 : 1)
    .join('/');
  return `Install it in the program's folder: npm install ${name}`;
}
