// Processes that the program starts: their environment says how to trace them, for those among them that are Node.
//
// All of child_process comes down to two methods of Node's own, which are called with the final environment. The program does not see them,
// and child_process need not be loaded to watch them, which would take 4 to 12 ms.

import { join } from 'node:path';
import { BY_IMPORT, hasLimits, hasPolicy } from '../../node/options.ts';
import { type ProcessSettings, TRACER_VARIABLE, type TraceOptions } from '../../node/start.ts';
import { ResourceKind } from '../../protocol/events.ts';
import { callResource } from '../names/called.ts';
import { ownerOf } from '../names/resource-names.ts';
import { descriptorGone } from '../opened/descriptors.ts';
import { isOpened } from '../opened/opened.ts';
import { userPlace } from '../opened/user-place.ts';
import { watchHandles } from '../opened/watch-handles.ts';
import { binding } from '../runtime/internals.ts';
import { PLAIN_OPTIONS } from '../settings.ts';
import { currentTask } from '../tasks/context.ts';
import { commandText } from './commands.ts';
import { optionsInFiles } from './env-files.ts';
import { watchChild } from './messages.ts';
import { commandName, nameOfFile } from './names.ts';
import { readSpawn, type Spawn, withChanged } from './spawn-arguments.ts';
import { nextStart, tellEnd, tellStart } from './starts.ts';

interface Handle {
  readonly pid?: number;
  onexit(exitCode: number, signal: string, ...rest: unknown[]): void;
  spawn(...args: readonly unknown[]): number;
}
interface SyncResult {
  readonly pid?: number;
  readonly status?: number | null;
  readonly signal?: string | null;
}
interface ProcessWrap {
  readonly Process: { readonly prototype: Handle };
}
interface SpawnSync {
  spawn(...args: readonly unknown[]): SyncResult;
}

const SPAWNING = /^node:(child_process|internal\/(child_process|util))$/;
const NODE_OPTIONS = 'NODE_OPTIONS=';
/** The variable that tells a process that it has a channel to its starter. */
const CHANNEL = 'NODE_CHANNEL_FD=';
/** The variable by which Node's cluster tells a worker its number. */
const CLUSTER = 'NODE_UNIQUE_ID=';
/** Not the tracer itself: an older Node that the program starts would not understand its syntax. */
const ATTACH = join(__dirname, 'attach.cjs');
const LOAD = `--require ${JSON.stringify(ATTACH)}`;
/** The tracer's options as arguments: `node --test` passes its own options on to the processes it starts in this form. */
const HANDED_DOWN = [`--require=${ATTACH}`, BY_IMPORT];

let options = PLAIN_OPTIONS;
let load = LOAD;

/**
 * `pipe`: the path of the pipe that all threads share; null if there is none. `byImport`: on this Node, only imported files can be
 * compiled.
 */
export function watchProcesses(pipe: string | null, given: TraceOptions, byImport: boolean): void {
  options = given;
  if (given.translates && byImport) load = `${LOAD} ${BY_IMPORT}`;
  // If a newer Node does not allow this any more, processes are not traced.
  const prototype = binding<ProcessWrap>('process_wrap')?.Process.prototype;
  if (prototype !== undefined) watchSpawn(prototype, pipe);
  const sync = binding<SpawnSync>('spawn_sync');
  if (sync !== null) watchSpawnSync(sync, pipe);
}

function watchSpawn(prototype: Handle, pipe: string | null): void {
  const own = prototype.spawn;
  prototype.spawn = function (...args) {
    const spawn = readSpawn(args);
    if (spawn === null) return Reflect.apply(own, this, args);
    const start = nextStart();
    const by = currentTask();
    const result = Reflect.apply(own, this, withTracer(args, spawn, start, pipe));
    if (result !== 0 || this.pid === undefined) return result;
    const { isShell, ...called } = callOf(spawn);
    tellStart({ start, kind: 'process', pid: isShell ? null : this.pid, ...called }, by);
    // Somebody may wait for its output, so the pipes have its name as well.
    const child = ownerOf(this);
    const ends = typeof child === 'object' && child !== null ? [this, child] : [this];
    ends.concat(spawn.pipes).forEach((each) => void callResource(each, `process ${called.name}`));
    // The descriptors are now the process's input and output. Its starter seldom closes its own copies, so these are no leaks.
    spawn.descriptors.forEach(descriptorGone);
    watchHandles(this);
    isOpened(this, ResourceKind.process, called.name, userPlace(SPAWNING));
    const hasChannel = spawn.environment.some((pair) => pair.startsWith(CHANNEL));
    if (hasChannel && ends[1] !== undefined) watchChild(ends[1], start);
    const { onexit } = this;
    this.onexit = function (...args) {
      const { 0: exitCode, 1: signal } = args;
      tellEnd(start, signal ? null : exitCode, signal || null);
      Reflect.apply(onexit, this, args);
    };
    return result;
  };
}

function watchSpawnSync(sync: SpawnSync, pipe: string | null): void {
  const own = sync.spawn;
  sync.spawn = function (...args) {
    const spawn = readSpawn(args);
    if (spawn === null) return Reflect.apply(own, this, args);
    const start = nextStart();
    const { isShell: _, ...called } = callOf(spawn);
    tellStart({ start, kind: 'process', pid: null, ...called }, currentTask());
    const result = Reflect.apply(own, this, withTracer(args, spawn, start, pipe));
    tellEnd(start, result.status ?? null, result.signal ?? null);
    return result;
  };
}

/** How to call a process. The script of a shell is not shown: nobody can say what in it is a secret. */
function callOf({ file, args, environment }: Spawn) {
  const { name, isShell } = commandName(file, args);
  const member = environment.find((pair) => pair.startsWith(CLUSTER))?.slice(CLUSTER.length);
  return {
    name,
    isShell,
    number: member === undefined ? null : Number(member),
    ...(member !== undefined && { role: 'cluster worker' }),
    ...(!isShell && { command: commandText(file, args) }),
  };
}

/** Other commands have an option `--env-file`, too. */
const isNode = (file: string): boolean =>
  file === process.execPath || /^node(\.exe)?$/.test(nameOfFile(file));

/**
 * Adds the tracer to a process's environment. Leaves alone a process of limited permissions or with a policy, which may not load the tracer and would not
 * start, and one of another user, which could not read its files.
 */
function withTracer(
  args: readonly unknown[],
  { file, args: called, environment, cwd, isOtherUsers }: Spawn,
  start: string,
  pipe: string | null,
): readonly unknown[] {
  const given = environment.find((pair) => pair.startsWith(NODE_OPTIONS))?.slice(NODE_OPTIONS.length);
  const before = given ?? (isNode(file) ? optionsInFiles(called, cwd) : null);
  const told = called.concat(before ?? '');
  const isLimited = told.some(hasLimits) || told.some(hasPolicy);
  if (pipe === null || isOtherUsers || isLimited) return args;
  const settings: ProcessSettings = { pipe, start, nodeOptions: before, options };
  const environmentNow = environment.filter((pair) => !pair.startsWith(NODE_OPTIONS));
  environmentNow.push(
    `${NODE_OPTIONS}${load}${before === null ? '' : ` ${before}`}`,
    `${TRACER_VARIABLE}=${JSON.stringify(settings)}`,
  );
  const isHandedDown = called.includes(HANDED_DOWN[0] as string);
  return withChanged(args, environmentNow, isHandedDown ? HANDED_DOWN : []);
}
