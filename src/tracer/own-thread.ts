import { constants, openSync } from 'node:fs';
import type { ProcessSettings, TraceOptions } from '../node/start.ts';
import type { ThreadName } from '../protocol/payloads.ts';
import type { Internals } from './runtime/internals.ts';
import { createRing, type RingMemory } from './sending/ring.ts';
import { hasMemory, type Sender, startSender } from './sending/sender.ts';
import { PLAIN_OPTIONS, type Settings } from './settings.ts';
import { ownName } from './threads/names.ts';
import { closeInherited } from './unseen/descriptors.ts';

/** What is needed to trace this thread. */
export interface OwnThread {
  readonly ring: RingMemory;
  readonly sender: Sender;
  readonly senderId: number;
  /** The thread's name for its hello; null for the program's main thread. */
  readonly name: ThreadName | null;
  readonly crashFile: string | null;
  /** The path of the pipe that threads share, for processes; null for none. */
  readonly pipePath: string | null;
  /** Whether debuggers can connect to the thread that has started this one. */
  readonly isDebugged: boolean;
  readonly options: TraceOptions;
  /** The descriptor of the shared pipe, for workers; null if it cannot be opened. */
  pipe(): number | null;
}

/** Null if nobody reads what the thread would write, or if the process may not start the sending thread. */
export function ownThread(settings: Settings, node: Internals | null): OwnThread | null {
  if ('process' in settings) return ofProcess(settings.process, node);
  const { ring, port, senderId, start, name, pipePath, isDebugged, options } = settings.worker;
  port.unref();
  const names = { start, kind: 'worker', name } as const;
  return {
    ...{ ring, sender: port, senderId, name: names, crashFile: null, pipePath, isDebugged, options },
    pipe: () => ring.fd,
  };
}

function ofProcess(
  { fd, crashFile, inherited, pipe, start, options }: ProcessSettings,
  node: Internals | null,
): OwnThread | null {
  closeInherited(inherited ?? []);
  const pipePath = pipe ?? null;
  let opened: number | null = null;
  const openOnce = (): number | null => {
    if (opened === null && pipePath !== null) opened = open(pipePath);
    return opened;
  };
  const ownFd = fd ?? openOnce();
  if (ownFd === null || !hasMemory()) return null;
  const ring = createRing(ownFd, { isShared: fd === undefined });
  const sender = startSender(ring, node);
  if (sender === null) return null;
  return {
    ring,
    sender,
    senderId: sender.threadId,
    name: start === undefined ? null : { start, kind: 'process', name: ownName() },
    crashFile: crashFile ?? null,
    pipePath,
    isDebugged: false,
    options: options ?? PLAIN_OPTIONS,
    pipe: openOnce,
  };
}

/** Opened without blocking: otherwise the program could not begin if the pipe had no reader. */
function open(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}
