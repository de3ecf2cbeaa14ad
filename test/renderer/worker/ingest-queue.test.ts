import { expect, test } from 'vitest';
import type { SessionMessage } from '../../../src/protocol/bridge.ts';
import { IngestQueue, type IngestTarget } from '../../../src/renderer/worker/ingest-queue.ts';

/** Sends messages through a real port and resolves with what the target was told, and the bytes acknowledged. */
async function taken(messages: readonly SessionMessage[]): Promise<{ told: string[]; acknowledged: number }> {
  const { port1, port2 } = new MessageChannel();
  const told: string[] = [];
  let acknowledged = 0;
  await new Promise<void>((resolve) => {
    // Messages come in order: this one behind every acknowledgement.
    port1.onmessage = ({ data }) => {
      if (data === 'last') resolve();
      else acknowledged += data.bytes;
    };
    const target: IngestTarget = {
      header: ({ startEpochMs }) => told.push(`header ${startEpochMs}`),
      bytes: (stream, bytes) => told.push(`${stream}:${bytes.length}`),
      progress: (done) => told.push(`progress ${done}`),
      full: () => told.push('full'),
      end: ({ cutOff }) => {
        told.push(cutOff ? 'cut off' : 'end');
        // Once what was taken with it has been acknowledged.
        queueMicrotask(() => port2.postMessage('last'));
      },
    };
    new IngestQueue(port2, target);
    for (const message of messages) port1.postMessage(message);
  });
  port1.close();
  port2.close();
  return { told, acknowledged };
}

test('messages are taken in order, large ones in pieces, and every byte is acknowledged', async () => {
  const { told, acknowledged } = await taken([
    { type: 'header', fromBytes: 0, startEpochMs: 7 },
    { type: 'bytes', stream: 0, bytes: new Uint8Array(150_000) },
    { type: 'progress', done: 0.5 },
    { type: 'bytes', stream: 3, bytes: new Uint8Array(16) },
    { type: 'full' },
    { type: 'end', cutOff: true, damage: null },
  ]);
  expect(told).toEqual([
    'header 7',
    '0:65536',
    '0:65536',
    '0:18928',
    'progress 0.5',
    '3:16',
    'full',
    'cut off',
  ]);
  expect(acknowledged).toBe(150_016);
});

test('an empty batch does not stop those behind it', async () => {
  const { told } = await taken([
    { type: 'bytes', stream: 0, bytes: new Uint8Array(0) },
    { type: 'end', cutOff: false, damage: null },
  ]);
  expect(told.at(-1)).toBe('end');
});
