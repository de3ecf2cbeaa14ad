// npm run bench [-- NAME [OPTIONS]]
// Runs the benchmarks of bench/, or one of them. Each prints ratios to a floor that it measures in the same run.
import { spawnSync } from 'node:child_process';
import { at, root } from './paths.mjs';
import { runMain, SetupError } from './say.mjs';
import { toolchainNode, withoutToolchain } from './setup/dependencies.mjs';
import { ensureBuilt, ensureDependencies } from './setup.mjs';

const benchmarks = ['tracer', 'cost', 'memory', 'model', 'viewer'];
/** Need to be told of what: they run when they are named only. */
const onRequest = ['suites'];

await runMain(async () => {
  const [name, ...options] = process.argv.slice(2);
  const known = [...benchmarks, ...onRequest];
  if (name && !known.includes(name)) {
    throw new SetupError(`there is no benchmark ${name}: ${known.join(', ')}`);
  }
  await ensureDependencies();
  await ensureBuilt();
  let failed = 0;
  for (const each of name ? [name] : benchmarks) {
    // The benchmark itself is TypeScript and runs on the toolchain's Node; what it traces, on the user's.
    const { status } = spawnSync(toolchainNode(), [at(`bench/${each}.ts`), ...options], {
      cwd: root,
      env: withoutToolchain(process.env),
      stdio: 'inherit',
    });
    if (status !== 0) failed = 1;
  }
  return failed;
});
