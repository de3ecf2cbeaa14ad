import { constants, openSync } from 'node:fs';
import type { ThreadName } from '../protocol/payloads.ts';
import type { Internals } from './runtime/internals.ts';
import { createRing, type RingMemory } from './sending/ring.ts';
import { type Sender, startSender } from './sending/sender.ts';
import { PLAIN_OPTIONS, type ProcessSettings, type Settings, type TraceOptions } from './settings.ts';
import { ownName } from './threads/names.ts';
import { closeInherited } from './unseen/descriptors.ts';

/** What there is to trace this thread with. */
export interface OwnThread {
  readonly ring: RingMemory;
  readonly sender: Sender;
  readonly senderId: number;
  /** What its hello says of it; null for the program's main thread. */
  readonly name: ThreadName | null;
  readonly crashFile: string | null;
  /** The path of the pipe that threads share, for processes; null for none. */
  readonly pipePath: string | null;
  readonly options: TraceOptions;
  /** Its descriptor, for workers; null where it cannot be had. */
  pipe(): number | null;
}

/** Null where nobody reads what it would write, or it may not be sent. */
export function ownThread(settings: Settings, node: Internals | null): OwnThread | null {
  if ('process' in settings) return ofProcess(settings.process, node);
  const { ring, port, senderId, start, name, pipePath, options } = settings.worker;
  port.unref();
  const names = { start, kind: 'worker', name } as const;
  return {
    ...{ ring, sender: port, senderId, name: names, crashFile: null, pipePath, options },
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
  if (ownFd === null) return null;
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
    options: options ?? PLAIN_OPTIONS,
    pipe: openOnce,
  };
}

/** Not blocking: without a reader the pipe would not open, and the program not begin. */
function open(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}
