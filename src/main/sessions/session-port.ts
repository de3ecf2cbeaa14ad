import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import {
  SESSION_PORT_CHANNEL,
  type SessionAcknowledgement,
  type SessionMessage,
} from '../../protocol/bridge.ts';
import type { ClockZero } from '../../protocol/payloads.ts';
import { HOST_STREAM } from '../../protocol/recording.ts';

/** The most bytes on the way that have not been acknowledged. */
const MAX_ON_THE_WAY_BYTES = 4 * 1024 * 1024;

/** Main's end of a session's port: sends batches no faster than the window takes them. */
export class SessionPort {
  readonly #port: MessagePortMain;
  readonly #other: MessagePortMain;
  readonly #mostBytes: number;
  readonly #fromBytes: number;
  #sentBytes = 0;
  /** After how many bytes of the recording memory was full; null until then. */
  #fullAtBytes: number | null = null;
  #onTheWayBytes = 0;
  #open = true;
  #wake: (() => void) | null = null;

  /**
   * The window shows what comes after the first `fromBytes`, up to `mostBytes` of it. Then it is told that from now on it only gets what the
   * program prints.
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

  /** Gives the page its end of the port. What was sent before waits there. */
  handOver(contents: WebContents, sessionId: number): void {
    contents.postMessage(SESSION_PORT_CHANNEL, sessionId, [this.#other]);
  }

  /** False once the window has closed its end; what is sent then is lost. */
  get isOpen(): boolean {
    return this.#open;
  }

  send(message: SessionMessage): void {
    if (this.#open) this.#port.postMessage(message);
  }

  /** Whether the window has received as much as it has memory for. */
  get isFull(): boolean {
    return this.#fullAtBytes !== null;
  }

  /** Up to which byte of the recording the window shows it. */
  get shownBytes(): number {
    return this.#fullAtBytes ?? this.#sentBytes;
  }

  sendHeader({ startEpochMs, monotonicNs }: ClockZero): void {
    const zero = monotonicNs === undefined ? { startEpochMs } : { startEpochMs, monotonicNs };
    this.send({ type: 'header', fromBytes: this.#fromBytes, ...zero });
  }

  /** Sends a batch. To be called with all of the recording, in order. Resolves when there is room for the next batch. */
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
