// What a thread records of the workers and processes that it starts.

import { threadId } from 'node:worker_threads';
import { BlobKind } from '../../protocol/events.ts';
import type { ThreadEnd, ThreadStart } from '../../protocol/payloads.ts';
import { putBlob, startEpochMs } from '../sending/writer.ts';
import type { Task } from '../tasks/task.ts';

let count = 0;

/** A name for the next start, which no other thread of the recording uses. */
export function nextStart(): string {
  count++;
  return [process.pid, threadId, Math.floor(startEpochMs() * 1000), count]
    .map((n) => n.toString(36))
    .join('.');
}

export function tellStart(start: ThreadStart, by: Task | null): void {
  putBlob(BlobKind.threadStart, JSON.stringify(start), by === null ? 0 : by.id);
}

export function tellEnd(start: string, exitCode: number | null, signal: string | null): void {
  putBlob(BlobKind.threadEnd, JSON.stringify({ start, exitCode, signal } satisfies ThreadEnd), 0);
}
