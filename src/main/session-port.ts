import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import {
  SESSION_PORT_CHANNEL,
  type SessionAcknowledgement,
  type SessionMessage,
} from '../protocol/bridge.ts';

/** How much may be on the way without having been acknowledged. */
const MAX_ON_THE_WAY_BYTES = 4 * 1024 * 1024;

/** Main's end of a session's port: sends batches no faster than the window takes them. */
export class SessionPort {
  readonly #port: MessagePortMain;
  readonly #other: MessagePortMain;
  readonly #mostBytes: number;
  #sentBytes = 0;
  #full = false;
  #onTheWayBytes = 0;
  #open = true;
  #wake: (() => void) | null = null;

  /** `mostBytes`: after so many of events the window is told that it gets no more. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
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
    return this.#full;
  }

  /** Resolves when there is room for the next batch. What would be too much goes nowhere. */
  async sendBytes(stream: number, bytes: Uint8Array): Promise<void> {
    if (this.#full) return;
    this.#sentBytes += bytes.length;
    if (this.#sentBytes > this.#mostBytes) {
      this.#full = true;
      this.send({ type: 'full' });
      return;
    }
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
