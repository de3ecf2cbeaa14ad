// npm start [-- [--headless] [--out DIR] [FILE] [-- ARGS]]
// Opens the app, on FILE when one is given. Where there is no display, runs FILE (or the first lesson) in the real app
// on a virtual one, and leaves a screenshot and the recording.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { runApp, sandboxFlags } from './app.mjs';
import { startDisplay } from './display.mjs';
import { at, root } from './paths.mjs';
import { runMain, SetupError, say } from './say.mjs';
import { withoutToolchain } from './setup/dependencies.mjs';
import { hasDisplay } from './setup/system-libraries.mjs';
import { ensureBuilt, ensureDependencies, ensureElectron } from './setup.mjs';

// npm runs scripts in the repository's folder, whatever folder the user is in.
const byNpm = process.env.npm_lifecycle_event === 'start' && process.cwd() === root;
const cwd = (byNpm && process.env.INIT_CWD) || process.cwd();

/** @param {string[]} argv */
function parse(argv) {
  const split = argv.indexOf('--');
  const own = split < 0 ? argv : argv.slice(0, split);
  const programArgs = split < 0 ? [] : argv.slice(split + 1);
  let headless = !hasDisplay;
  let out = '';
  let file = '';
  for (let i = 0; i < own.length; i++) {
    const arg = own[i] ?? '';
    if (arg === '--headless') headless = true;
    else if (arg === '--out') out = resolve(cwd, own[++i] ?? '');
    else if (arg.startsWith('-'))
      throw new SetupError(`unknown option ${arg}: npm start -- [--headless] [--out DIR] [FILE] [-- ARGS]`);
    else if (file)
      throw new SetupError(`one file at a time; the program's own arguments go after another --`);
    else file = resolve(cwd, arg);
  }
  return { headless, out, file, programArgs: programArgs.length > 0 ? ['--', ...programArgs] : [] };
}

/** The first lesson's fix: of its trap there is nothing to see but one bar. */
function firstLesson() {
  for (const lesson of readdirSync(at('samples')).sort()) {
    const manifest = at(`samples/${lesson}/lesson.json`);
    if (!existsSync(manifest)) continue;
    const { scripts } = JSON.parse(readFileSync(manifest, 'utf8'));
    const { file } = scripts.find((/** @type {{ role: string }} */ { role }) => role === 'fix') ?? scripts[0];
    return at(`samples/${lesson}/${file}`);
  }
  throw new SetupError('there is no lesson under samples/');
}

/**
 * Where the files of a headless run go: beside the build, which git ignores, one folder a script.
 * @param {string} file
 */
function outputFolder(file) {
  const name = basename(file, extname(file));
  const inRepository = !relative(root, file).startsWith('..');
  return at(`out/headless/${inRepository ? `${basename(dirname(file))}-${name}` : name}`);
}

/**
 * @param {string} electron
 * @param {ReturnType<typeof parse>} options
 */
async function runHeadless(electron, { out, file, programArgs }) {
  if (file.endsWith('.loopscope')) {
    throw new SetupError(
      'a recording opens in a window, and there is no display: try  loopscope report FILE',
    );
  }
  const script = file || firstLesson();
  const folder = out || outputFolder(script);
  const screenshot = join(folder, 'screenshot.png');
  const recording = join(folder, 'run.loopscope');
  mkdirSync(folder, { recursive: true });
  for (const old of [screenshot, recording]) rmSync(old, { force: true });

  say(`no window here: running ${relative(cwd, script) || script} in the app on a virtual display`);
  const display = await startDisplay();
  // Its own profile: a headless run must neither join a running app nor leave something in its list of recent files.
  const profile = mkdtempSync(join(tmpdir(), 'loopscope-'));
  try {
    const args = [`--user-data-dir=${profile}`, '--headless-run', script, '--out', folder, ...programArgs];
    const code = await runApp(electron, args, { cwd, env: { DISPLAY: display.display } });
    if (code !== 0) {
      say(`the app ended with exit code ${code} before it was done`);
      return code;
    }
  } finally {
    display.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const report = spawnSync(process.execPath, [at('bin/loopscope'), 'report', recording], {
    stdio: 'inherit',
    env: withoutToolchain(process.env),
  });
  console.log(`\nscreenshot  ${screenshot}\nrecording   ${recording}`);
  return report.status ?? 1;
}

await runMain(async () => {
  const options = parse(process.argv.slice(2));
  await ensureDependencies();
  const electron = await ensureElectron();
  await ensureBuilt();
  if (sandboxFlags.length > 0) say('running as root: Electron starts with --no-sandbox');
  if (options.headless) return runHeadless(electron, options);
  return runApp(electron, options.file ? [options.file, ...options.programArgs] : [], { cwd });
});
