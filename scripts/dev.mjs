// npm run dev: the app with hot reload, and the tracer and the command line rebuilt as they change.
import { sandboxFlags } from './app.mjs';
import { bundleConfig, bundles } from './bundles.mjs';
import { at, root } from './paths.mjs';
import { runMain, SetupError } from './say.mjs';
import { withoutToolchain } from './setup/dependencies.mjs';
import { hasDisplay } from './setup/system-libraries.mjs';
import { ensureDependencies, ensureElectron } from './setup.mjs';

await runMain(async () => {
  if (!hasDisplay) throw new SetupError('npm run dev needs a display; npm start works without one');
  await ensureDependencies();
  process.env.ELECTRON_EXEC_PATH = await ensureElectron();
  if (sandboxFlags.length > 0) process.env.NO_SANDBOX = '1';
  process.chdir(root);
  const [vite, electronVite] = await Promise.all([import('vite'), import('electron-vite')]);
  for (const bundle of bundles) await vite.build(bundleConfig(bundle, { watch: true }));
  process.env.PATH = withoutToolchain(process.env).PATH;
  await electronVite.createServer(
    { root, configFile: at('electron.vite.config.ts') },
    { rendererOnly: false },
  );
  // Electron ending ends the process: electron-vite sees to that.
  return 0;
});
