// How much memory tracing takes: the medians of programs that run untraced and traced in turns, after a first traced run, in which the
// program's files get the markers that the next runs find, as in the app. Then whether a program that makes tasks for
// a long time takes more memory at the end than in the middle. Prints the tables of docs/overhead.md. Linux only, because of /proc.
//
//   npm run bench -- memory [--rounds 3] [--seconds 180] [--runtime PATH or node20 | node22 | node24 | node26]

import { parseArgs } from 'node:util';
import { chosenRuntime } from './chosen-runtime.ts';
import { median } from './median.ts';
import { run } from './program-runs.ts';
import { row, ruled } from './table.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '180' },
    runtime: { type: 'string', default: 'node' },
  },
});
const runtime = await chosenRuntime(options.runtime);

/** What bench/programs/memory.cjs prints at the program's end, in bytes. */
interface Memory {
  /** The largest resident size. It includes files that other processes of the same Node share. */
  readonly largest: number;
  /** The memory that no other process shares. */
  readonly private: number;
  /** V8's heap of the program's main thread, and the young generation in it. */
  readonly heap: number;
  readonly young: number;
}
const PARTS = ['largest', 'private', 'heap', 'young'] as const;

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

async function memoryOf(program: string, args: readonly string[]): Promise<void> {
  const all = { untraced: [] as Memory[], traced: [] as Memory[] };
  await run(runtime.executable, program, 'traced', args);
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const way of ['untraced', 'traced'] as const)
      all[way].push(JSON.parse((await run(runtime.executable, program, way, args, 'memory')).stderr));
  }
  const of = (way: 'untraced' | 'traced', part: keyof Memory): number =>
    median(all[way].map((each) => each[part]));
  // V8 doubles the young generation whenever what has survived there adds up to its size: a program gets there sooner if it is traced, and
  // which of the two has doubled when it ends is chance.
  const settled = (way: 'untraced' | 'traced'): number =>
    median(all[way].map((each) => each.private - each.young));
  row([
    [program, ...args.map((seconds) => `${seconds} s`)].join(', '),
    `${mib(of('untraced', 'largest'))} MiB`,
    `${mib(of('traced', 'largest'))} MiB`,
    ...PARTS.map((part) => `+${mib(of('traced', part) - of('untraced', part))}`),
    `+${mib(settled('traced') - settled('untraced'))}`,
  ]);
}

interface Look {
  readonly tasks: number;
  readonly private: number;
}

/** The private memory of a program that makes tasks for a long time. The beginning is left out, because until then V8 grows its heap. */
async function growth(way: 'untraced' | 'traced'): Promise<void> {
  const looks = JSON.parse(
    (await run(runtime.executable, 'steady', way, [options.seconds])).stdout,
  ) as Look[];
  const middle = looks[looks.length / 2 - 1] as Look;
  const last = looks[looks.length - 1] as Look;
  const millions = (last.tasks - middle.tasks) / 1e6;
  row([
    way,
    `${(last.tasks / 1e6).toFixed(1)} M`,
    looks.map((look) => mib(look.private)).join(' '),
    ((last.private - middle.private) / 1024 / millions).toFixed(1),
  ]);
}

console.log(`${runtime.label}\n`);
ruled([
  'program',
  'untraced, at its largest',
  'Loopscope, at its largest',
  'added, MiB',
  'private, added at the end',
  'V8’s heap of the program’s thread, added',
  'of that the young generation',
  'private without the young generation, added',
]);
await memoryOf('nothing', []);
for (const program of ['await-chain', 'fan-out', 'http', 'fs', 'context']) await memoryOf(program, []);
for (const seconds of ['2', '10']) await memoryOf('steady', [seconds]);

console.log(`\nPrivate memory of a program that makes tasks as fast as it can for ${options.seconds} s:\n`);
ruled(['', 'tasks', 'MiB, ten times', 'KiB a million tasks, second half']);
for (const way of ['untraced', 'traced'] as const) await growth(way);
