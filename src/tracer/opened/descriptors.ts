// Files that the program opens by `fs.open(path, callback)`: a number stands for each until it is closed.

import { createRequire } from 'node:module';
import { ResourceKind } from '../../protocol/events.ts';
import { watch } from '../names/watched.ts';
import { isClosed, isOpened } from './opened.ts';
import { type UserPlace, userPlace } from './user-place.ts';

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

function closed(descriptor: unknown): void {
  const file = open.get(descriptor as number);
  if (file === undefined) return;
  open.delete(descriptor as number);
  isClosed(file);
}

/** Tells of the file when the request is answered, before the program hears of it. */
function tellWhenOpen(request: Request, place: UserPlace): void {
  const { oncomplete } = request;
  if (typeof oncomplete !== 'function') return;
  request.oncomplete = function (this: Request, ...answer) {
    // A stack names the function that runs by the property that it is found in.
    this.oncomplete = oncomplete;
    const [error, descriptor] = answer;
    if (error == null && typeof descriptor === 'number') {
      // Closed by something that is not watched, since the system gives the number away again.
      closed(descriptor);
      const file = {};
      open.set(descriptor, file);
      isOpened(file, ResourceKind.file, '', place);
    }
    return Reflect.apply(oncomplete, this, answer);
  };
}

export function watchDescriptors(): void {
  const fs = createRequire(__filename)('node:fs') as object;
  watch(fs, 'open', (call) => {
    asking = userPlace(OPENING);
    try {
      return call();
    } finally {
      if (asking !== null && asked !== null) tellWhenOpen(asked, asking);
      asking = null;
      asked = null;
    }
  });
  for (const name of ['close', 'closeSync'])
    watch(fs, name, (call, [descriptor]) => {
      closed(descriptor);
      return call();
    });
}
