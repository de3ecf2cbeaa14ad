// `process.stdout` and `process.stderr`: what a program writes to them is told as it does, however long they keep it.
//
// The streams' handles would be a lower place. But a pipe that is full takes nothing, and what is written meanwhile comes to the handle
// later, in pieces of which nobody could say any more who wrote them, and when.

import { createRequire } from 'node:module';
import type * as stream from 'node:stream';
import { isMainThread } from 'node:worker_threads';
import { OUTPUTS, Way } from '../../protocol/written.ts';
import { replace, resemble, standIn } from '../names/watched.ts';
import { outputOf } from './outputs.ts';
import { isRelayed } from './relayed.ts';
import { tellWritten } from './tell.ts';

type AnyFunction = (...args: unknown[]) => unknown;
const { apply, construct } = Reflect;

interface Standard {
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
}
/** Nobody writes to this one. */
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
        // To a file streams write through descriptors.ts.
        if (isMainThread && !(made instanceof Duplex)) return;
        if (at === 0) stdout = made;
        else stderr = made;
      });
  watchWrite([Writable.prototype, Duplex.prototype]);
}

/** Node makes the standard streams when they are asked for first. */
function whenAsked(name: string, made: (stream: object) => void): void {
  const property = Object.getOwnPropertyDescriptor(process, name);
  if (property?.get === undefined) return;
  const get = standIn(property.get, (call) => {
    const found = call();
    if (typeof found === 'object' && found !== null) made(found);
    if (Object.getOwnPropertyDescriptor(process, name)?.get === get)
      Object.defineProperty(process, name, property);
    return found;
  });
  Object.defineProperty(process, name, { ...property, get });
}

/** All of a program's streams come by here: for others than the two it is two comparisons, and no array of arguments. */
function watchWrite(owners: readonly object[]): void {
  const original = Object.getOwnPropertyDescriptor(owners[0], 'write')?.value as AnyFunction;
  const write = function (this: unknown, chunk: unknown, encoding: unknown): unknown {
    // biome-ignore-start lint/complexity/noArguments: handed on as they are, they need no array
    if (new.target !== undefined) return construct(original, arguments, new.target);
    if (this === stdout) note(stdout as Standard, outputOf(1), chunk, encoding);
    else if (this === stderr) note(stderr as Standard, outputOf(2), chunk, encoding);
    return apply(original, this, arguments);
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
  // It refuses that.
  if (stream.destroyed || stream.writableEnded) return;
  if (typeof chunk === 'string' || !isRelayed(chunk)) tellWritten(output, WAY, chunk, encoding);
}
