// `process.stdout` and `process.stderr`. What a program writes to them is recorded at once, however long the streams keep it.
//
// The streams' handles would be a lower level to watch. But a full pipe takes nothing, and what is written meanwhile reaches the handle
// later, in pieces that do not show any more who wrote them, and when.

import { createRequire } from 'node:module';
import type * as stream from 'node:stream';
import { isMainThread } from 'node:worker_threads';
import { OUTPUTS, Way } from '../../protocol/written.ts';
import { callUnseen } from '../frame-limit.ts';
import { pointsBack, replace, resemble, standIn } from '../names/watched.ts';
import { outputOf } from './outputs.ts';
import { isRelayed } from './relayed.ts';
import { tellWritten } from './tell.ts';

type AnyFunction = (...args: unknown[]) => unknown;
const { construct } = Reflect;

interface Standard {
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
}
/** Stands for no stream. */
const NONE: object = {};
/** The streams of this thread, once the program has asked for them. */
let stdout = NONE;
let stderr = NONE;

const WAY = isMainThread ? Way.stream : Way.handedOn;

export function watchOutputStreams(): void {
  const { Duplex, Writable } = createRequire(__filename)('node:stream') as typeof stream;
  for (let at = 0; at < OUTPUTS.length; at++)
    if (outputOf(at + 1) >= 0)
      whenAsked(OUTPUTS[at] as string, (made) => {
        // Streams to a file write by the descriptor, which descriptors.ts records.
        if (isMainThread && !(made instanceof Duplex)) return;
        if (at === 0) stdout = made;
        else stderr = made;
      });
  watchWrite([Writable.prototype, Duplex.prototype]);
}

/** Calls `made` with a standard stream. Node makes these when the program first asks for them. */
function whenAsked(name: string, made: (stream: object) => void): void {
  const property = Object.getOwnPropertyDescriptor(process, name);
  if (property?.get === undefined) return;
  const own = property.get;
  const get = standIn(own, (call) => {
    const found = call();
    if (typeof found === 'object' && found !== null) made(found);
    if (Object.getOwnPropertyDescriptor(process, name)?.get === get) {
      Object.defineProperty(process, name, property);
      pointsBack(own, get);
    }
    return found;
  });
  pointsBack(get, own);
  Object.defineProperty(process, name, { ...property, get });
}

/** Watches `write` of all streams. For any but the two that costs two comparisons, and no array of arguments. */
function watchWrite(owners: readonly object[]): void {
  const original = Object.getOwnPropertyDescriptor(owners[0], 'write')?.value as AnyFunction;
  const write = function (this: unknown, chunk: unknown, encoding: unknown): unknown {
    // biome-ignore-start lint/complexity/noArguments: handed on as they are, they need no array
    if (new.target !== undefined) return construct(original, arguments, new.target);
    if (this === stdout) note(stdout as Standard, outputOf(1), chunk, encoding);
    else if (this === stderr) note(stderr as Standard, outputOf(2), chunk, encoding);
    return callUnseen(original, this, arguments);
    // biome-ignore-end lint/complexity/noArguments: as above
  };
  resemble(write, original);
  for (let at = 0; at < owners.length; at++) {
    const owner = owners[at] as object;
    const property = Object.getOwnPropertyDescriptor(owner, 'write');
    if (property?.value === original) replace(owner, 'write', property, write);
  }
}

function note(stream: Standard, output: number, chunk: unknown, encoding: unknown): void {
  // A stream that has ended refuses to write.
  if (stream.destroyed || stream.writableEnded) return;
  if (typeof chunk === 'string' || !isRelayed(chunk)) tellWritten(output, WAY, chunk, encoding);
}
