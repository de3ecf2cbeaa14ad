import type { SessionAcknowledgement, SessionMessage } from '../../protocol/bridge.ts';
import type { ClockZero } from '../../protocol/payloads.ts';
import type { RecordingEnding } from '../../protocol/recording.ts';
import { NextTurn } from './next-turn.ts';

export interface IngestTarget {
  header(zero: ClockZero, fromBytes: number): void;
  bytes(stream: number, bytes: Uint8Array): void;
  full(): void;
  end(ending: RecordingEnding): void;
  progress(done: number): void;
}

/** How long a slice is: a question of the window waits this long at most. */
const SLICE_MS = 6;
/** How many bytes are taken at once: less than a millisecond of work, so that a slice ends on time. */
const PIECE_BYTES = 64 * 1024;

/**
 * Takes a session's messages in order, in slices, so that the worker can answer questions in between. It acknowledges what it has taken,
 * so that main never sends more than the worker can keep up with.
 */
export class IngestQueue {
  readonly #target: IngestTarget;
  readonly #port: MessagePort;
  readonly #messages: SessionMessage[] = [];
  /** How much of the first message has been taken. */
  #offset = 0;
  readonly #turn = new NextTurn(() => this.#slice());

  constructor(port: MessagePort, target: IngestTarget) {
    this.#port = port;
    this.#target = target;
    port.onmessage = ({ data }: MessageEvent<SessionMessage>) => {
      this.#messages.push(data);
      this.#turn.schedule();
    };
  }

  #slice(): void {
    const endMs = performance.now() + SLICE_MS;
    let taken = 0;
    let next = 0;
    while (next < this.#messages.length && performance.now() < endMs) {
      const message = this.#messages[next] as SessionMessage;
      if (message.type === 'bytes') {
        const piece = message.bytes.subarray(this.#offset, this.#offset + PIECE_BYTES);
        this.#target.bytes(message.stream, piece);
        taken += piece.length;
        this.#offset += piece.length;
        if (this.#offset < message.bytes.length) continue;
        this.#offset = 0;
      } else this.#take(message);
      next += 1;
    }
    this.#messages.splice(0, next);
    if (taken > 0) {
      const acknowledgement: SessionAcknowledgement = { type: 'ack', bytes: taken };
      this.#port.postMessage(acknowledgement);
    }
    if (this.#messages.length > 0) this.#turn.schedule();
  }

  #take(message: Exclude<SessionMessage, { type: 'bytes' }>): void {
    if (message.type === 'header') this.#target.header(message, message.fromBytes);
    else if (message.type === 'progress') this.#target.progress(message.done);
    else if (message.type === 'full') this.#target.full();
    else this.#target.end(message);
  }
}
