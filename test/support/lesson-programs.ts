// What each program of the lessons writes and how it ends. It must be the same with and without the tracer, on every Node.

import type { Prediction } from '../../src/protocol/lesson.ts';

export interface LessonProgram {
  /** The path below samples/. */
  readonly file: string;
  /** Its lines in order; a pattern if a line contains a time. */
  readonly output: readonly (string | RegExp)[];
  /** The lines may come in any order, because some answers come close together. */
  readonly anyOrder?: true;
  readonly exitCode: number | null;
  /** It does not end by itself. It is stopped after its last line. */
  readonly endless?: true;
  /** It computes for a second or more. */
  readonly computes?: true;
  /** Exactly these kinds of findings must be found in it; by default none. */
  readonly insights?: readonly string[];
  /**
   * The answer to its prediction, if `output` does not tell it: the first choice, or all in order. Absent for a program that a busy machine
   * may answer differently.
   */
  readonly answer?: readonly string[];
}

const EVENING = ['order:  the kitchen starts cooking', 'driver: on the way', 'order:  the food is ready'];
const ALARM = 'alarm: a tenth of a second is over';
const PRICES = ['AAPL 227.52', 'GOOG 163.24', 'MSFT 430.81', 'NVDA 116.14', 'TSLA 238.25'];
const PRICES_END = /^all prices after \d+\.\d s$/;
const PAGE = 'sunny, nothing happened, dentist, to the dentist: bus 12';
const SHELVES = ['travel', 'history', 'poetry', 'maps'].map((shelf) => `not among ${shelf}`);
const [BEN, ADA, CLEO] = ['Ben', 'Ada', 'Cleo'].map((guest) => `${guest} has an invitation`) as [
  string,
  string,
  string,
];
const PRIMES = '788060 primes up to 12000000';
const THERMOMETER = [
  'measured: 18.5 degrees',
  // On a busy machine it has become warmer by the time of the answer.
  /^the answer: \d+(\.5)? degrees$/,
  'that was the last word, so the program ends now',
];
const price = (symbol: string) => `fetchPrice("${symbol}")`;

export const LESSON_PROGRAMS: readonly LessonProgram[] = [
  {
    file: '01-two-coroutines/main.mjs',
    output: [...EVENING, 'driver: at the restaurant', 'dinner is served'],
    exitCode: 0,
  },
  {
    file: '01-two-coroutines/functions.mjs',
    output: [EVENING[0]!, EVENING[2]!, EVENING[1]!, 'driver: at the restaurant', 'dinner is served'],
    exitCode: 0,
  },
  {
    file: '02-loop-order/phases.mjs',
    output: [
      'poll: the letter was read',
      'nextTick',
      'microtask: await',
      'check: setImmediate',
      'timers: setTimeout',
    ],
    exitCode: 0,
  },
  {
    file: '02-loop-order/module.mjs',
    output: ['the file itself', 'microtask: await', 'nextTick'],
    exitCode: 0,
  },
  {
    file: '02-loop-order/script.cjs',
    output: ['the file itself', 'nextTick', 'microtask: await'],
    exitCode: 0,
  },
  {
    file: '02-loop-order/starving.mjs',
    output: ['all letters are stamped', 'the alarm rings'],
    exitCode: 0,
    computes: true,
    insights: ['microtask-starvation'],
  },
  {
    file: '02-loop-order/patient.mjs',
    output: ['the alarm rings', 'all letters are stamped'],
    exitCode: 0,
    computes: true,
  },
  {
    file: '03-two-things-at-once/lost-update.mjs',
    output: [
      'Ada sees 100',
      'Ben sees 100',
      'Ada pays 30, 70 are left',
      'Ben pays 50, 50 are left',
      'in the account: 50',
    ],
    exitCode: 0,
  },
  {
    file: '03-two-things-at-once/one-after-another.mjs',
    output: [
      'Ada sees 100',
      'Ada pays 30, 70 are left',
      'Ben sees 70',
      'Ben pays 50, 20 are left',
      'in the account: 20',
    ],
    exitCode: 0,
  },
  {
    file: '04-stock-prices/blocking.mjs',
    output: [...PRICES, ALARM, PRICES_END],
    exitCode: 0,
    insights: ['sync-wait'],
  },
  {
    file: '04-stock-prices/sequential.mjs',
    output: [ALARM, ...PRICES, PRICES_END],
    exitCode: 0,
    insights: ['sequential-awaits'],
    answer: ['AAPL', 'GOOG', 'MSFT'].map(price),
  },
  {
    file: '04-stock-prices/concurrent.mjs',
    output: [ALARM, ...PRICES, PRICES_END],
    exitCode: 0,
    answer: ['MSFT', 'AAPL', 'GOOG'].map(price),
  },
  {
    file: '04-stock-prices/bounded.mjs',
    output: [ALARM, ...PRICES, PRICES_END],
    anyOrder: true,
    exitCode: 0,
    answer: ['AAPL', 'MSFT', 'GOOG', 'NVDA'].map(price),
  },
  {
    file: '05-one-by-one/one-by-one.mjs',
    output: [PAGE],
    exitCode: 0,
    insights: ['sequential-awaits'],
    answer: ['weather', 'news', 'calendar'],
  },
  { file: '05-one-by-one/together.mjs', output: [PAGE], exitCode: 0, answer: ['weather'] },
  {
    file: '06-left-open/left-open.mjs',
    output: THERMOMETER,
    exitCode: null,
    endless: true,
    insights: ['leaked-resource'],
    answer: ['measured: 19 degrees'],
  },
  {
    file: '06-left-open/closed.mjs',
    output: [...THERMOMETER, 'the program is over'],
    exitCode: 0,
  },
  {
    file: '07-vanishing-errors/vanished.mjs',
    output: ['order: two lamps', 'every order is copied'],
    exitCode: 1,
    insights: ['unhandled-rejection'],
  },
  {
    file: '07-vanishing-errors/caught.mjs',
    output: [
      'order: two lamps',
      'problem: the disk is full, no copy of two lamps',
      'one order has no copy',
      'the shop is tidy',
    ],
    exitCode: 0,
  },
  {
    file: '08-when-one-fails/all.mjs',
    output: [
      'nothing arrived: the bowl is broken',
      'the shop is closed',
      'book: at the door',
      'lamp: at the door',
    ],
    exitCode: 0,
    insights: ['orphaned-siblings'],
  },
  {
    file: '08-when-one-fails/all-settled.mjs',
    output: [
      'book: at the door',
      'lamp: at the door',
      'arrived: book, lamp',
      'not arrived: the bowl is broken',
      'the shop is closed',
    ],
    exitCode: 0,
  },
  {
    file: '09-waiting-inside/at-the-window.mjs',
    output: ['no parcel today', 'ring!'],
    exitCode: 0,
    insights: ['sync-wait'],
  },
  {
    file: '09-waiting-inside/at-the-bell.mjs',
    output: ['ring!', 'the parcel is here'],
    exitCode: 0,
    answer: ['postman'],
  },
  {
    file: '10-cancelling/raced.mjs',
    output: ['the lamp is on', 'the reader leaves: that takes too long', ...SHELVES, 'the lamp is off'],
    exitCode: 0,
    insights: ['uncancelled-task'],
  },
  {
    file: '10-cancelling/aborted.mjs',
    output: ['the lamp is on', 'the lamp is off', 'the reader leaves: that takes too long'],
    exitCode: 0,
  },
  {
    file: '11-cpu-work/on-the-loop.mjs',
    output: [PRIMES, 'the clock stops'],
    exitCode: 0,
    computes: true,
    insights: ['blocked-event-loop'],
  },
  {
    // How often the clock ticks depends on the machine; the last lines do not.
    file: '11-cpu-work/in-a-worker.mjs',
    output: ['tick 1', PRIMES, 'the clock stops'],
    exitCode: 0,
    computes: true,
  },
  {
    file: '12-nobody-awaits/for-each.mjs',
    output: ['all are invited: 0 of 3', BEN, ADA, CLEO],
    exitCode: 0,
    insights: ['never-awaited'],
  },
  {
    file: '12-nobody-awaits/all-awaited.mjs',
    output: [BEN, ADA, CLEO, 'all are invited: 3 of 3'],
    exitCode: 0,
  },
  {
    file: '13-late-timers/late.mjs',
    output: ['the boards are sawn', /^\d+ beats, each \d+ ms late$/],
    exitCode: 0,
    computes: true,
    insights: ['late-timer'],
    answer: ['ready'],
  },
  {
    file: '13-late-timers/on-time.mjs',
    output: ['the boards are sawn', /^\d+ beats, each \d+ ms late$/],
    exitCode: 0,
    computes: true,
    answer: ['suspended'],
  },
  {
    file: '14-backpressure/flood.mjs',
    output: ['the garden has all of it', 'kept in memory: up to 60 buckets'],
    exitCode: 0,
  },
  {
    file: '14-backpressure/drained.mjs',
    output: ['the garden has all of it', 'kept in memory: up to 4 buckets'],
    exitCode: 0,
  },
];

/** The right prediction: the choices that come true, in order; undefined if a busy machine may answer differently. */
export function answerTo(
  { output, answer }: LessonProgram,
  { of, pick, choices }: Prediction,
): readonly string[] {
  const texts = choices.map(({ text }) => text);
  const lines = of === 'output' ? output.filter((line) => typeof line === 'string') : [];
  const found = answer ?? lines.filter((line) => texts.includes(line));
  return pick === 'first' ? found.slice(0, 1) : found;
}

/** What is wrong with a program's output; null if it is right. */
export function wrongOutput({ output, anyOrder }: LessonProgram, stdout: string): string | null {
  // In a lesson, the clock ticks as often as the machine allows, and the thermometer goes on until it is stopped. Only their first lines
  // count.
  const lines = stdout
    .trimEnd()
    .split('\n')
    .filter((line) => !/^tick (?!1$)|^measured: (?!18\.5)/.test(line));
  const wanted = [...output];
  const matches = (line: string, want: string | RegExp) =>
    typeof want === 'string' ? want === line : want.test(line);
  const right =
    lines.length === wanted.length &&
    (anyOrder
      ? wanted.every((want) => lines.some((line) => matches(line, want)))
      : wanted.every((want, at) => matches(lines[at] ?? '', want)));
  return right ? null : stdout;
}
