import { BlobKind } from '../../protocol/events.ts';
import { servedName } from '../names/request-name.ts';
import { isSecretName } from '../names/secret-names.ts';
import { argumentShown } from '../names/secrets.ts';
import { currentTurn } from '../runtime/turn.ts';
import { lastRecordNs, putBlob } from '../sending/writer.ts';
import type { Task } from '../tasks/task.ts';
import { senderOf } from '../threads/senders.ts';

/**
 * Arguments tell siblings apart. Of a function that is called in quick succession nobody tells more of them apart; what goes
 * on for hours, a server's handler, gets labels as fast as anybody could follow. Tens of bytes each, for a model too, so
 * what they take is bounded by time, not by how many tasks there are.
 */
const LABELS_AT_ONCE = 500;
const NS_PER_LABEL = 1e9 / 200;
const MOST_AHEAD_NS = (LABELS_AT_ONCE - 1) * NS_PER_LABEL;
const LONGEST = 40;
const LONGEST_PAIR = 24;

/** When each site, by its number, may have as many labels at once again. Most calls are told that there is none left: a look here. */
let fullNs = new Float64Array(256);

/** Whether a task of the site, which has just been told, is to have a label; counts it. */
function takeLabel(site: number): boolean {
  const nowNs = lastRecordNs();
  if (site >= fullNs.length) grow(site);
  const full = fullNs[site] as number;
  if (full - nowNs > MOST_AHEAD_NS) return false;
  fullNs[site] = Math.max(full, nowNs) + NS_PER_LABEL;
  return true;
}

function grow(site: number): void {
  const before = fullNs;
  fullNs = new Float64Array(Math.max(site + 1, 2 * before.length));
  fullNs.set(before);
}

/** Sends a task's first arguments, where they are short enough to tell it from its siblings. */
export function labelTask(task: Task, site: number, count: number, first: unknown, second: unknown): void {
  if (!takeLabel(site)) return;
  const one = describe(first);
  if (one === null) return;
  // `setHeader('authorization', …)`
  const isNameOfSecret = typeof first === 'string' && isSecretName(first);
  const two = count > 1 && !isNameOfSecret ? plain(second) : null;
  const both = two === null ? one : `${one}, ${two}`;
  putBlob(BlobKind.label, both.length > LONGEST_PAIR ? one : both, task.id);
}

/** A task that the loop began because of a message is told by who sent it, where its arguments do not tell. */
export function labelBySender(task: Task, site: number): void {
  const { resource } = currentTurn();
  const sender = resource === null ? '' : senderOf(resource);
  if (sender === '' || !takeLabel(site)) return;
  putBlob(BlobKind.label, `from ${sender}`, task.id);
}

/** Primitives, and which request a server answers: looking into other objects could run the program's code, or show what is private. */
const describe = (value: unknown): string | null => plain(value) ?? servedName(value);

function plain(value: unknown): string | null {
  switch (typeof value) {
    case 'string': {
      const shown = argumentShown(value);
      return JSON.stringify(shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown);
    }
    case 'number':
    case 'boolean':
      return String(value);
    case 'bigint':
      return `${value}n`.slice(0, LONGEST);
    default:
      return value === null ? 'null' : null;
  }
}
