import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { Result } from '../protocol/bridge.ts';
import type { ProgramEnd } from '../protocol/payloads.ts';
import { BY_IMPORT, TRACER_VARIABLE } from '../protocol/start.ts';
import { fewStores } from './allocator.ts';
import { compiledTracer } from './compiled-tracer.ts';
import { crashFile, takeCrash } from './crash.ts';
import { asNiceAs } from './niceness.ts';
import { guardOrphans } from './orphan-guard.ts';
import { failure, fileCause, success } from './problem.ts';
import { stopTree } from './process-tree.ts';
import type { Runtime } from './runtime.ts';
import { makeSharedPipe, type SharedPipe } from './shared-pipe.ts';
import { asksByImport, needsTranslation } from './typescript.ts';

/**
 * The tracer writes here, to the first descriptor after the standard three. With a higher one, those in between would be open on
 * /dev/null, which a program could notice. Node marks it close-on-exec when it starts, so the program's children do not inherit it.
 */
const TRACE_FD = 3;

const DEFAULT_GRACE_MS = 2000;

export interface LaunchRequest {
  readonly runtime: Runtime;
  /** Absolute path. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The program's environment; without it our own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Absolute path of what `--require` loads before the script. */
  readonly tracerFile: string;
  /**
   * `inherit`: the program has our own terminal, input and output, and gets the terminal's signals as it would
   * without us; what it writes its tracer sends along. `capture`: it has no input, its output comes through `stdout` and `stderr`, and it leads a
   * process group of its own, so that `stop` reaches all of it, which ends when we do.
   */
  readonly output: 'inherit' | 'capture';
  /** Where the markers of files are kept for the next runs; without it they are there for this run's processes only. */
  readonly markersFolder?: string | null;
  /** What is under node_modules is traced as the program's own files are. */
  readonly includesModules?: boolean;
  /** The program's niceness; without it our own. */
  readonly niceness?: number;
  /** Our own descriptors that the program would inherit and is to close, with what each stands for. */
  readonly inherited?: readonly (readonly [descriptor: number, target: string])[];
}

export interface Launched {
  readonly pid: number;
  /** What the tracer writes. Ends when the program has ended. */
  readonly trace: Readable;
  /** What the tracers of its other threads write; null where the system has no pipe for that. */
  readonly shared: SharedPipe | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly exited: Promise<ProgramEnd>;
  /** What Node printed of the error the program crashed with; null when it did not. Once it has exited. */
  lastWords(): Promise<string | null>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM to the program and all it started, SIGKILL to what is left after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** Starts a program under the tracer. The problem says why the runtime did not start. */
export async function launch(request: LaunchRequest): Promise<Result<Launched>> {
  const { runtime, script, args, cwd, tracerFile, output, inherited, niceness, env = process.env } = request;
  const title = `Cannot run ${basename(script)}`;
  const missing = await missingPart(request);
  if (missing !== null) return failure(title, missing.detail, missing.action);
  const lastWordsFile = crashFile();
  const shared = await makeSharedPipe();
  const translates = needsTranslation(script, runtime.label);
  const stores = fewStores({ ...env, ...runtime.env });
  const tracer = JSON.stringify({
    fd: TRACE_FD,
    crashFile: lastWordsFile,
    inherited,
    added: Object.keys(stores),
    pipe: shared?.path,
    options: {
      translates,
      includesModules: request.includesModules ?? false,
      compiled: await compiledTracer(runtime, tracerFile),
      markers: request.markersFolder ?? (shared === null ? null : dirname(shared.path)),
      outputs: 'own',
      sendsOutput: output === 'inherit',
    },
  });
  const load = ['--require', tracerFile, ...(translates && asksByImport(runtime.label) ? [BY_IMPORT] : [])];
  const start = (): ChildProcess =>
    spawn(runtime.executable, [...load, script, ...args], {
      cwd,
      env: { ...env, ...pwd(cwd), ...runtime.env, ...stores, [TRACER_VARIABLE]: tracer },
      stdio:
        output === 'inherit' ? ['inherit', 'inherit', 'inherit', 'pipe'] : ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: output === 'capture' && process.platform !== 'win32',
      windowsHide: true,
    });
  const child = asNiceAs(niceness, start);
  try {
    await started(child);
  } catch (error) {
    shared?.source.destroy();
    await shared?.leave();
    return failure(title, fileCause(runtime.executable, error), 'Choose another runtime.');
  }
  const pid = child.pid as number;
  if (output === 'capture') child.once('exit', guardOrphans(pid));
  return success({
    pid,
    trace: child.stdio[TRACE_FD] as Readable,
    shared,
    stdout: child.stdout,
    stderr: child.stderr,
    exited: new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    }),
    lastWords: () => takeCrash(lastWordsFile),
    kill: (signal) => void child.kill(signal),
    stop: (graceMs = DEFAULT_GRACE_MS) => stopTree(pid, graceMs),
  });
}

async function missingPart({
  cwd,
  tracerFile,
}: LaunchRequest): Promise<{ detail: string; action: string } | null> {
  try {
    await access(tracerFile, constants.R_OK);
  } catch (error) {
    return {
      detail: `The tracer is not there. ${fileCause(tracerFile, error)}`,
      action: 'Install Loopscope again.',
    };
  }
  try {
    // spawn reports a missing working directory as if the runtime were missing.
    if ((await stat(cwd)).isDirectory()) return null;
    return { detail: `${cwd} is not a folder.`, action: 'Choose a folder to run it in.' };
  } catch (error) {
    return { detail: fileCause(cwd, error), action: 'Choose a folder to run it in.' };
  }
}

// A shell keeps PWD true to the working directory; what we start elsewhere must not see ours.
const pwd = (cwd: string): Record<string, string> => (cwd === process.cwd() ? {} : { PWD: cwd });

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}
