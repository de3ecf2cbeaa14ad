import { type FileHandle, open } from 'node:fs/promises';
import { HEADER_STREAM, RECORDING_MAGIC, type RecordingHeader } from '../protocol/recording.ts';
import { encodeChunk } from './chunk.ts';

/** Writes a recording chunk by chunk. After each chunk, the file can be read up to there. */
export class RecordingWriter {
  readonly #file: FileHandle;
  #bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Creates or empties the file and writes the header. Rejects with the system's error. */
  static async create(path: string, header: RecordingHeader): Promise<RecordingWriter> {
    const writer = new RecordingWriter(await open(path, 'w'));
    await writer.#write(Buffer.from(RECORDING_MAGIC, 'latin1'));
    await writer.append(HEADER_STREAM, Buffer.from(JSON.stringify(header)));
    return writer;
  }

  /** How large the file is now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** To be awaited before the next call. */
  async append(stream: number, raw: Uint8Array): Promise<void> {
    await this.#write(await encodeChunk(stream, raw));
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    // A write may take only part of the bytes, for example if the disk is nearly full.
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#bytes);
      at += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }
}
