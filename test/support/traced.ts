// Runs a small program for real under the tracer, as the app does, and reads its recording back with the model.
//
//   const run = await traced(`await work(); …`);
//   expect(tree(run)).toBe(picture`
//     main.mjs fulfilled: await task work :1
//       work fulfilled
//   `);
//   expect(run.task('work').waits).toHaveLength(0);

import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { Model, type Report, type ReportTask, type ReportWait, report } from '../../src/model/index.ts';
import { RecordDecoder } from '../../src/protocol/codec.ts';
import { BlobKind } from '../../src/protocol/events.ts';
import { HOST_STREAM } from '../../src/protocol/recording.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { startRecording } from '../../src/recording/recorder.ts';
import { newFolder } from './folder.ts';
import {
  dedent,
  type Ending,
  PATIENCE_MS,
  type ProgramOptions,
  runPlain,
  runtimeOf,
  type Source,
  writeProgram,
} from './program.ts';

export type { Report, ReportTask, ReportWait };

export interface TracedRun extends Ending {
  /** The program's output and how it ended. */
  readonly ending: Ending;
  /** What the recording says, as a report. */
  readonly report: Report;
  /** The model of the recording. */
  readonly model: Model;
  /** The recording's file. */
  readonly file: string;
  /** The tasks with this name. Modules have the names of their files. */
  tasks(name: string): ReportTask[];
  /** The only task of this name. */
  task(name: string): ReportTask;
  taskById(id: number): ReportTask;
  /** The tasks that the only task of this name started, in order. */
  children(name: string): ReportTask[];
  /** Whether the tasks of these names ended one after the other. */
  endsInOrder(...names: string[]): boolean;
}

/** Writes a program, runs it under the tracer, and returns what happened. Also checks what must hold for any run. */
export async function traced(source: Source, options: ProgramOptions = {}): Promise<TracedRun> {
  return runTraced(writeProgram(source, options.type), options);
}

/** Runs a program twice, without and with the tracer, in the same folder. */
export async function both(
  source: Source,
  options: ProgramOptions = {},
): Promise<{ plain: Ending; traced: TracedRun }> {
  const path = writeProgram(source, options.type);
  return { plain: await runPlain(path, options), traced: await runTraced(path, options) };
}

/** The drawing in a test, without its indentation. */
export function picture(strings: TemplateStringsArray): string {
  return dedent(strings.join('')).trimEnd();
}

/** Runs an existing program under the tracer. A test that runs concurrently with others passes its own `onTestFinished`. */
export async function runTraced(
  path: string,
  options: ProgramOptions = {},
  whenFinished: typeof onTestFinished = onTestFinished,
): Promise<TracedRun> {
  const folder = newFolder(whenFinished);
  const file = join(folder, 'run.loopscope');
  const stop = () => started.ok && void started.value.program.stop();
  const started = await startRecording({
    launch: {
      runtime: runtimeOf(options),
      script: path,
      args: options.args ?? [],
      cwd: dirname(path),
      tracerFile: at('out/tracer/preload.cjs'),
      output: 'capture',
      markersFolder: options.markersFolder ?? null,
      includesModules: options.includesModules ?? false,
    },
    recordingFile: file,
    recorder: 'test',
    onBatch: (stream, bytes) => {
      const { stopAt, stopAfterMs = 0, killAt, onOutput } = options;
      if (stream === HOST_STREAM) onOutput?.(String(Buffer.from(bytes)));
      if (killAt !== undefined && stream !== HOST_STREAM && Buffer.from(bytes).includes(killAt))
        started.ok && started.value.program.kill('SIGKILL');
      if (stopAt !== undefined && stream === HOST_STREAM && Buffer.from(bytes).includes(stopAt))
        setTimeout(stop, stopAfterMs);
    },
  });
  if (!started.ok) throw new Error(`${started.problem.title}: ${started.problem.detail}`);
  let hung = false;
  const patience = setTimeout(() => {
    hung = true;
    started.value.program.kill('SIGKILL');
  }, PATIENCE_MS);
  const end = await started.value.finished;
  clearTimeout(patience);
  if (hung) throw new Error(`${path} did not end within ${PATIENCE_MS / 1000} s`);
  const { model, stdout, stderr } = await readBack(file);
  const run = new Run(file, model, {
    stdout,
    stderr,
    exitCode: end.exitCode,
    signal: end.signal as NodeJS.Signals | null,
  });
  checkWhatAlwaysHolds(run);
  return run;
}

async function readBack(file: string): Promise<{ model: Model; stdout: string; stderr: string }> {
  const opened = await openRecording(file);
  if (!opened.ok) throw new Error(`${opened.problem.title}: ${opened.problem.detail}`);
  const model = new Model();
  model.setHeader(opened.value.header);
  const output = { [BlobKind.stdout]: [] as Uint8Array[], [BlobKind.stderr]: [] as Uint8Array[] };
  const host = new RecordDecoder();
  const ending = await opened.value.read((stream, bytes) => {
    model.ingest(stream, bytes);
    if (stream !== HOST_STREAM) return;
    host.push(bytes, {
      record: () => {},
      blob: (kind, _ref, _timeNs, payload) => {
        if (kind === BlobKind.stdout || kind === BlobKind.stderr) output[kind].push(payload.slice());
      },
    });
  });
  model.finish(ending);
  return {
    model,
    stdout: String(Buffer.concat(output[BlobKind.stdout])),
    stderr: String(Buffer.concat(output[BlobKind.stderr])),
  };
}

class Run implements TracedRun {
  readonly file: string;
  readonly model: Model;
  readonly report: Report;
  readonly ending: Ending;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;

  constructor(file: string, model: Model, ending: Ending) {
    this.file = file;
    this.model = model;
    this.report = report(model);
    this.ending = ending;
    this.stdout = ending.stdout;
    this.stderr = ending.stderr;
    this.exitCode = ending.exitCode;
    this.signal = ending.signal;
  }

  tasks(name: string): ReportTask[] {
    return this.report.tasks.filter((task) => task.name === name);
  }

  task(name: string): ReportTask {
    const [task, ...others] = this.tasks(name);
    if (task === undefined || others.length > 0) {
      const names = this.report.tasks.map((each) => each.name).join(', ');
      throw new Error(`${others.length + (task ? 1 : 0)} tasks are called ${name}, not one, among: ${names}`);
    }
    return task;
  }

  taskById(id: number): ReportTask {
    const task = this.report.tasks.find((each) => each.id === id);
    if (task === undefined) throw new Error(`There is no task ${id}`);
    return task;
  }

  children(name: string): ReportTask[] {
    const { id } = this.task(name);
    return this.report.tasks.filter(({ parentId }) => parentId === id);
  }

  endsInOrder(...names: string[]): boolean {
    const ends = names.map((name) => this.task(name).endMs ?? Number.POSITIVE_INFINITY);
    return ends.every((end, index) => index === 0 || end >= (ends[index - 1] ?? 0));
  }
}

/** Checks what holds for every program: nothing is lost, nothing impossible happened, and every task's times add up. */
function checkWhatAlwaysHolds({ report: { capture, program, tasks } }: TracedRun): void {
  expect(capture).toMatchObject({ dropped: 0, unknownGaps: 0, illegal: 0, damage: [] });
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const wrong = tasks.flatMap((task) => {
    const parent = task.parentId === null ? null : byId.get(task.parentId);
    return complaints(task, parent, program.durationMs).map((what) => `${task.name} (${task.id}): ${what}`);
  });
  expect(wrong).toEqual([]);
}

/** The rounding error of whole nanoseconds that are added up as milliseconds in doubles. */
const SAME_MS = 1e-3;

/**
 * What is impossible about a task. It does not use one `expect` per fact, because for a hundred thousand tasks that took most of the time.
 */
function complaints(task: ReportTask, parent: ReportTask | null | undefined, runMs: number): string[] {
  const { startMs, endMs, file } = task;
  const states = task.runningMs + task.readyMs + task.suspendedMs;
  const lifeMs = (endMs ?? runMs) - startMs;
  const wrong: string[] = [];
  if (endMs !== null && Math.abs(states - lifeMs) > SAME_MS)
    wrong.push(`its states are ${states} ms, its life ${lifeMs} ms`);
  if (endMs === null && states > lifeMs + SAME_MS)
    wrong.push(`its states are ${states} ms, of ${lifeMs} ms until the end`);
  if (task.suspensions !== task.waits.length)
    wrong.push(`${task.suspensions} suspensions, ${task.waits.length} waits`);
  if ((endMs === null) !== (task.outcome === 'pending'))
    wrong.push(`${task.outcome}, and its end is ${endMs}`);
  if (task.kind !== 'span' && !/\.[cm]?[jt]sx?$|^[^.]+$/.test(basename(file ?? '')))
    wrong.push(`its file is ${file}`);
  if (parent === undefined) wrong.push(`there is no parent ${task.parentId}`);
  else if (parent !== null && parent.startMs > startMs) wrong.push('begins before its parent');
  return wrong;
}
