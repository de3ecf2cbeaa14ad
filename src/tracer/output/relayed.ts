// What a worker writes is written by its starter, later. The worker has recorded it already, so its starter must recognise it.

import type { Outputs } from '../../node/start.ts';
import { OUTPUTS } from '../../protocol/written.ts';
import { callUnseen } from '../frame-limit.ts';
import { resemble } from '../names/watched.ts';
import { SafeWeakSet } from '../safe-weak.ts';

/** The streams through which the output of traced workers comes. */
const relays = new SafeWeakSet<object>();
/** The pieces that came through those streams. */
const pieces = new SafeWeakSet<object>();

export const isRelayed = (chunk: unknown): boolean =>
  typeof chunk === 'object' && chunk !== null && pieces.has(chunk);

interface Source {
  readonly readableEncoding: string | null;
  push(chunk: unknown, encoding?: BufferEncoding): boolean;
}

/** Which outputs a worker with these options records: not those that its starter keeps for itself. */
export function outputsOfWorker(
  outputs: Outputs | null,
  kept: { readonly stdout?: unknown; readonly stderr?: unknown },
): Outputs | null {
  return outputs === null ? null : [kept.stdout ? '' : outputs[0], kept.stderr ? '' : outputs[1]];
}

/** `prototype`: that of Node's own workers. `outputs`: those that this worker records. */
export function relayFrom(worker: object, prototype: object, outputs: Outputs | null): void {
  if (outputs === null) return;
  for (let at = 0; at < OUTPUTS.length; at++) {
    if (outputs[at] === '') continue;
    const get = Object.getOwnPropertyDescriptor(prototype, OUTPUTS[at] as string)?.get;
    const source: unknown = get?.call(worker);
    if (typeof source !== 'object' || source === null) continue;
    watchSource(Object.getPrototypeOf(source) as Source);
    relays.add(source);
  }
}

/** Node calls this method with each piece as the worker wrote it, and passes the resulting bytes on unchanged. */
function watchSource(prototype: Source): void {
  if (Object.hasOwn(prototype, 'push')) return;
  const original = prototype.push;
  const methods = {
    push(this: Source, chunk: unknown, encoding?: BufferEncoding): unknown {
      const isTold = relays.has(this) && chunk !== null && this.readableEncoding === null;
      // biome-ignore lint/complexity/noArguments: handed on as they are, they need no array
      if (!isTold) return callUnseen(original, this, arguments);
      const piece =
        typeof chunk === 'string' ? Buffer.from(chunk, encoding) : bufferOf(chunk as ArrayBufferView);
      pieces.add(piece);
      return callUnseen(original, this, [piece]);
    },
  };
  Object.defineProperty(prototype, 'push', {
    ...{ configurable: true, writable: true, enumerable: false },
    value: resemble(methods.push, original),
  });
}

const bufferOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
