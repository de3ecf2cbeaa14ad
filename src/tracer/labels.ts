import { BlobKind } from '../protocol/events.ts';
import type { Task } from './task.ts';
import { senderOf } from './threads/senders.ts';
import { currentTurn } from './turn.ts';
import { putBlob } from './writer.ts';

/** Arguments tell siblings apart; nobody tells more of them apart by name. */
const LABELS_PER_SITE = 500;
const LONGEST = 40;
const LONGEST_PAIR = 24;

/** How many each site has been given, by its number. */
const given: number[] = [];

/** Sends a task's first arguments, where they are short enough to tell it from its siblings. */
export function labelTask(task: Task, site: number, count: number, first: unknown, second: unknown): void {
  const before = given[site] ?? 0;
  if (before >= LABELS_PER_SITE) return;
  given[site] = before + 1;
  const one = describe(first);
  if (one === null) return;
  const two = count > 1 ? describe(second) : null;
  const both = two === null ? one : `${one}, ${two}`;
  putBlob(BlobKind.label, both.length > LONGEST_PAIR ? one : both, task.id);
}

/** A task that the loop began because of a message is told by who sent it, where its arguments do not tell. */
export function labelBySender(task: Task, site: number): void {
  const { resource } = currentTurn();
  const sender = resource === null ? '' : senderOf(resource);
  const before = given[site] ?? 0;
  if (sender === '' || before >= LABELS_PER_SITE) return;
  given[site] = before + 1;
  putBlob(BlobKind.label, `from ${sender}`, task.id);
}

/** Primitives only: looking into an object could run the program's code, or show what is private. */
function describe(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);
    case 'number':
    case 'boolean':
      return String(value);
    case 'bigint':
      return `${value}n`.slice(0, LONGEST);
    default:
      return value === null ? 'null' : null;
  }
}
