import { BlobKind, RecordType } from '../../protocol/events.ts';
import {
  CHECKED_ENDS,
  checkOfAscii,
  checkOfBytes,
  type Way,
  writtenArgument,
} from '../../protocol/written.ts';
import { clockNs, putAt, putBlob } from '../sending/writer.ts';
import { currentTask } from '../tasks/context.ts';

/** Taken before the program can replace them. */
const { byteLength, from: bufferFrom, isEncoding } = Buffer;

/** What is written, as far as a reader needs it. One object for all: a program may print a million lines. */
const told = { bytes: 0, check: 0 };

/** Nobody reads what is written, so it is sent along. */
let sendsOutput = false;
export function sendOutput(): void {
  sendsOutput = true;
}

/** Tells that the task that runs writes, at `atNs`: all of `chunk`, which whoever has it in hand cannot change any more. */
export function tellWritten(
  output: number,
  way: Way,
  chunk: unknown,
  encoding: unknown,
  atNs = clockNs(),
): void {
  told.bytes = 0;
  if (typeof chunk === 'string') readText(chunk, encoding);
  else if (ArrayBuffer.isView(chunk)) readBytes(viewOf(chunk));
  if (told.bytes === 0) return;
  const task = currentTask()?.id ?? 0;
  putAt(atNs, RecordType.wrote | (writtenArgument(output, way, told.check) << 8), told.bytes, task);
  if (sendsOutput) send(output === 0 ? BlobKind.stdout : BlobKind.stderr, chunk, encoding);
}

/** So much of it is sent at once. */
const PIECE_BYTES = 64 * 1024;

function send(kind: BlobKind, chunk: unknown, encoding: unknown): void {
  if (typeof chunk === 'string' && told.bytes <= PIECE_BYTES && isUtf8(encoding))
    return putBlob(kind, chunk, 0);
  const bytes = typeof chunk === 'string' ? bytesOf(chunk, encoding) : viewOf(chunk as ArrayBufferView);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    putBlob(kind, bytes.subarray(at, at + PIECE_BYTES), 0);
}

const bytesOf = (text: string, encoding: unknown): Uint8Array =>
  bufferFrom(text, isUtf8(encoding) ? 'utf8' : (encoding as BufferEncoding));

const viewOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** What Node takes for UTF-8. */
const UTF8 = /^utf-?8$/i;
const isUtf8 = (encoding: unknown): boolean =>
  typeof encoding !== 'string' || encoding === '' || encoding === 'utf8' || UTF8.test(encoding);

function readText(text: string, encoding: unknown): void {
  if (!isUtf8(encoding)) {
    // Otherwise Node refuses it.
    if (isEncoding(encoding as string)) readBytes(bufferFrom(text, encoding as BufferEncoding));
    return;
  }
  told.check = checkOfAscii(text);
  // Then all of a short one was looked at.
  told.bytes = told.check >= 0 && text.length <= CHECKED_ENDS ? text.length : byteLength(text);
  if (told.check >= 0) return;
  const first = bufferFrom(text.slice(0, ENOUGH));
  const last = bufferFrom(text.slice(-ENOUGH));
  const beforeLast = told.bytes - last.length;
  told.check = checkOfBytes(
    (at) => (at < CHECKED_ENDS ? first[at] : last[at - beforeLast]) as number,
    told.bytes,
  );
}

/** So many characters have at least as many bytes as count, whatever a cut makes of the one at its end. */
const ENOUGH = CHECKED_ENDS + 2;

function readBytes(bytes: Uint8Array): void {
  told.bytes = bytes.length;
  told.check = checkOfBytes((at) => bytes[at] as number, bytes.length);
}
