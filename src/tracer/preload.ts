// Runs in the user's process before anything of the user's (`--require`), and leaves no trace of that.

import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';
import { BlobKind, type Hello, PROTOCOL_VERSION } from '../protocol/events.ts';
import { closeInherited } from './descriptors.ts';
import { watchEndings } from './endings.ts';
import { restoreFunctionText } from './function-text.ts';
import { listen } from './hooks.ts';
import { loadCommonJs } from './loader/commonjs.ts';
import { loadThroughHooks, registerHooks } from './loader/hooks.ts';
import type { Tables } from './loader/prepare.ts';
import { markers, nextTaskId } from './markers.ts';
import { nameWaits } from './names/index.ts';
import { offerOpenTelemetry } from './open-telemetry.ts';
import { createRing, type RingMemory, takeSites } from './ring.ts';
import { restoreStacks } from './stacks.ts';
import { flush, openWriter, putBlob, startEpochMs } from './writer.ts';

const VARIABLE = 'LOOPSCOPE_TRACER';

/** In the program's own threads and children the variable is gone: they run as they are. */
const settings = process.env[VARIABLE];
delete process.env[VARIABLE];
hideRequire();
if (isMainThread && settings !== undefined) start(JSON.parse(settings) as Settings);

interface Settings {
  /** The pipe. */
  readonly fd: number;
  /** Where what Node prints of a crash goes; it does not exist yet. */
  readonly crashFile?: string;
  /** Descriptors that are not meant for the program, and what each stands for. */
  readonly inherited?: readonly (readonly [descriptor: number, target: string])[];
}

function start({ fd, crashFile, inherited = [] }: Settings): void {
  closeInherited(inherited);
  const ring = createRing(fd);
  startSending(ring);
  const tables: Tables = {
    takeSites: (count) => takeSites(ring, count),
    send: (kind, payload) => putBlob(kind, payload, 0),
  };
  Object.defineProperty(globalThis, '__loopscope', { value: markers });
  if (registerHooks === undefined) {
    loadCommonJs(tables);
    register(pathToFileURL(join(__dirname, 'esm-loader.mjs')), { data: ring });
  } else {
    loadThroughHooks(tables, registerHooks);
  }
  nameWaits();
  offerOpenTelemetry(nextTaskId);
  restoreStacks();
  restoreFunctionText();
  watchEndings(crashFile);

  // Time zero: the user's first line is next.
  openWriter(ring);
  sayHello();
  listen();
}

function sayHello(): void {
  const electron = process.versions.electron;
  const node = `node ${process.versions.node}`;
  const hello: Hello = {
    protocol: PROTOCOL_VERSION,
    pid: process.pid,
    runtime: electron === undefined ? node : `electron ${electron} (${node})`,
    startEpochMs: startEpochMs(),
  };
  putBlob(BlobKind.hello, JSON.stringify(hello), 0);
  // First of all that is sent: the thread that loads modules sends tables by itself.
  flush();
}

function startSending(ring: RingMemory): void {
  const sender = new Worker(join(__dirname, 'flusher.cjs'), {
    workerData: ring,
    // Not ours a second time, and nothing the user asked of their own threads.
    execArgv: [],
    env: {},
    name: 'loopscope',
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  sender.unref();
  // The Worker has left a tick to be run, and a program that starts with ticks waiting runs its first jobs elsewhere.
  (process as unknown as { _tickCallback(): void })._tickCallback();
}

/** The program sees its own arguments only, and its modules' cache without this file. */
function hideRequire(): void {
  const at = process.execArgv.findIndex(
    (argument, i) => argument === '--require' && process.execArgv[i + 1] === __filename,
  );
  if (at >= 0) process.execArgv.splice(at, 2);
  delete require.cache[__filename];
}
