// Opens recordings from anywhere. Nothing that a file says about itself is believed before it was checked.

import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Result } from '../protocol/bridge.ts';
import {
  CHUNK_HEADER_BYTES,
  HEADER_STREAM,
  HOST_STREAM,
  MAIN_STREAM,
  RECORDING_MAGIC,
  type RecordingEnding,
  type RecordingHeader,
} from '../protocol/recording.ts';
import { isRecording } from './check-script.ts';
import { type ChunkHead, decodeChunkHead, headDamage, unpackChunk } from './chunk.ts';
import { failure, fileCause, success } from './problem.ts';
import { StreamScanner } from './stream-scanner.ts';

/** A header has only paths and arguments, so it is small. */
const MAX_HEADER_BYTES = 8 * 1024 * 1024;

export interface OpenRecording {
  readonly path: string;
  readonly header: RecordingHeader;
  /** The size of the file when it was opened. */
  readonly fileBytes: number;
  /**
   * Calls `onChunk` for each chunk in order, with its raw bytes and how much of the file has been read. The next call waits until that
   * resolves. Rejects with the signal's reason when it is aborted. At the end of the file, `grows` says whether to wait for more. To be
   * called once; closes the file.
   */
  read(
    onChunk: (stream: number, bytes: Uint8Array, readBytes: number) => void | Promise<void>,
    signal?: AbortSignal,
    grows?: () => Promise<boolean>,
  ): Promise<RecordingEnding>;
  /** How many raw bytes `read` would pass on. Looks only at the chunks' heads. */
  rawBytes(): Promise<number>;
  /** To be called if it is not going to be read. */
  close(): Promise<void>;
}

/** Opens a recording and reads its header. The problem names the file and says why it is not a recording. */
export async function openRecording(file: string): Promise<Result<OpenRecording>> {
  const path = resolve(file);
  const title = `Cannot open ${basename(path)}`;
  const another = 'Open another recording, or make a new one by running the program.';
  let handle: FileHandle | undefined;
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      return failure(title, found.isDirectory() ? `${path} is a folder.` : `${path} is not a file.`, another);
    }
    if (found.size === 0) return failure(title, `${path} is empty.`, another);
    handle = await open(path);
    const reader = new Reader(handle, found.size);
    const wrong = await reader.begin();
    if (wrong === null) {
      handle = undefined;
      const { header } = reader;
      const { read, rawBytes, close } = reader;
      return success({ path, header, fileBytes: found.size, read, rawBytes, close });
    }
    return failure(title, `${path} ${wrong}`, another);
  } catch (error) {
    return failure(title, fileCause(path, error), another);
  } finally {
    await handle?.close();
  }
}

type Piece =
  | { readonly head: ChunkHead; readonly stored: Uint8Array }
  | { readonly ending: 'end' | 'cut' }
  | { readonly damage: string };

class Reader {
  readonly #file: FileHandle;
  #fileBytes: number;
  #at = 0;
  #header: RecordingHeader | null = null;

  constructor(file: FileHandle, fileBytes: number) {
    this.#file = file;
    this.#fileBytes = fileBytes;
  }

  get header(): RecordingHeader {
    return this.#header as RecordingHeader;
  }

  /** Reads the magic and the header. Returns what is wrong with the file, as the rest of a sentence, or null. */
  async begin(): Promise<string | null> {
    if (!isRecording(await this.#bytes(RECORDING_MAGIC.length))) return 'is not a Loopscope recording.';
    const cut = 'was cut off before the recording began: there is nothing in it.';
    const piece = await this.#next();
    if ('ending' in piece) return cut;
    if ('damage' in piece) return `is damaged: it begins with ${piece.damage}.`;
    if (piece.head.stream !== HEADER_STREAM || piece.head.rawBytes > MAX_HEADER_BYTES)
      return 'has no header.';
    try {
      const text = Buffer.from(await unpackChunk(piece.head, piece.stored)).toString();
      this.#header = asHeader(JSON.parse(text));
    } catch (error) {
      return `has a damaged header: ${(error as Error).message}.`;
    }
    return this.#header === null ? 'has a header that is not a recording’s.' : null;
  }

  readonly close = (): Promise<void> => this.#file.close();

  readonly rawBytes = async (): Promise<number> => {
    const at = this.#at;
    let rawBytes = 0;
    for (;;) {
      const head = await this.#head();
      if (!('storedBytes' in head)) break;
      rawBytes += head.rawBytes;
      this.#at += head.storedBytes;
    }
    this.#at = at;
    return rawBytes;
  };

  readonly read: OpenRecording['read'] = async (onChunk, signal, grows) => {
    const tracer = new StreamScanner();
    const host = new StreamScanner();
    const damaged = (chunkAt: number, what: string): RecordingEnding => ({
      cutOff: true,
      damage: `The recording is damaged from byte ${chunkAt} on: ${what}. What came before it is shown.`,
    });
    try {
      for (;;) {
        signal?.throwIfAborted();
        const chunkAt = this.#at;
        const piece = await this.#next();
        if ('damage' in piece) return damaged(chunkAt, piece.damage);
        if ('ending' in piece) {
          if (await grows?.()) {
            this.#at = chunkAt;
            this.#fileBytes = (await this.#file.stat()).size;
            continue;
          }
          return { cutOff: piece.ending === 'cut' || !(tracer.bye && host.programEnd), damage: null };
        }
        let raw: Uint8Array;
        try {
          raw = await unpackChunk(piece.head, piece.stored);
        } catch (error) {
          return damaged(chunkAt, (error as Error).message);
        }
        if (piece.head.stream === MAIN_STREAM) tracer.push(raw);
        if (piece.head.stream === HOST_STREAM) host.push(raw);
        await onChunk(piece.head.stream, raw, this.#at);
      }
    } finally {
      await this.close();
    }
  };

  async #next(): Promise<Piece> {
    const head = await this.#head();
    if (!('storedBytes' in head)) return head;
    const stored = await this.#bytes(head.storedBytes);
    return stored.length < head.storedBytes ? { ending: 'cut' } : { head, stored };
  }

  async #head(): Promise<ChunkHead | Exclude<Piece, { readonly head: ChunkHead }>> {
    const headBytes = await this.#bytes(CHUNK_HEADER_BYTES);
    if (headBytes.length === 0) return { ending: 'end' };
    if (headBytes.length < CHUNK_HEADER_BYTES) return { ending: 'cut' };
    const head = decodeChunkHead(headBytes);
    const damage = headDamage(head);
    if (damage !== null) return { damage };
    // This is checked before anything is allocated. If the file cannot hold the size, it was cut off.
    return head.storedBytes > this.#fileBytes - this.#at ? { ending: 'cut' } : head;
  }

  /** The next `length` bytes; fewer at the end of the file. */
  async #bytes(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(length, Math.max(0, this.#fileBytes - this.#at)));
    let got = 0;
    while (got < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, got, bytes.length - got, this.#at);
      if (bytesRead === 0) break;
      got += bytesRead;
      this.#at += bytesRead;
    }
    return bytes.subarray(0, got);
  }
}

function asHeader(value: unknown): RecordingHeader | null {
  if (!isObject(value) || value.format !== 'loopscope-recording/1' || !isObject(value.program)) return null;
  const { path, file, args, cwd, runtime, consoleElsewhere } = value.program;
  const { startEpochMs, monotonicNs, recorder } = value;
  const isString = (text: unknown): text is string => typeof text === 'string';
  if (!isString(path) || !isString(cwd) || !isString(runtime) || !isString(recorder)) return null;
  if (!Array.isArray(args) || !args.every(isString)) return null;
  if (typeof startEpochMs !== 'number' || !Number.isFinite(startEpochMs)) return null;
  const zero = typeof monotonicNs === 'number' && Number.isFinite(monotonicNs) ? { monotonicNs } : {};
  const elsewhere = consoleElsewhere === true ? ({ consoleElsewhere } as const) : {};
  const program = { path, ...(isString(file) && { file }), args, cwd, runtime, ...elsewhere };
  return { format: value.format, program, startEpochMs, ...zero, recorder };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
