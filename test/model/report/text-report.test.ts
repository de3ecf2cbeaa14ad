import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, Model, runSummary, textDifference, textReport } from '../../../src/model/index.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { EPOCH_MS, header, modelOf, type ScriptLine, trace } from '../../support/script.ts';

const DINNER: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module' }],
  [2, 'enter', 2, 'order_food', { parent: 1 }],
  [4, 'suspend', 2, 'timer', 2000, { line: 13 }],
  [4, 'enter', 3, 'call_driver', { parent: 1 }],
  [6, 'suspend', 3, 'timer', 3000, { line: 19 }],
  [
    8,
    'suspend',
    1,
    'promise',
    0,
    {
      line: 28,
      members: [
        ['task', 2],
        ['task', 3],
      ],
    },
  ],
  [2006, 'turn', 'timers', 1998],
  [2006, 'ready', 2, { late: 2 }],
  [2006, 'resume', 2],
  [2008, 'end', 2],
  [3005, 'turn', 'timers', 997],
  [3005, 'ready', 3, { late: 1 }],
  [3005, 'resume', 3],
  [3007, 'ready', 1, { by: 3, member: 2 }],
  [3007, 'end', 3],
  [3008, 'resume', 1],
  [3010, 'end', 1],
  [3010, 'bye'],
];

test('the cost of tracing follows the loop’s busy time, as a part of the time with a processor', () => {
  const model = modelOf([
    [0, 'turn', 'poll'],
    [8, 'tracing', 2],
    [10, 'tracing', 4],
    [10, 'bye'],
  ]);
  expect(textReport(model)).toContain('loop busy 100 % (tracing about 40 % of the time it ran), at most');
  const crowded = modelOf([
    [0, 'turn', 'poll'],
    [10, 'tracing', 4, 5],
    [10, 'bye'],
  ]);
  expect(textReport(crowded)).toContain('(tracing about 80 % of the time it ran)');
});

test('a wait for a plain value is not for something unknown', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'suspend', 1, 'unknown', 0, { line: 3 }],
    [2, 'resume', 1],
    [3, 'end', 1],
    [3, 'bye'],
  ]);
  expect(textReport(model)).toMatch(/Longest waits\n.* for a value that was there already\n/);
});

test('two coroutines, for people', () => {
  const model = modelOf(DINNER, { host: [[3070, 'programEnd', 0]] });
  expect(`\n${textReport(model, { width: 100 })}`).toBe(`
main.mjs · node 20.20.2 · exit 0 · 3.02 s
3 tasks · 20 events · loop busy 0.5 %, at most 8.0 ms at once

                 0                                  3.02 s   running     ready  suspended
main.mjs         #.......................................#   10.0 ms    1.0 ms     3.00 s  fulfilled
  order_food()   #..........................#                 4.0 ms    2.0 ms     2.00 s  fulfilled
  call_driver()  #.......................................#    4.0 ms    1.0 ms     3.00 s  fulfilled

# running   + ready   ? ready at most   . suspended

Longest waits
  3.00 s  main.mjs       main.mjs:28  for all of 2 tasks: order_food(), call_driver() (last)
  3.00 s  call_driver()  main.mjs:19  for a timer of 3000 ms
  2.00 s  order_food()   main.mjs:13  for a timer of 2000 ms

Critical path of the program: what its end had to wait for, 3.02 s in all
   3.00 s  99 %       call_driver  main.mjs:19  suspended for a timer of 3000 ms
  10.0 ms  0.3 %                                no task yet, or no more
   4.0 ms  0.1 %  ×2  main.mjs     main.mjs:1   running
   4.0 ms  0.1 %  ×2  call_driver  main.mjs:1   running
  … and 3 more, 4.0 ms
`);
});

test('siblings that are alike are folded', () => {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main', { kind: 'module' }]];
  for (let i = 0; i < 2000; i++) {
    lines.push([1, 'enter', 2 + i, 'leaf', { parent: 1, label: `${i}` }], [1, 'suspend', 2 + i, 'timer', 8]);
  }
  lines.push([2, 'enter', 3000, 'other', { parent: 1 }], [2, 'end', 3000], [2, 'suspend', 1, 'promise']);
  for (let i = 0; i < 2000; i++) lines.push([9, 'ready', 2 + i, { late: 1 }], [9, 'resume', 2 + i]);
  for (let i = 0; i < 2000; i++) lines.push([10, 'end', 2 + i, i < 3 ? 'rejected' : 'fulfilled']);
  lines.push([10, 'resume', 1], [10, 'end', 1], [10, 'bye']);
  const text = textReport(modelOf(lines), { width: 90 });
  expect(text.split('\n').slice(3, 7).join('\n')).toBe(
    `               0                        10.0 ms   running     ready  suspended
main.mjs       ######++++++++++++++++++++++++++    2.0 ms    8.0 ms       0 ms  fulfilled
  leaf ×2,000     #......................+++###    2.00 s    2.00 s     14.0 s  3 rejected
  other()            #                               0 ms      0 ms       0 ms  fulfilled`,
  );
});

test('a long name is shortened, but the number of tasks stays', () => {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main', { kind: 'module' }]];
  for (let i = 0; i < 200; i++)
    lines.push([1, 'enter', 2 + i, 'fetchTheLatestPriceOfEverything', { parent: 1 }], [1, 'end', 2 + i]);
  const text = textReport(modelOf(lines), { width: 90 });
  expect(text).toMatch(/^ {2}fetchTheLatestPriceOfEvery… ×200 /m);
});

test('what went wrong, and what is missing', () => {
  const model = modelOf(
    [
      [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
      [1, 'enter', 2, 'order', { parent: 1 }],
      [2, 'end', 2, 'rejected', ['RangeError', 'no oven\nat the kitchen']],
      [2, 'gap', 1234],
      [3, 'gap'],
      [3, 'suspend', 1, 'promise', 0, { line: 9 }],
      [4, 'resume', 77],
    ],
    { end: 'cut-off', header: header({ args: ['--fast', '2'] }) },
  );
  const text = textReport(model, { width: 80 });
  expect(text.split('\n\n').slice(5).join('\n\n')).toBe(`Rejected
  order(): RangeError: no oven

Still pending at the end
  main.mjs was waiting at main.mjs:9, for a promise

This recording
  It was cut off: nothing is known after 4.0 ms.
  1,234 events are missing.
  Events are missing in 1 place, nobody knows how many.
  1 event does not fit what came before.
`);
  expect(text.split('\n')[0]).toBe('main.mjs --fast 2 · node 20.20.2 · end unknown · 4.0 ms');
});

test('a program without tasks', () => {
  expect(textReport(modelOf([[3, 'bye', 1]]))).toBe(`main.mjs · node 20.20.2 · exit 1 · 3.0 ms
0 tasks · 1 event · loop busy 100 %, at most 3.0 ms at once

No task began.
  Either the program ended before any of its own files ran, or all that ran came from node_modules
    (tracing into node_modules shows that), or was made while it ran, as a test runner like Jest
    loads files.
`);
});

test('of very many tasks the first lines are shown and the rest is counted', () => {
  const lines: ScriptLine[] = [];
  for (let i = 1; i <= 300; i++) lines.push([i, 'enter', i, `task${i}`, { parent: i - 1 }]);
  const text = textReport(modelOf(lines));
  expect(text).toContain('… and 240 more tasks');
  expect(text.split('\n').filter((line) => line.includes('task')).length).toBeLessThan(90);
});

test('no line is longer than asked for, whatever the recording', () => {
  fc.assert(
    fc.property(randomRecording(), fc.integer({ min: 80, max: 160 }), (lines, width) => {
      for (const line of textReport(modelOf(lines, { end: 'cut-off' }), { width }).split('\n')) {
        expect(line.length).toBeLessThanOrEqual(width);
        expect(line).toBe(line.trimEnd());
      }
    }),
    { numRuns: 100 },
  );
});

test('threads and processes, with who held each loop longest', () => {
  const model = new Model();
  model.ingest(
    0,
    trace([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [1, 'enter', 2, 'resizeAll', { parent: 1, line: 3 }],
      [2, 'thread', 2, 'w1', { name: 'resize.mjs', number: 1 }],
      [3, 'thread', 2, 'p1', { kind: 'process', name: 'git', command: 'git log …', pid: 77 }],
      [4, 'end', 2],
      [4, 'end', 1],
      [8, 'threadEnd', 'p1', null, 'SIGTERM'],
      [40, 'threadEnd', 'w1', 0],
      [40, 'bye'],
    ]),
  );
  const thread = { start: 'w1', kind: 'worker', name: 'resize.mjs' } as const;
  model.ingest(
    1,
    trace(
      [
        [0, 'enter', 1, 'resize', { line: 5 }],
        [20, 'end', 1],
        [20, 'turn'],
        [22, 'bye'],
      ],
      { thread, startEpochMs: EPOCH_MS + 10 },
    ),
  );
  model.finish({ cutOff: false });
  const lines = textReport(model, { width: 100 }).split('\n');
  expect(`\n${lines.slice(lines.findIndex((line) => line.startsWith('Threads'))).join('\n')}`).toBe(`
Threads, and how long each held its event loop at once, at most
  40.0 ms  main                  busy 100 %  2 tasks  exit 0   held by resizeAll main.mjs:3
  20.0 ms  worker resize.mjs #1  busy 100 %  1 task   exit 0   held by resize main.mjs:5
           git log …                                  SIGTERM  started by resizeAll main.mjs:3
`);
});

/** What a terminal would obey: a title, a colour, a line of its own, a line that is overwritten, text from right to left. */
const ORDERS = '\u001b]0;mine\u0007\u001b[31m\nloopscope: all is well\r\u009b2J\u202e';

function strangersModel(): Model {
  const file = `/app/${ORDERS}.mjs`;
  return modelOf(
    [
      [0, 'enter', 1, `main${ORDERS}`, { kind: 'module', file }],
      [0, 'enter', 2, ORDERS, { parent: 1, label: ORDERS, file }],
      [1, 'suspend', 2, 'file', 0, { text: ORDERS, name: ORDERS, line: 3 }],
      [2, 'thread', 1, 'p1', { kind: 'process', name: ORDERS, command: ORDERS, pid: 77 }],
      [90, 'ready', 2],
      [90, 'resume', 2],
      [91, 'end', 2, 'rejected', [ORDERS, ORDERS]],
      [91, 'unhandled', 2, 'unheard'],
      [400, 'end', 1],
      [400, 'bye'],
    ],
    { header: header({ path: file, args: [ORDERS], runtime: ORDERS }) },
  );
}

test('names in a stranger’s recording cannot control a terminal', () => {
  const model = strangersModel();
  const summary = runSummary(model);
  for (const text of [
    textReport(model),
    textDifference(difference(summary, runSummary(modelOf(DINNER))), 100),
  ]) {
    expect(text).toContain('␛]0;mine␇␛[31m␊');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text).not.toMatch(/^loopscope/m);
  }
});
