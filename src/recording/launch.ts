import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { BY_IMPORT } from '../node/options.ts';
import { type ProcessSettings, TRACER_VARIABLE, type TraceOptions } from '../node/start.ts';
import type { Result } from '../protocol/bridge.ts';
import type { ProgramEnd } from '../protocol/payloads.ts';
import { fewStores } from './allocator.ts';
import { compiledTracer } from './compiled-tracer.ts';
import { crashFile, takeCrash } from './crash.ts';
import { type InputPipe, makeInputPipe } from './input-pipe.ts';
import { asNiceAs } from './niceness.ts';
import { guardOrphans } from './orphan-guard.ts';
import { failure, fileCause, success } from './problem.ts';
import { stopTree } from './process-tree.ts';
import type { Runtime } from './runtime.ts';
import { makeSharedPipe, type SharedPipe } from './shared-pipe.ts';
import { asksByImport, needsTranslation } from './typescript.ts';

/**
 * The tracer writes to this descriptor, the first one after the standard three. With a higher number, those in between would be open on
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
  /** The program's environment; by default that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** The absolute path of the file that `--require` loads before the script. */
  readonly tracerFile: string;
  /**
   * `inherit`: the program has this process's terminal, input and output, and gets the terminal's signals as it would without Loopscope.
   * Its tracer also sends what it writes. `capture`: its output comes through `stdout` and `stderr`, and it leads a process group of its
   * own. So `stop` reaches the whole group, which ends when this process does.
   */
  readonly output: 'inherit' | 'capture';
  /** Whether a program whose output is captured can be given input, through `stdin`. By default its input is empty. */
  readonly takesInput?: boolean;
  /** The folder in which the markers of files are kept for the next runs. Without it, only the processes of this run share them. */
  readonly markersFolder?: string | null;
  /** Whether files under node_modules are traced like the program's own. */
  readonly includesModules?: boolean;
  /** The program's niceness; by default that of this process. */
  readonly niceness?: number;
  /** Descriptors of this process that the program would inherit and has to close, with what each stands for. */
  readonly inherited?: readonly (readonly [descriptor: number, target: string])[];
}

export interface Launched {
  readonly pid: number;
  /** What the tracer of the main thread writes. Ends when the program has ended. */
  readonly trace: Readable;
  /** What the tracers of all other threads write; null if the system has no named pipes. */
  readonly shared: SharedPipe | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** What is written here the program can read from its standard input; null if it has none, or this process's. */
  readonly stdin: Writable | null;
  readonly exited: Promise<ProgramEnd>;
  /** What Node printed about the error with which the program crashed; null if it did not crash. To be called after its exit. */
  lastWords(): Promise<string | null>;
  kill(signal: NodeJS.Signals): void;
  /** Sends SIGTERM to the program and everything it started, and SIGKILL to what is left after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** Starts a program under the tracer. The problem says why the runtime did not start. */
export async function launch(request: LaunchRequest): Promise<Result<Launched>> {
  const { runtime, script, args, cwd, tracerFile, output, niceness, env = process.env } = request;
  const title = `Cannot run ${basename(script)}`;
  const missing = await missingPart(request);
  if (missing !== null) return failure(title, missing.detail, missing.action);
  const lastWordsFile = crashFile();
  const shared = await makeSharedPipe();
  const input = request.takesInput && shared !== null ? await makeInputPipe(dirname(shared.path)) : null;
  const translates = needsTranslation(script, runtime.label);
  const stores = fewStores({ ...env, ...runtime.env });
  const settings: ProcessSettings = {
    fd: TRACE_FD,
    crashFile: lastWordsFile,
    inherited: request.inherited ?? [],
    added: Object.keys(stores),
    ...(shared !== null && { pipe: shared.path }),
    options: await optionsFor(request, translates, shared),
  };
  const load = ['--require', tracerFile, ...(translates && asksByImport(runtime.label) ? [BY_IMPORT] : [])];
  const start = (): ChildProcess =>
    spawn(runtime.executable, [...load, script, ...args], {
      cwd,
      env: { ...env, ...pwd(cwd), ...runtime.env, ...stores, [TRACER_VARIABLE]: JSON.stringify(settings) },
      stdio: stdioOf(request, input),
      detached: output === 'capture' && process.platform !== 'win32',
      windowsHide: true,
    });
  const child = asNiceAs(niceness, start);
  try {
    await started(child);
  } catch (error) {
    shared?.source.destroy();
    await shared?.leave();
    input?.sink.destroy();
    return failure(title, fileCause(runtime.executable, error), 'Choose another runtime.');
  } finally {
    input?.handedOver();
  }
  const pid = child.pid as number;
  if (output === 'capture') child.once('exit', guardOrphans(pid));
  return success({
    pid,
    trace: child.stdio[TRACE_FD] as Readable,
    shared,
    stdout: child.stdout,
    stderr: child.stderr,
    stdin: input?.sink ?? child.stdin,
    exited: new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    }),
    lastWords: () => takeCrash(lastWordsFile),
    kill: (signal) => void child.kill(signal),
    stop: (graceMs = DEFAULT_GRACE_MS) => stopTree(pid, graceMs),
  });
}

async function optionsFor(
  { runtime, tracerFile, output, includesModules, markersFolder }: LaunchRequest,
  translates: boolean,
  shared: SharedPipe | null,
): Promise<TraceOptions> {
  return {
    translates,
    includesModules: includesModules ?? false,
    compiled: await compiledTracer(runtime, tracerFile),
    markers: markersFolder ?? (shared === null ? null : dirname(shared.path)),
    outputs: 'own',
    sendsOutput: output === 'inherit',
  };
}

function stdioOf({ output, takesInput }: LaunchRequest, input: InputPipe | null): StdioOptions {
  if (output === 'inherit') return ['inherit', 'inherit', 'inherit', 'pipe'];
  return [input?.fd ?? (takesInput ? 'pipe' : 'ignore'), 'pipe', 'pipe', 'pipe'];
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

// A shell keeps PWD equal to the working directory, so a program that starts in another folder must not see this process's value.
const pwd = (cwd: string): Record<string, string> => (cwd === process.cwd() ? {} : { PWD: cwd });

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}
