import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { types } from 'node:util';
import { AwaitedKind } from '../../protocol/events.ts';
import { isSettledBy } from '../promises/awaited.ts';
import { senderOf } from '../threads/senders.ts';
import { shortened } from './abouts.ts';
import { nameCalled } from './called.ts';
import { nameOfDescriptor } from './open-files.ts';
import { ownValue } from './own-value.ts';
import { withoutCredentials } from './secrets.ts';
import { watch } from './watched.ts';

/** The name of what a `for await` iterates: `stream data.json`, `lines of data.json`, `stream`; '' for anything but a stream. */
export function nameOfIterable(iterable: unknown): string {
  const input = ownValue(iterable, 'input');
  if (isStream(input)) return `lines of ${streamName(input)}`;
  return isStream(iterable) ? streamName(iterable) : '';
}

const isStream = (value: unknown): boolean => ownValue(value, '_readableState') !== undefined;

/** `stream data.json`, `stdin`, `stream Parser`. */
export function streamName(stream: unknown): string {
  const path = ownValue(stream, 'path');
  if (typeof path === 'string') return `stream ${shortened(basename(path))}`;
  const descriptor = ownValue(stream, 'fd');
  if (descriptor === 0) return 'stdin';
  const file = nameOfDescriptor(descriptor);
  return `stream ${file === '' ? classOf(stream) : basename(file)}`;
}

/** The name of the class that an object was made by. */
function classOf(object: unknown): string {
  if (typeof object !== 'object' || object === null || types.isProxy(object)) return '';
  for (
    let at = Object.getPrototypeOf(object);
    at !== null && !types.isProxy(at);
    at = Object.getPrototypeOf(at)
  ) {
    const name = ownValue(ownValue(at, 'constructor'), 'name');
    if (typeof name === 'string' && name !== '') return name;
  }
  return '';
}

/** `worker resize.mjs #1`, `process git`, `Server`. */
function emitterName(emitter: unknown): string {
  const sender = typeof emitter === 'object' && emitter !== null ? senderOf(emitter) : '';
  const name = sender || (typeof emitter === 'object' && emitter !== null ? nameCalled(emitter) : '');
  if (name !== '') return name;
  const id = ownValue(emitter, 'id');
  if (typeof id === 'number' && ownValue(ownValue(emitter, 'process'), 'spawnfile') !== undefined)
    return `cluster worker #${id}`;
  const file = ownValue(emitter, 'spawnfile');
  return typeof file === 'string' ? `process ${basename(file)}` : classOf(emitter);
}

/** Names what a program waits for with `events.once`: `"listening" of Server`. */
export function nameEvents(): void {
  const events = createRequire(__filename)('node:events') as object;
  watch(events, 'once', (call, args) => {
    const promise = call();
    const { 0: emitter, 1: event } = args;
    const name =
      typeof event === 'string' ? `"${shortened(withoutCredentials(event))}" of ${emitterName(emitter)}` : '';
    if (types.isPromise(promise)) isSettledBy(promise, AwaitedKind.promise, name);
    return promise;
  });
}
