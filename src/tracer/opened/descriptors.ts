// Files that the program opens by `fs.open(path, callback)` and `fs.openSync(path)`: each has a number, its descriptor, until it is closed.

import type * as files from 'node:fs';
import { createRequire } from 'node:module';
import { ResourceKind } from '../../protocol/events.ts';
import { fileName } from '../names/file-names.ts';
import { fileCloses, fileIsOpen } from '../names/open-files.ts';
import { watch, watchFileStreams } from '../names/watched.ts';
import { isClosed, isOpened } from './opened.ts';
import { NOTHING, type UserPlace, userPlace } from './user-place.ts';

/** A stream closes at its end what it has opened. Only who asks for the descriptor directly has to close it, so nothing may be in between. */
const OPENING = /^node:(fs|internal\/util)$/;

/** Node's `FSReqCallback`, as far as it is needed here. */
interface Request {
  oncomplete?: (...answer: unknown[]) => unknown;
}

/** For each open descriptor, the object that stands for it. */
const open = new Map<number, object>();
/** Whether the next request will open a file, and that request. */
let isAsking = false;
let asked: Request | null = null;

/** A request for files was made. */
export function fileAskedFor(request: object): void {
  if (isAsking) asked ??= request;
}

/** Nobody here has to close the descriptor any more: it is closed, or has gone to somebody else. */
export function descriptorGone(descriptor: unknown): void {
  const file = open.get(descriptor as number);
  if (file === undefined) return;
  open.delete(descriptor as number);
  isClosed(file);
}

function opened(descriptor: number, kind: ResourceKind, place: UserPlace): void {
  // If the system gives the number away again, it was closed by something that is not watched.
  descriptorGone(descriptor);
  const file = {};
  open.set(descriptor, file);
  isOpened(file, kind, '', place);
}

/** Notes the file when the request is answered, before the program hears of it. `place`: who has to close it, null for nobody here. */
function noteWhenOpen(request: Request, name: string, place: UserPlace | null): void {
  const { oncomplete } = request;
  if (typeof oncomplete !== 'function') return;
  request.oncomplete = function (this: Request, ...answer) {
    // Restored before it is called: a stack names a function by the property that holds it.
    this.oncomplete = oncomplete;
    const { 0: error, 1: descriptor } = answer;
    if (error == null && typeof descriptor === 'number') {
      fileIsOpen(descriptor, name);
      if (place === null) descriptorGone(descriptor);
      else opened(descriptor, ResourceKind.file, place);
    }
    return Reflect.apply(oncomplete, this, answer);
  };
}

/** So few frames hold the tracer's own and the caller. On older Nodes the caller may be `readFileSync`, which closes what it opens. */
const DIRECT = 8;
/** Terminals, `/dev/null`, `/dev/urandom`: nobody has to close these. */
const DEVICE = /^\/(dev|proc|sys)\//;
/** A look at the stack takes 10 µs, several times as long as opening a file. So only this many are made. */
let looksLeft = 1000;
/** The bits of numeric flags that say how a file is accessed: `O_RDONLY` is 0. */
const ACCESS = 3;

function isRead(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & ACCESS) === 0;
  return flags == null || flags === 'r' || flags === 'rs' || flags === 'sr';
}

let streamsWatched = false;
/** How many streams are opening their files right now. */
let streams = 0;

/** Watches streams as soon as one may have opened a file. A server may open one for each request, and a look at the stack takes 10 to 20 µs. */
function watchStreams(fs: Pick<typeof files, 'ReadStream' | 'WriteStream'>): void {
  streamsWatched = true;
  watchFileStreams(fs, '_construct', (call) => {
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
  watch(fs, 'open', (call, { 0: path }) => {
    const place = streams > 0 ? null : userPlace(OPENING);
    if (place === null && !streamsWatched) watchStreams(fs);
    isAsking = true;
    try {
      return call();
    } finally {
      if (asked !== null) noteWhenOpen(asked, fileName(path), place);
      isAsking = false;
      asked = null;
    }
  });
  watch(fs, 'openSync', (call, { 0: path, 1: flags }) => {
    const descriptor = call();
    fileIsOpen(descriptor, fileName(path));
    const isOwed = looksLeft > 0 && !(typeof path === 'string' && DEVICE.test(path));
    const place = isOwed ? userPlace(NOTHING, DIRECT) : null;
    if (place !== null) looksLeft--;
    if (place === null) descriptorGone(descriptor);
    else opened(descriptor as number, isRead(flags) ? ResourceKind.descriptor : ResourceKind.output, place);
    return descriptor;
  });
  for (const name of ['close', 'closeSync'])
    watch(fs, name, (call, { 0: descriptor }) => {
      descriptorGone(descriptor);
      fileCloses(descriptor);
      return call();
    });
}
