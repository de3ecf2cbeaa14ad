// Workers that the program starts. Each gets a ring of its own, and settings that no other code can find.

import { createRequire, syncBuiltinESMExports } from 'node:module';
import { MessageChannel as AnyChannel, type Worker, type WorkerOptions } from 'node:worker_threads';
import type { Outputs, TraceOptions } from '../../node/start.ts';
import { ResourceKind } from '../../protocol/events.ts';
import { constructUnseen } from '../frame-limit.ts';
import { isDebugged } from '../loader/debugged.ts';
import { ownValue } from '../names/own-value.ts';
import { classFor, watchInherited } from '../names/watched.ts';
import { isClosed, isOpened, isUsed } from '../opened/opened.ts';
import { NOTHING, userPlace } from '../opened/user-place.ts';
import { watchHolding } from '../opened/watch-handles.ts';
import { outputsOfWorker, relayFrom } from '../output/relayed.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import { createRing } from '../sending/ring.ts';
import { type Sender, sendRing, stopSending } from '../sending/sender.ts';
import { settleWorker } from '../settings.ts';
import { currentTask } from '../tasks/context.ts';
import { numberApart } from '../unseen/async-ids.ts';
import { showIds } from '../unseen/thread-ids.ts';
import { workerName } from './names.ts';
import { messageIsOver, type WorkerThreads, watchPorts, watchWorkersPort } from './ports.ts';
import { nextStart, tellEnd, tellStart } from './starts.ts';

type WorkerClass = typeof Worker;
/** Taken before it is watched, since messages between parts of the tracer are not the program's. */
const MessageChannel = AnyChannel;
type Arguments = [file: unknown, options?: WorkerOptions];

/** In a smaller heap there may be no room for the tracer, and the worker would end. So such a worker is left alone. */
const LEAST_HEAP_MB = 16;

export interface WorkerNeeds {
  /** How to reach the sending thread. */
  readonly sender: Sender;
  readonly senderId: number;
  /** The descriptor of the pipe that all threads share, which stays open as long as the process lives; null for none. */
  pipe(): number | null;
  /** The file that a worker loads before the program's code. */
  readonly tracerFile: string;
  /** The path of the shared pipe, for processes that a worker starts. */
  readonly pipePath: string | null;
  readonly options: TraceOptions & { readonly outputs: Outputs | null };
}

/** How many workers were started. */
let count = 0;
export const hasWorkers = (): boolean => count > 0;

export function watchWorkers(needs: WorkerNeeds): void {
  const shared = createRequire(__filename)('node:worker_threads') as WorkerThreads & { Worker: WorkerClass };
  watchPorts(shared);
  const own = shared.Worker;
  const starts = new SafeWeakMap<object, string>();

  const watched = classFor(own, (given, as) => {
    const args = given as Arguments;
    const { 0: file, 1: options } = args;
    const start = nextStart();
    const by = currentTask();
    const name = workerName(file, options ?? {});
    const traced = prepare(args, start, name, needs);
    let worker: object;
    try {
      worker = constructUnseen(own, traced ?? args, as);
    } catch (error) {
      if (traced !== null) stopSending(needs.sender, start);
      throw error;
    } finally {
      settleWorker(null);
    }
    starts.set(worker, start);
    if (traced !== null)
      relayFrom(worker, own.prototype, outputsOfWorker(needs.options.outputs, options ?? {}));
    tellStart({ start, kind: 'worker', name, pid: null, number: ++count }, by);
    watchWorkersPort(worker, start, `worker ${name} #${count}`, ownValue(options, 'workerData'));
    isOpened(worker, ResourceKind.worker, name, userPlace(NOTHING));
    return worker;
  });

  showIds(watched.prototype);
  watchHolding(watched.prototype);

  const isOver = (worker: object, start: string, exitCode: unknown): void => {
    messageIsOver();
    isClosed(worker);
    tellEnd(start, Number(exitCode), null);
    stopSending(needs.sender, start);
  };
  watchInherited(watched.prototype, 'emit', (call, args, self) => {
    const worker = self as object;
    const start = args[0] === 'exit' ? starts.get(worker) : undefined;
    if (start !== undefined) isOver(worker, start, args[1]);
    else if (args[0] === 'message') isUsed(worker);
    return call();
  });
  shared.Worker = watched;
  syncBuiltinESMExports();
}

/** The arguments for a traced worker; null if it is left alone, also because the arguments are wrong: then Node itself says so. */
function prepare(
  { 0: file, 1: options = {} }: Arguments,
  start: string,
  name: string,
  { sender, senderId, pipe, tracerFile, pipePath, options: traceOptions }: WorkerNeeds,
): Arguments | null {
  if (typeof options !== 'object' || options === null) return null;
  const { env, execArgv, transferList = [], resourceLimits } = options;
  if (Number(resourceLimits?.maxOldGenerationSizeMb) < LEAST_HEAP_MB) return null;
  if (!Array.isArray(transferList) || !(execArgv === undefined || Array.isArray(execArgv))) return null;
  const fd = pipe();
  if (fd === null) return null;
  const ring = createRing(fd, { isShared: true, isWorkers: true });
  const numberAsBefore = numberApart();
  const { port1, port2 } = new MessageChannel();
  numberAsBefore();
  sendRing(sender, start, ring, port1);
  const changed: Record<string, unknown> = { transferList: transferList.concat(port2 as never) };
  // Without `execArgv` or `env` of its own, a worker inherits its starter's, which has the tracer.
  const isFresh = execArgv !== undefined || (typeof env === 'object' && env !== null && env !== process.env);
  if (isFresh) changed.execArgv = ['--require', tracerFile].concat(execArgv ?? []);
  settleWorker({
    ring,
    port: port2,
    senderId,
    pipePath,
    start,
    name,
    isDebugged: isDebugged(),
    options: { ...traceOptions, outputs: outputsOfWorker(traceOptions.outputs, options) },
    execArgv: isFresh ? (execArgv === undefined ? process.execArgv : upToDashes(execArgv)) : null,
  });
  // Properties that the options object inherits count as well.
  const all: Record<string, unknown> = {};
  for (const key in options) all[key] = options[key as keyof WorkerOptions];
  return [file, { ...all, ...changed }];
}

/** The options that Node takes from a list, and shows to the worker. */
function upToDashes(options: readonly string[]): readonly string[] {
  const end = options.indexOf('--');
  return end < 0 ? options : options.slice(0, end);
}
