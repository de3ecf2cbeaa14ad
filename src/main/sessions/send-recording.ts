import type { OpenRecording } from '../../recording/reader.ts';
import type { SessionPort } from './session-port.ts';

/** How often a recording that still grows is read. */
const LOOK_MS = 50;

/** The state of the program whose recording is read. */
export interface Going {
  /** Null while it runs. */
  readonly end: { readonly complete: boolean } | null;
}

/**
 * Sends all of a recording, as fast as the window takes it. If it still grows, sends what is added too, until its program has ended.
 * Resolves when everything was sent, or the window no longer shows it.
 */
export async function sendRecording(
  recording: OpenRecording,
  port: SessionPort,
  signal: AbortSignal,
  going: Going | null,
): Promise<void> {
  let isWhole = false;
  let done = 0;
  const grows = async (): Promise<boolean> => {
    if (going === null || isWhole) return false;
    // After the program has ended, one more read gets the rest.
    isWhole = going.end !== null;
    if (!isWhole) await new Promise((done) => setTimeout(done, LOOK_MS));
    return true;
  };
  try {
    const { cutOff, damage } = await recording.read(
      async (stream, bytes, readBytes) => {
        if (!port.isOpen) throw new Error('Nobody looks at it any more.');
        await port.sendBytes(stream, bytes);
        if (port.isFull || done === 1) return;
        done = Math.min(1, readBytes / recording.fileBytes);
        port.send({ type: 'progress', done });
      },
      signal,
      grows,
    );
    port.send({ type: 'end', cutOff: going?.end == null ? cutOff : !going.end.complete, damage });
  } catch (error) {
    if (!signal.aborted) port.send({ type: 'end', cutOff: true, damage: (error as Error).message });
  }
}
