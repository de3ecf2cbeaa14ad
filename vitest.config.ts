import { defineConfig } from 'vitest/config';
import { at } from './scripts/paths.mjs';
import { hasDisplay } from './scripts/setup/system-libraries.mjs';

// npm scripts and npx run on the toolchain's Node 24; a shell's own `node` may be too old for Vitest to report failures.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 22)
  throw new Error(`Vitest needs Node 22, this is ${process.version}: use npm test -- unit, or npx vitest`);

// Nothing of one file outlives it in these tests, so files share their workers: a worker of its own for each, with all it
// imports, was two fifths of what the unit tests cost.
const shared = {
  isolate: false,
  env: {
    // A certificate that a shell names here Node 20 parses at every start, for 50 ms: nothing in these tests goes to the network.
    NODE_EXTRA_CA_CERTS: '',
    // What is kept from run to run is not kept in the home of whoever runs the tests.
    XDG_CACHE_HOME: at('.cache/test-home'),
  },
};

// No test needs a second try. Continuous integration has one where threads, processes or a window take part: its machine may stand still
// between two moments that a test is about, or between a click and what that is about.
const retry = Number(process.env.TEST_RETRY ?? 0);

// Real child processes under the tracer. They wait as much as they compute: two at a time, as there are cores, leave half
// of a core idle.
const childProcesses = {
  ...shared,
  globalSetup: ['test/support/built.ts', 'test/support/runtimes.ts'],
  maxWorkers: 4,
  retry,
  // More than PATIENCE_MS of test/support/program.ts, so that a program that hangs is what fails.
  testTimeout: 90_000,
  hookTimeout: 60_000,
  sequence: { groupOrder: 1 },
};

// Nodes differ in their hooks (20 and 22, 24 and 26 are alike) and in their loaders (20 has none that the tracer can use in the
// program's own thread): what stands on those runs on each of them. These do not, so they run on the oldest and the newest: what computes
// for long, what the tracer does by itself with either loader, and the forms of the language, which
// test/tracer/instrument/ground-truth.test.ts holds against all of them, in one program, on each.
const ALIKE = [
  'test/tracer/{cost,lessons}.test.ts',
  'test/tracer/instrument/{calls,classes,combinators,compiled,expressions,functions,generators,labels}.test.ts',
  'test/tracer/loader/{shared-markers,source-maps,typescript}.test.ts',
  'test/tracer/sending/*.test.ts',
  'test/tracer/telemetry/spans.test.ts',
  'test/tracer/unseen/{language,missing-names,options,places,scopes,stacks}.test.ts',
];

// It keeps every processor busy itself, so it runs alone; and what it is about is the system's, not Node's.
const CROWDED = 'test/tracer/withheld.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/*.test.ts',
            'test/{protocol,model,export,renderer,scripts,bench}/**/*.test.{ts,tsx}',
          ],
          // What takes a second on its own takes ten beside other work: a property looks at a hundred recordings.
          testTimeout: 30_000,
          maxWorkers: 2,
          setupFiles: ['test/support/properties.ts'],
          ...shared,
        },
      },
      {
        test: { name: 'traced', include: ['test/{recording,cli,insights}/**/*.test.ts'], ...childProcesses },
      },
      // What the tracer stands on differs between Node versions: the same expectations on each of them.
      ...['node20', 'node22', 'node24', 'node26'].map((runtime) => ({
        test: {
          name: `traced-${runtime}`,
          include: ['test/tracer/**/*.test.ts'],
          exclude: [CROWDED, ...(runtime === 'node20' || runtime === 'node26' ? [] : ALIKE)],
          ...childProcesses,
          setupFiles: ['test/support/runtime-under-test.ts'],
          env: { ...shared.env, LOOPSCOPE_TEST_RUNTIME: runtime },
        },
      })),
      {
        test: {
          name: 'traced-crowded',
          include: [CROWDED],
          ...childProcesses,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // The whole app in real Electron: three at a time, each on a display of its own, since a test waits for a third of its time:
        // for a frame, for a program that sleeps. A real display they would share, and take each other's focus.
        test: {
          name: 'e2e',
          include: ['test/{main,e2e}/**/*.test.ts'],
          globalSetup: ['test/support/built.ts', 'test/support/app/display.ts'],
          setupFiles: ['test/support/app/own-display.ts'],
          maxWorkers: hasDisplay ? 1 : 3,
          sequence: { groupOrder: 3 },
          ...shared,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry,
          // On two busy cores a window answers ten times later than on idle ones.
          expect: { poll: { timeout: 20_000, interval: 50 } },
        },
      },
    ],
  },
});
