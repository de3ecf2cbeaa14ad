// Files that the program opens by `fs.open(path, callback)` and `fs.openSync(path)`: a number stands for each until it is closed.

import type * as files from 'node:fs';
import { createRequire } from 'node:module';
import { ResourceKind } from '../../protocol/events.ts';
import { watch } from '../names/watched.ts';
import { isClosed, isOpened } from './opened.ts';
import { NOTHING, type UserPlace, userPlace } from './user-place.ts';

/** What a stream opens, its own end closes: only who asks for the number itself has to. */
const OPENING = /^node:(fs|internal\/util)$/;

/** `FSReqCallback` of Node, as far as it is needed. */
interface Request {
  oncomplete?: (...answer: unknown[]) => unknown;
}

/** What stands for the descriptors that are open. */
const open = new Map<number, object>();
/** Where the file is asked for that the next request is to bring, and the request. */
let asking: UserPlace | null = null;
let asked: Request | null = null;

/** A request for files was made. */
export function fileAskedFor(request: object): void {
  if (asking !== null) asked ??= request;
}

/** Nobody has to close it any more: it is closed, or whoever has it now does. */
export function descriptorGone(descriptor: unknown): void {
  const file = open.get(descriptor as number);
  if (file === undefined) return;
  open.delete(descriptor as number);
  isClosed(file);
}

function opened(descriptor: number, kind: ResourceKind, place: UserPlace): void {
  // Closed by something that is not watched, since the system gives the number away again.
  descriptorGone(descriptor);
  const file = {};
  open.set(descriptor, file);
  isOpened(file, kind, '', place);
}

/** Tells of the file when the request is answered, before the program hears of it. */
function tellWhenOpen(request: Request, place: UserPlace): void {
  const { oncomplete } = request;
  if (typeof oncomplete !== 'function') return;
  request.oncomplete = function (this: Request, ...answer) {
    // A stack names the function that runs by the property that it is found in.
    this.oncomplete = oncomplete;
    const [error, descriptor] = answer;
    if (error == null && typeof descriptor === 'number') opened(descriptor, ResourceKind.file, place);
    return Reflect.apply(oncomplete, this, answer);
  };
}

/** Frames of the tracer's own, and whose call it is: `readFileSync`, which closes what it opens, calls `openSync` in older Nodes. */
const DIRECT = 6;
/** Terminals, `/dev/null`, `/dev/urandom`: nothing that is used up. */
const DEVICE = /^\/(dev|proc|sys)\//;
/** Each look takes 10 µs, several times what opening a file does. */
let looksLeft = 1000;
/** The access of a number that is given as flags: `O_RDONLY` is 0. */
const ACCESS = 3;

function isRead(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & ACCESS) === 0;
  return flags == null || flags === 'r' || flags === 'rs' || flags === 'sr';
}

let streamsWatched = false;
/** Streams that are opening their files, one within the other. */
let streams = 0;

/** Watched from when one may have opened a file: a server sends one for each request, and a look at the stack takes 10 to 20 µs. */
function watchStreams(fs: Pick<typeof files, 'ReadStream' | 'WriteStream'>): void {
  streamsWatched = true;
  for (const { prototype } of [fs.ReadStream, fs.WriteStream])
    watch(prototype, '_construct', (call) => {
      streams++;
      try {
        return call();
      } finally {
        streams--;
      }
    });
}

export function watchDescriptors(): void {
  const fs = createRequire(__filename)('node:fs') as typeof files;
  watch(fs, 'open', (call) => {
    asking = streams > 0 ? null : userPlace(OPENING);
    if (asking === null && !streamsWatched) watchStreams(fs);
    try {
      return call();
    } finally {
      if (asking !== null && asked !== null) tellWhenOpen(asked, asking);
      asking = null;
      asked = null;
    }
  });
  watch(fs, 'openSync', (call, [path, flags]) => {
    const descriptor = call();
    const isOwed = looksLeft > 0 && !(typeof path === 'string' && DEVICE.test(path));
    const place = isOwed ? userPlace(NOTHING, DIRECT) : null;
    if (place !== null) looksLeft--;
    if (place === null) descriptorGone(descriptor);
    else opened(descriptor as number, isRead(flags) ? ResourceKind.descriptor : ResourceKind.output, place);
    return descriptor;
  });
  for (const name of ['close', 'closeSync'])
    watch(fs, name, (call, [descriptor]) => {
      descriptorGone(descriptor);
      return call();
    });
}
