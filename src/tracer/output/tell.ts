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

/** The length and checksum of what is written. One object for all calls, since a program may print a million lines. */
const told = { bytes: 0, check: 0 };

/** Nobody reads what is written, so the bytes are sent as well. */
let sendsOutput = false;
export function sendOutput(): void {
  sendsOutput = true;
}

/** Records that the running task writes all of `chunk` at `atNs`. Nobody can change `chunk` between this and the write. */
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

/** At most this much is sent in one blob. */
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

/** The names that Node takes for UTF-8. */
const UTF8 = /^utf-?8$/i;
const isUtf8 = (encoding: unknown): boolean =>
  typeof encoding !== 'string' || encoding === '' || encoding === 'utf8' || UTF8.test(encoding);

function readText(text: string, encoding: unknown): void {
  if (!isUtf8(encoding)) {
    // Node refuses an unknown encoding, and nothing is written.
    if (isEncoding(encoding as string)) readBytes(bufferFrom(text, encoding as BufferEncoding));
    return;
  }
  told.check = checkOfAscii(text);
  // Of a short ASCII text all characters were looked at, so it has as many bytes as characters.
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

/** This many characters have at least as many bytes as the checksum covers, even if the cut falls into a character. */
const ENOUGH = CHECKED_ENDS + 2;

function readBytes(bytes: Uint8Array): void {
  told.bytes = bytes.length;
  told.check = checkOfBytes((at) => bytes[at] as number, bytes.length);
}
