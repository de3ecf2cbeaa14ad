import type * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { types } from 'node:util';
import { AwaitedKind } from '../../protocol/events.ts';
import { isSettledBy } from '../promises/awaited.ts';
import { isComplete } from '../promises/promises.ts';
import { shortened } from './abouts.ts';
import { fileHandleClass, knowFileHandles, pathWritten } from './file-names.ts';
import { isStepWith } from './in-steps.ts';
import { fileCloses, fileIsOpen, nameOfDescriptor } from './open-files.ts';
import { during } from './operation.ts';
import { streamName } from './streams.ts';
import { watch, watchFileStreams } from './watched.ts';

/** The functions whose first argument is a path. */
const OPERATIONS = (
  'access appendFile chmod chown copyFile cp exists lchown link lstat lutimes mkdir mkdtemp open opendir readdir ' +
  'readFile readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes writeFile'
).split(' ');

/** The functions whose first argument is the descriptor of an open file. */
const OF_DESCRIPTORS =
  'close fchmod fchown fdatasync fstat fsync ftruncate futimes read readv write writev'.split(' ');

/** The methods of a file's handle. Its `close` is not among them: each handle has its own, which calls the native handle's. */
const OF_HANDLES =
  'appendFile chmod chown datasync read readFile readv stat sync truncate utimes write writeFile writev'.split(
    ' ',
  );

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
    watch(promises, name, (call, args) => promiseOf(described(name, args[0]), call));
  }
  for (let i = 0; i < OF_DESCRIPTORS.length; i++) {
    const name = OF_DESCRIPTORS[i] as string;
    // Some of what takes a path opens the file and calls these itself.
    watch(shared, name, (call, { 0: descriptor }) =>
      isStepWith(nameOfDescriptor(descriptor)) ? call() : during(described(name, descriptor), call),
    );
  }
  nameHandles();
}

function nameHandles(): void {
  const handles = fileHandleClass();
  if (handles === null) return;
  const { prototype } = handles;
  knowFileHandles(prototype);
  for (let i = 0; i < OF_HANDLES.length; i++) {
    const name = OF_HANDLES[i] as string;
    watch(prototype, name, (call, _args, self) => promiseOf(described(name, self), call));
  }
}

let isClosingNamed = false;

/** A file was opened that has a handle. `native`: what that stands for. */
export function handleIsOpen(native: object, name: string): void {
  fileIsOpen((native as { readonly fd?: unknown }).fd, name);
  if (isClosingNamed) return;
  isClosingNamed = true;
  watch(Object.getPrototypeOf(native) as object, 'close', (call, _args, self) => {
    const { fd } = self as { readonly fd?: unknown };
    const closing = nameOfDescriptor(fd);
    fileCloses(fd);
    return closing === '' ? call() : during(`close ${closing}`, call);
  });
}

/** Calls a function that makes the promise of what is asked for. */
function promiseOf(text: string, call: () => unknown): unknown {
  const promise = during(text, call);
  if (!types.isPromise(promise)) return promise;
  isSettledBy(promise, AwaitedKind.file, text);
  isComplete(promise);
  return promise;
}

/** The last name: to put the same text together again took 0.5 µs, and to look it up as long, since its hash is not known. */
const last = { operation: '', path: '', text: '' };

function described(operation: string, file: unknown): string {
  const path = pathWritten(file);
  if (path === '') return operation;
  if (path !== last.path || operation !== last.operation) {
    last.operation = operation;
    last.path = path;
    last.text = `${operation} ${shortened(path)}`;
  }
  return last.text;
}
