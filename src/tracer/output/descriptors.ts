// What is written to a descriptor by its number, past the streams: `fs.writeSync(1, …)` and the like, as loggers do. All of these come down to
// functions of Node's own that the program does not see, and those are watched.

import { Way } from '../../protocol/written.ts';
import { callUnseen } from '../frame-limit.ts';
import { internals } from '../runtime/internals.ts';
import { clockNs } from '../sending/writer.ts';
import { outputOf } from './outputs.ts';
import { tellWritten } from './tell.ts';

type AnyFunction = (...args: unknown[]) => unknown;
type Binding = Record<string, AnyFunction>;
type Parts = (args: ArrayLike<unknown>, written: number) => void;

export function watchOutputDescriptors(): void {
  const node = internals();
  if (node === null) return;
  const fs = node.internalBinding<Binding>('fs');
  watchWriting(fs, 'writeBuffer', 5, (args, written) => {
    const { buffer, byteOffset } = args[1] as Uint8Array;
    tell(new Uint8Array(buffer, byteOffset + Number(args[2]), Math.min(Number(args[3]), written)));
  });
  watchWriting(fs, 'writeString', 4, (args, written) => {
    const text = args[1] as string;
    const encoding = args[3] as BufferEncoding | undefined;
    if (written >= Buffer.byteLength(text, encoding)) tell(text, encoding);
    else tell(Buffer.from(text, encoding).subarray(0, written));
  });
  watchWriting(fs, 'writeBuffers', 3, (args, written) => {
    const buffers = args[1] as ArrayBufferView[];
    let left = written;
    for (let at = 0; at < buffers.length && left > 0; at++) {
      const { buffer, byteOffset, byteLength } = buffers[at] as ArrayBufferView;
      tell(new Uint8Array(buffer, byteOffset, Math.min(byteLength, left)));
      left -= byteLength;
    }
  });
}

/** The descriptor that is being written to, and since when. */
const now = { output: -1, atNs: 0 };
const tell = (chunk: unknown, encoding?: unknown): void =>
  tellWritten(now.output, Way.direct, chunk, encoding, now.atNs);

/** `request`: which argument says whom to call back. Without that, the function returns how many bytes it has written. */
function watchWriting(fs: Binding, name: string, request: number, parts: Parts): void {
  const own = fs[name];
  if (typeof own !== 'function') return;
  fs[name] = function (this: unknown, descriptor: unknown): unknown {
    // biome-ignore-start lint/complexity/noArguments: how many there are matters, and they need no array
    const output = descriptor === 1 || descriptor === 2 ? outputOf(descriptor) : -1;
    if (output < 0) return callUnseen(own, this, arguments);
    now.output = output;
    now.atNs = clockNs();
    const isLater = arguments[request] !== undefined;
    // Recorded before others can write.
    if (isLater) parts(arguments, Number.POSITIVE_INFINITY);
    const written = callUnseen(own, this, arguments);
    if (!isLater && typeof written === 'number' && written > 0) parts(arguments, written);
    return written;
    // biome-ignore-end lint/complexity/noArguments: as above
  };
}
