// Whether the tests of a package have the same results under the tracer. Runs the package's suite untraced and under `loopscope record` in
// turns, and compares each test by its name. docs/suites.md has the results, and says how each suite is run.
//
//   npm run bench:suites -- [--folder .] [--runtime PATH or node20 | node22 | node24 | node26] [--times 2]
//                           [--results tap | mocha | node-test] [--keep FOLDER] -- SCRIPT [ARGS]
//
// Exits with 1 if a test has one result in all runs without the tracer and another one in all runs with it, if the exit codes differ in
// this way, or if a recording is not complete.

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readModel } from '../src/cli/read-model.ts';
import { chosenRuntime } from './chosen-runtime.ts';
import {
  changedTests,
  isAlways,
  type Outcome,
  type Outcomes,
  readMochaJson,
  readTap,
} from './suite-results.ts';
import { row, ruled } from './table.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: '.' },
    runtime: { type: 'string', default: 'node' },
    times: { type: 'string', default: '2' },
    /** Where the results are: on stdout, as TAP or mocha's json, or in what node:test's own reporter writes. */
    results: { type: 'string', default: 'tap' },
    /** The folder for outputs and recordings; without it they are deleted. */
    keep: { type: 'string' },
  },
});
const [script, ...args] = positionals;
if (script === undefined) throw new Error('Which script? npm run bench:suites -- [OPTIONS] -- SCRIPT [ARGS]');
const folder = resolve(options.folder);
const runtime = await chosenRuntime(options.runtime);
const LOOPSCOPE = fileURLToPath(new URL('../bin/loopscope', import.meta.url));

type Way = 'untraced' | 'traced';

interface Run {
  readonly outcomes: Outcomes;
  readonly ended: number | string | null;
  readonly seconds: number;
}

/** `kept`: the path of the run's files without their extensions. */
function run(way: Way, kept: string): Run {
  const reported = `${kept}.tap`;
  const reporter = `--test-reporter=tap --test-reporter-destination=${reported}`;
  const env = {
    ...process.env,
    PATH: `${dirname(runtime.executable)}${delimiter}${process.env.PATH}`,
    ...(options.results === 'node-test' && { NODE_OPTIONS: reporter }),
  };
  const record = [LOOPSCOPE, 'record', '-o', `${kept}.loopscope`, '--runtime', runtime.executable];
  const from = performance.now();
  const { status, signal } =
    way === 'untraced'
      ? spawned(runtime.executable, [script as string, ...args], env, kept)
      : spawned(process.execPath, [...record, script as string, '--', ...args], env, kept);
  const seconds = (performance.now() - from) / 1000;
  return { outcomes: outcomesOf(`${kept}.out`, reported), ended: signal ?? status, seconds };
}

function spawned(
  executable: string,
  given: readonly string[],
  env: NodeJS.ProcessEnv,
  kept: string,
): SpawnSyncReturns<Buffer> {
  const outputs = ['out', 'err'].map((name) => openSync(`${kept}.${name}`, 'w'));
  const ended = spawnSync(executable, given, { cwd: folder, env, stdio: ['ignore', ...outputs] });
  outputs.forEach(closeSync);
  if (ended.error) throw ended.error;
  return ended;
}

function outcomesOf(printed: string, reported: string): Outcomes {
  if (options.results === 'mocha') return readMochaJson(readFileSync(printed, 'utf8'));
  if (options.results === 'tap') return readTap(readFileSync(printed, 'utf8'));
  if (options.results === 'node-test')
    return readTap(existsSync(reported) ? readFileSync(reported, 'utf8') : '');
  throw new Error(`--results ${options.results} is none of tap, mocha, node-test`);
}

const numberOf = (outcomes: Outcomes, which: Outcome): number =>
  [...outcomes.values()].filter((outcome) => outcome === which).length;

const HEADS = [
  'run',
  'tests',
  'passed',
  'failed',
  'ended with',
  's',
  'tasks',
  'illegal',
  'dropped',
  'damage',
];

/** Prints a run's results; returns whether its recording is complete. */
async function show(way: Way, { outcomes, ended, seconds }: Run, kept: string): Promise<boolean> {
  const counts = [outcomes.size, numberOf(outcomes, 'passed'), numberOf(outcomes, 'failed'), ended ?? ''];
  const cells = [way, ...counts, seconds.toFixed(1)];
  if (way === 'untraced') {
    row([...cells, '', '', '', '']);
    return true;
  }
  const { tables, damage, complete } = await readModel(`${kept}.loopscope`);
  const { illegal, dropped } = tables;
  row([
    ...cells,
    tables.tasks.length,
    illegal,
    dropped,
    [...damage].join(' ') || (complete ? 'none' : 'cut off'),
  ]);
  return illegal === 0 && dropped === 0 && damage.length === 0 && complete;
}

const inKept = options.keep ? resolve(options.keep) : mkdtempSync(join(tmpdir(), 'loopscope-suites-'));
mkdirSync(inKept, { recursive: true });
const runs: Record<Way, Run[]> = { untraced: [], traced: [] };
let areWhole = true;
console.log(`${runtime.label}, ${folder}: ${positionals.join(' ')}\n`);
ruled(HEADS);
for (let time = 1; time <= Number(options.times); time++) {
  for (const way of ['untraced', 'traced'] as const) {
    const kept = join(inKept, `${way}-${time}`);
    const done = run(way, kept);
    runs[way].push(done);
    areWhole = (await show(way, done, kept)) && areWhole;
  }
}
if (!options.keep) rmSync(inKept, { recursive: true });

const outcomes = (way: Way): readonly Outcomes[] => runs[way].map((each) => each.outcomes);
const endings = (way: Way): readonly string[] => [...new Set(runs[way].map(({ ended }) => String(ended)))];
const changed = changedTests(outcomes('untraced'), outcomes('traced'));
console.log(changed.length === 0 ? '\nNo test changed.' : '\nTests that did not always come to the same:\n');
for (const { name, untraced, traced } of changed)
  console.log(`- ${name}: untraced ${untraced.join(', ')}; traced ${traced.join(', ')}`);
const hasTests = outcomes('untraced').some(({ size }) => size > 0);
if (!hasTests) console.log('\nNo test was found in what the suite printed.');
const endedAlike = endings('untraced').some((ended) => endings('traced').includes(ended));
process.exitCode = !hasTests || !endedAlike || !areWhole || changed.some(isAlways) ? 1 : 0;
