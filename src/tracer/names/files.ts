import type * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { types } from 'node:util';
import { AwaitedKind } from '../../protocol/events.ts';
import { isSettledBy } from '../promises/awaited.ts';
import { isComplete } from '../promises/promises.ts';
import { shortened } from './abouts.ts';
import { during } from './operation.ts';
import { streamName } from './streams.ts';
import { watch, watchFileStreams } from './watched.ts';

/** The functions whose first argument is a path. */
const OPERATIONS = (
  'access appendFile chmod chown copyFile cp exists lchown link lstat lutimes mkdir mkdtemp open opendir readdir ' +
  'readFile readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes writeFile'
).split(' ');

/** What a stream that reads or writes a file does with it. */
const OF_STREAMS = ['_construct', '_read', '_write', '_writev', '_destroy'];

/** Names what a program waits for when it asks for a file: `readFile data.json`. */
export function nameFiles(): void {
  const shared = createRequire(__filename)('node:fs') as typeof fs;
  const { promises } = shared;
  let areStreamsNamed = false;
  for (let i = 0; i < OPERATIONS.length; i++) {
    const name = OPERATIONS[i] as string;
    watch(shared, name, (call, args) => {
      // Each stream opens its file first.
      if (name === 'open' && !areStreamsNamed) {
        areStreamsNamed = true;
        OF_STREAMS.forEach((method) => {
          watchFileStreams(shared, method, (go, _args, stream) => during(streamName(stream), go));
        });
      }
      return during(described(name, args[0]), call);
    });
    watch(promises, name, (call, args) => {
      const text = described(name, args[0]);
      const promise = during(text, call);
      if (!types.isPromise(promise)) return promise;
      isSettledBy(promise, AwaitedKind.file, 0, text);
      isComplete(promise);
      return promise;
    });
  }
}

/** The last name: to put the same text together again took 0.5 µs, and to look it up as long, since its hash is not known. */
const last = { operation: '', path: '', isUrl: false, text: '' };

function described(operation: string, path: unknown): string {
  const written = pathWritten(path);
  if (written === '') return operation;
  const isUrl = typeof path !== 'string';
  if (written !== last.path || operation !== last.operation || isUrl !== last.isUrl) {
    last.operation = operation;
    last.path = written;
    last.isUrl = isUrl;
    last.text = `${operation} ${shortened(isUrl ? written.replace(/^file:\/\//, '') : written)}`;
  }
  return last.text;
}

const hrefOf = Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get;

function pathWritten(path: unknown): string {
  if (typeof path === 'string') return path;
  if (typeof path !== 'object' || path === null || types.isProxy(path)) return '';
  if (Object.getPrototypeOf(path) !== URL.prototype) return '';
  const href = String(hrefOf?.call(path));
  const query = href.indexOf('?');
  return query < 0 ? href : href.slice(0, query);
}
