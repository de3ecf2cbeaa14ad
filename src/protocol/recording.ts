// A recording on disk: the magic, then chunks. Each chunk is self-contained, so a file that was cut off can be read up to its last
// whole chunk. Whether it was cut off shows in which chunk is the last one.
//
//   "loopscope-recording/1\n"                 22 bytes, then 2 bytes of zero
//   chunk  u32 stored length · u32 raw length · u32 CRC-32 of the stored bytes · u16 stream · u8 packing · u8 0
//          u32 CRC-32 of the 16 bytes before it
//          stored bytes
//   …

import type { ClockZero } from './payloads.ts';

export const RECORDING_MAGIC = 'loopscope-recording/1\n\0\0';
export const RECORDING_EXTENSION = '.loopscope';
export const CHUNK_HEADER_BYTES = 20;

/** The largest stored and raw length of a chunk. It limits what a hostile file can make a reader allocate. */
export const MAX_CHUNK_BYTES = 128 * 1024 * 1024;

export const Packing = { none: 0, deflateRaw: 1 } as const;
export type Packing = (typeof Packing)[keyof typeof Packing];

/** The stream of the program's main thread. */
export const MAIN_STREAM = 0;

/** Streams that are not a thread of the program. */
export const HEADER_STREAM = 0xffff;
export const HOST_STREAM = 0xfffe;

/** The JSON of the first chunk (stream `HEADER_STREAM`, no records in it). Its clock is the host stream's. */
export interface RecordingHeader extends ClockZero {
  readonly format: 'loopscope-recording/1';
  readonly program: {
    /** Absolute path of the script. */
    readonly path: string;
    /**
     * The file that the path leads to, which is what its source is called. Set only if it differs, because the path is or contains a
     * symbolic link.
     */
    readonly file?: string;
    readonly args: readonly string[];
    readonly cwd: string;
    /** The runtime that was asked for, for example `node 20.20.2`; the tracer's hello says which one it was. */
    readonly runtime: string;
    /** The program's output went where its recorder's own output goes. So the recording has only the output that tracers sent, and
     * none of other programs that it started. */
    readonly consoleElsewhere?: true;
  };
  /** The Loopscope that recorded it. */
  readonly recorder: string;
}

/** How a recording that was read ended. */
export interface RecordingEnding {
  /** The recording lacks the last record of the tracer or the host: one of them was killed, or the file is incomplete. */
  readonly cutOff: boolean;
  /** Where the file became unreadable, and why, as a sentence; null when nothing is wrong with it. */
  readonly damage: string | null;
}
