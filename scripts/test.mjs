// npm test [-- STEP…] [VITEST OPTIONS]
// Sets up what is missing, then runs every step, also after one has failed, so that one run shows all that is wrong.
// The last line is `N passed, M failed`: tests, with a step that is not made of tests counted only when it fails.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, relative } from 'node:path';
import { at, root } from './paths.mjs';
import { runMain, SetupError, say } from './say.mjs';
import { ensureBuilt, ensureDependencies, ensureElectron } from './setup.mjs';

/** @typedef {{ passed: number, failed: number, failures: string[], skipped: string[] }} Outcome `failures` tells which tests failed, and why */

/** @type {Outcome} */
const nothing = { passed: 0, failed: 0, failures: [], skipped: [] };
/** @type {Outcome} */
const stepFailed = { ...nothing, failed: 1 };

/** Of a failure the summary shows so many lines, and so much of each: what was expected, and where. */
const MOST_LINES = 12;
const LONGEST_LINE = 300;

/** @type {Record<string, (options: string[]) => Outcome | Promise<Outcome>>} */
const steps = {
  'set-up': async () => {
    await ensureDependencies();
    return nothing;
  },
  format: () => tool('biome', ['format', '.']),
  lint: () => tool('biome', ['lint', '--error-on-warnings', '.']),
  // By its path: a second TypeScript, which the tracer uses, brings a command of the same name.
  types: () => tool('node', ['node_modules/typescript/bin/tsc', '-b']),
  build: async () => {
    await ensureBuilt();
    return nothing;
  },
  unit: (options) => vitest('unit', options),
  traced: (options) => vitest('traced', options),
  e2e: async (options) => {
    await ensureElectron();
    return vitest('e2e', options);
  },
};

/** The steps that need more than the dependencies, and the step after which that can be fetched: Node versions need nothing of ours. */
const FETCHING = [
  { step: 'traced', after: null },
  { step: 'e2e', after: 'set-up' },
];

/**
 * Fetches ahead what a step needs.
 * @param {string} step
 * @returns {Promise<unknown>} when it is there, or cannot be had
 */
function fetchAhead(step) {
  const script = at('scripts/fetch-ahead.mjs');
  return once(spawn(process.execPath, [script, step], { stdio: ['ignore', 2, 2] }), 'exit');
}

/**
 * Everything a step starts finds the toolchain's Node and commands first, with and without npm around us.
 * @param {string} name
 * @param {string[]} args
 */
function run(name, args) {
  const env = { ...process.env, PATH: `${at('node_modules/.bin')}${delimiter}${process.env.PATH}` };
  const { status } = spawnSync(at(`node_modules/.bin/${name}`), args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Outcome}
 */
function tool(name, args) {
  return run(name, args) ? nothing : stepFailed;
}

/**
 * @param {string} project
 * @param {string[]} options
 * @returns {Outcome}
 */
function vitest(project, options) {
  const file = at(`.cache/test-results/${project}.json`);
  mkdirSync(at('.cache/test-results'), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // `traced` is several projects, one for each Node version. Vitest runs every project that any `--project` names, so the options' comes alone.
  const projects = options.some((option) => option.startsWith('--project')) ? [] : [`--project=${project}*`];
  const ok = run('vitest', ['run', ...projects, ...reporters, ...options]);
  const outcome = readResults(file);
  // A file that does not load, an error outside any test, no tests at all: something failed, and no test says so.
  if (!ok && outcome.failed === 0) outcome.failed = 1;
  return outcome;
}

/**
 * @param {string} file
 * @returns {Outcome}
 */
function readResults(file) {
  /** @type {Outcome} */
  const outcome = { passed: 0, failed: 0, failures: [], skipped: [] };
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return outcome;
  }
  for (const { name, status, message, assertionResults } of results) {
    let failedHere = 0;
    for (const test of assertionResults) {
      if (test.status === 'passed') outcome.passed++;
      else if (test.status === 'failed') {
        failedHere++;
        outcome.failures.push(failure(name, test.fullName, test.failureMessages.join('\n')));
      } else outcome.skipped.push(test.fullName);
    }
    if (status === 'failed' && failedHere === 0) {
      failedHere = 1;
      outcome.failures.push(failure(name, 'does not load', message));
    }
    outcome.failed += failedHere;
  }
  return outcome;
}

/**
 * @param {string} file
 * @param {string} title
 * @param {string} message
 */
function failure(file, title, message) {
  const lines = message.split('\n').filter((line) => !/^ +at .*(node_modules|<anonymous>)/.test(line));
  const shown = lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  return [`${relative(root, file)}: ${title}`, ...shown].join('\n    ');
}

/**
 * @param {string} name
 * @param {string[]} options
 * @returns {Promise<Outcome>}
 */
async function runStep(name, options) {
  try {
    const step = steps[name];
    if (!step) throw new SetupError(`there is no step ${name}: ${Object.keys(steps).slice(1).join(', ')}`);
    return await step(options);
  } catch (error) {
    if (error instanceof SetupError) say(error.message);
    else console.error(error);
    return stepFailed;
  }
}

await runMain(async () => {
  const args = process.argv.slice(2);
  const firstOption = args.findIndex((arg) => !(arg in steps));
  const given = firstOption < 0 ? args : args.slice(0, firstOption);
  const chosen = given.length > 0 ? given : Object.keys(steps).slice(1);
  const options = firstOption < 0 ? [] : args.slice(firstOption);

  /** @type {Outcome} */
  const total = { passed: 0, failed: 0, failures: [], skipped: [] };
  const failedSteps = [];
  /** @type {Map<string, Promise<unknown>>} */
  const fetched = new Map();
  const fetchAfter = (/** @type {string | null} */ done) => {
    for (const { step, after } of FETCHING)
      if (after === done && chosen.includes(step)) fetched.set(step, fetchAhead(step));
  };
  fetchAfter(null);
  for (const name of ['set-up', ...chosen]) {
    await fetched.get(name);
    console.log(`\n── ${name}`);
    const started = performance.now();
    const { passed, failed, failures, skipped } = await runStep(name, options);
    console.log(
      `── ${name}: ${failed > 0 ? 'FAILED' : 'ok'} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
    );
    total.passed += passed;
    total.failed += failed;
    total.failures.push(...failures);
    total.skipped.push(...skipped);
    if (failed > 0) failedSteps.push(name);
    // Without dependencies every other step would fail for that one reason.
    if (name === 'set-up' && failed > 0) break;
    fetchAfter(name);
  }
  // It may still have something to say.
  await Promise.all(fetched.values());

  console.log();
  if (total.skipped.length > 0)
    console.log(`skipped:\n${total.skipped.map((test) => `  ${test}`).join('\n')}`);
  // Last, where whoever sees only the end of a long run finds it.
  for (const told of total.failures) console.log(`failed: ${told}`);
  if (failedSteps.length > 0) console.log(`failed: ${failedSteps.join(', ')}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});
