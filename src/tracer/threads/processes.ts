// Processes that the program starts: their environment says how to trace them, for those among them that are Node.
//
// All of child_process comes down to two methods of Node's own, which are called with the environment as it will be.
// Nothing of the program's sees them, and child_process need not be loaded for it, which would take 4 to 12 ms.

import { join } from 'node:path';
import { ResourceKind } from '../../protocol/events.ts';
import { BY_IMPORT, TRACER_VARIABLE } from '../../protocol/start.ts';
import { callResource } from '../names/called.ts';
import { ownerOf } from '../names/resource-names.ts';
import { descriptorGone } from '../opened/descriptors.ts';
import { isOpened } from '../opened/opened.ts';
import { userPlace } from '../opened/user-place.ts';
import { watchHandles } from '../opened/watch-handles.ts';
import { binding } from '../runtime/internals.ts';
import { PLAIN_OPTIONS, type ProcessSettings, type TraceOptions } from '../settings.ts';
import { currentTask } from '../tasks/context.ts';
import { commandText } from './commands.ts';
import { watchChild } from './messages.ts';
import { commandName } from './names.ts';
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
/** What a process is told by that it has a channel to who started it. */
const CHANNEL = 'NODE_CHANNEL_FD=';
/** What Node's cluster tells a worker its number by. */
const CLUSTER = 'NODE_UNIQUE_ID=';
/** Not the tracer itself: what it is written in only the Nodes understand that it runs on. */
const ATTACH = join(__dirname, 'attach.cjs');
const LOAD = `--require ${JSON.stringify(ATTACH)}`;
/** A process that is itself loaded so, and runs others' tests, hands its options down as arguments. */
const HANDED_DOWN = [`--require=${ATTACH}`, BY_IMPORT];

let options = PLAIN_OPTIONS;
let load = LOAD;

/**
 * `pipe`: the path of the pipe that all threads share; null where there is none. `byImport`: only
 * what is imported can be compiled.
 */
export function watchProcesses(pipe: string | null, given: TraceOptions, byImport: boolean): void {
  options = given;
  if (given.translates && byImport) load = `${LOAD} ${BY_IMPORT}`;
  // Where a newer Node has closed this door processes are not seen.
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
    // What it writes may be there before it has ended, and be what is waited for.
    const child = ownerOf(this);
    const ends = typeof child === 'object' && child !== null ? [this, child] : [this];
    for (const each of [...ends, ...spawn.pipes]) callResource(each, `process ${called.name}`);
    // A process that lives on has its input and output by them; who starts one seldom closes its own.
    for (const descriptor of spawn.descriptors) descriptorGone(descriptor);
    watchHandles(this);
    isOpened(this, ResourceKind.process, called.name, userPlace(SPAWNING));
    const hasChannel = spawn.environment.some((pair) => pair.startsWith(CHANNEL));
    if (hasChannel && ends[1] !== undefined) watchChild(ends[1], start);
    const { onexit } = this;
    this.onexit = function (exitCode, signal, ...rest) {
      tellEnd(start, signal ? null : exitCode, signal || null);
      Reflect.apply(onexit, this, [exitCode, signal, ...rest]);
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

/** What to call a process. A shell's script is a text of which nobody can say what in it is a secret. */
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

/** A process whose permissions are limited may not read the tracer, and would not start. */
const LIMITED = /--(experimental[-_])?permission\b/;

/** What a process of another user could not read would keep it from starting, too: both are left alone. */
function withTracer(
  args: readonly unknown[],
  { args: called, environment, isOtherUsers }: Spawn,
  start: string,
  pipe: string | null,
): readonly unknown[] {
  const before =
    environment.find((pair) => pair.startsWith(NODE_OPTIONS))?.slice(NODE_OPTIONS.length) ?? null;
  const isLimited = LIMITED.test(before ?? '') || called.some((each) => LIMITED.test(each));
  if (pipe === null || isOtherUsers || isLimited) return args;
  const settings: ProcessSettings = { pipe, start, nodeOptions: before, options };
  const environmentNow = [
    ...environment.filter((pair) => !pair.startsWith(NODE_OPTIONS)),
    `${NODE_OPTIONS}${load}${before === null ? '' : ` ${before}`}`,
    `${TRACER_VARIABLE}=${JSON.stringify(settings)}`,
  ];
  const isHandedDown = called.includes(HANDED_DOWN[0] as string);
  return withChanged(args, environmentNow, isHandedDown ? HANDED_DOWN : []);
}
