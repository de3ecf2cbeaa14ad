import { JAVASCRIPT_ADVICE } from './javascript-advice.ts';
import type { Language } from './language.ts';

export const JAVASCRIPT: Language = {
  callbacks: {
    other: 'callback',
    timers: 'timer callback',
    pending: 'I/O callback',
    poll: 'I/O callback',
    check: 'setImmediate callback',
    close: 'close callback',
    nextTick: 'nextTick callback',
    microtasks: 'microtask callback',
  },
  combinators: {
    all: 'Promise.all',
    race: 'Promise.race',
    any: 'Promise.any',
    allSettled: 'Promise.allSettled',
  },
  queues: {
    resuming: [
      'Goes on next',
      'What they waited for has happened: they go on before the loop does anything else',
    ],
    soon: ['Ticks, microtasks', 'Callbacks that run before the loop does anything else'],
    timers: ['Timers', 'Waits and callbacks of timers, by when they are due'],
    io: ['Poll', 'Waits for the network, files and processes, and the callbacks of those'],
    check: ['Check', 'What setImmediate asked for'],
    others: ['For others', 'Waits for another task or a promise: in no queue until that happens'],
  },
  installedIn: 'node_modules',
  noTask:
    'Either the program ended before any of its own files ran, or all that ran came from node_modules (tracing into node_modules shows that), or was made while it ran, as a test runner like Jest loads files.',
  // https://nodejs.org/api/process.html#exit-codes
  unsettledExitCode: 13,
  advice: JAVASCRIPT_ADVICE,
};
