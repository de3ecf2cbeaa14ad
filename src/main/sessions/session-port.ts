import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import {
  SESSION_PORT_CHANNEL,
  type SessionAcknowledgement,
  type SessionMessage,
} from '../../protocol/bridge.ts';
import type { ClockZero } from '../../protocol/events.ts';
import { HOST_STREAM } from '../../protocol/recording.ts';

/** How much may be on the way without having been acknowledged. */
const MAX_ON_THE_WAY_BYTES = 4 * 1024 * 1024;

/** Main's end of a session's port: sends batches no faster than the window takes them. */
export class SessionPort {
  readonly #port: MessagePortMain;
  readonly #other: MessagePortMain;
  readonly #mostBytes: number;
  readonly #fromBytes: number;
  #sentBytes = 0;
  /** After how many bytes of the recording there was no memory for more. */
  #fullAtBytes: number | null = null;
  #onTheWayBytes = 0;
  #open = true;
  #wake: (() => void) | null = null;

  /**
   * Of what is sent, that after the first `fromBytes` is shown: `mostBytes` of it. Then the window is told that it gets no more but what the
   * program writes to its console.
   */
  constructor(mostBytes: number, fromBytes = 0) {
    this.#mostBytes = mostBytes;
    this.#fromBytes = fromBytes;
    const { port1, port2 } = new MessageChannelMain();
    this.#port = port1;
    this.#other = port2;
    port1.on('message', ({ data }) => {
      const { type, bytes } = data as SessionAcknowledgement;
      if (type === 'ack' && Number.isSafeInteger(bytes) && bytes > 0) this.#acknowledge(bytes);
    });
    port1.on('close', () => this.#closed());
    port1.start();
  }

  /** Gives the page its end. What was sent before waits for it there. */
  handOver(contents: WebContents, sessionId: number): void {
    contents.postMessage(SESSION_PORT_CHANNEL, sessionId, [this.#other]);
  }

  /** False once nobody listens any more; what is sent then goes nowhere. */
  get isOpen(): boolean {
    return this.#open;
  }

  send(message: SessionMessage): void {
    if (this.#open) this.#port.postMessage(message);
  }

  /** As much has been sent as the window has memory for. */
  get isFull(): boolean {
    return this.#fullAtBytes !== null;
  }

  /** Up to how many bytes of the recording the window shows it. */
  get shownBytes(): number {
    return this.#fullAtBytes ?? this.#sentBytes;
  }

  sendHeader({ startEpochMs, monotonicNs }: ClockZero): void {
    const zero = monotonicNs === undefined ? { startEpochMs } : { startEpochMs, monotonicNs };
    this.send({ type: 'header', fromBytes: this.#fromBytes, ...zero });
  }

  /** To be called with all that the recording holds, in order. Resolves when there is room for the next batch. */
  async sendBytes(stream: number, bytes: Uint8Array): Promise<void> {
    const before = this.#sentBytes;
    this.#sentBytes += bytes.length;
    if (!this.isFull && this.#sentBytes > this.#fromBytes + this.#mostBytes) {
      this.#fullAtBytes = before;
      this.send({ type: 'full' });
    }
    if (this.isFull && stream !== HOST_STREAM) return;
    this.send({ type: 'bytes', stream, bytes });
    this.#onTheWayBytes += bytes.length;
    while (this.#open && this.#onTheWayBytes > MAX_ON_THE_WAY_BYTES) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#port.close();
    this.#closed();
  }

  #acknowledge(bytes: number): void {
    this.#onTheWayBytes = Math.max(0, this.#onTheWayBytes - bytes);
    this.#wake?.();
  }

  #closed(): void {
    this.#open = false;
    this.#wake?.();
  }
}
