import { BlobKind } from '../../protocol/events.ts';
import { servedName } from '../names/request-name.ts';
import { isSecretName } from '../names/secret-names.ts';
import { argumentShown } from '../names/secrets.ts';
import { currentTurn } from '../runtime/turn.ts';
import { lastRecordNs, putBlob } from '../sending/writer.ts';
import type { Task } from '../tasks/task.ts';
import { senderOf } from '../threads/senders.ts';

/**
 * A label has a task's first arguments, which tell siblings apart. If a function is called in quick succession, nobody can tell more of
 * its calls apart than this many. A function that is called for hours, such as a server's handler, gets labels as fast as anybody could
 * follow. A label takes tens of bytes, in the model too, so their number is bounded by time and not by how many tasks there are.
 */
const LABELS_AT_ONCE = 500;
const NS_PER_LABEL = 1e9 / 200;
const MOST_AHEAD_NS = (LABELS_AT_ONCE - 1) * NS_PER_LABEL;
const LONGEST = 40;
const LONGEST_PAIR = 24;

/** For each site, by its number: when it may have LABELS_AT_ONCE labels again. Most calls get none, so this has to be a quick look. */
let fullNs = new Float64Array(256);

/** Whether a task of the site, whose record was just written, gets a label. If so, counts it. */
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

/** Sends a task's first arguments as its label, if they can be shown. */
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

/** Labels a task that the loop began because of a message by who sent it, as its arguments do not tell it apart. */
export function labelBySender(task: Task, site: number): void {
  const { resource } = currentTurn();
  const sender = resource === null ? '' : senderOf(resource);
  if (sender === '' || !takeLabel(site)) return;
  putBlob(BlobKind.label, `from ${sender}`, task.id);
}

/** Shows primitives, and the request that a server answers. Looking into other objects could run the program's code or show what is private. */
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
