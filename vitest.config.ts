import { defineConfig } from 'vitest/config';

// npm scripts and npx run on the toolchain's Node 24; a shell's own `node` may be too old for Vitest to report failures.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 22)
  throw new Error(`Vitest needs Node 22, this is ${process.version}: use npm test -- unit, or npx vitest`);

// Real child processes under the tracer, two files at a time: more busy programs than cores would change each other's
// order of events.
const childProcesses = {
  globalSetup: ['test/support/built.ts', 'test/support/runtimes.ts'],
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/*.test.ts',
            'test/{protocol,model,export,renderer,preload,scripts}/**/*.test.{ts,tsx}',
          ],
          // What takes a second on its own takes ten beside other work: a property looks at a hundred recordings.
          testTimeout: 30_000,
        },
      },
      {
        test: { name: 'traced', include: ['test/{recording,cli,insights}/**/*.test.ts'], ...childProcesses },
      },
      // What the tracer stands on differs between Node versions: the same expectations on each of them.
      ...['node20', 'node22', 'node24', 'node26'].map((runtime, index) => ({
        test: {
          name: `traced-${runtime}`,
          include: ['test/tracer/**/*.test.ts'],
          ...childProcesses,
          setupFiles: ['test/support/runtime-under-test.ts'],
          env: { LOOPSCOPE_TEST_RUNTIME: runtime },
          sequence: { groupOrder: index + 1 },
        },
      })),
      {
        // The whole app in real Electron.
        test: {
          name: 'e2e',
          include: ['test/{main,e2e}/**/*.test.ts'],
          globalSetup: ['test/support/built.ts', 'test/support/display.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
