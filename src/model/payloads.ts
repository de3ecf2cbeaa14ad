// Reads the JSON inside blobs. A recording may come from anywhere: what is not as the protocol says is null.

import { decodeUtf8 } from '../protocol/codec.ts';
import type {
  Hello,
  Notice,
  ProgramEnd,
  SiteFacts,
  SiteKind,
  SiteRow,
  SiteTable,
  SourceText,
  TaskError,
  ThreadEnd,
  ThreadName,
  ThreadStart,
} from '../protocol/events.ts';
import { MAX_SITE_ID, SITE_KINDS } from './sites.ts';

type Fields = Record<string, unknown>;

function parse(bytes: Uint8Array): Fields | null {
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes));
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export function parseHello(bytes: Uint8Array): Hello | null {
  const value = parse(bytes);
  if (value === null || !isText(value.runtime) || !isNumber(value.startEpochMs)) return null;
  const { protocol, pid, runtime, startEpochMs, monotonicNs } = value;
  if (!isNumber(protocol) || !isNumber(pid)) return null;
  const thread = threadName(value.thread);
  return {
    protocol: protocol as Hello['protocol'],
    pid,
    runtime,
    startEpochMs,
    ...(isNumber(monotonicNs) ? { monotonicNs } : {}),
    ...(thread === null ? {} : { thread }),
  };
}

function threadName(value: unknown): ThreadName | null {
  if (typeof value !== 'object' || value === null) return null;
  const { start, kind, name } = value as Fields;
  if (!isText(start) || !isText(name) || (kind !== 'worker' && kind !== 'process')) return null;
  return { start, kind, name };
}

export function parseThreadStart(bytes: Uint8Array): ThreadStart | null {
  const value = parse(bytes);
  const thread = threadName(value);
  if (value === null || thread === null) return null;
  const { pid, number } = value;
  return { ...thread, pid: isNumber(pid) ? pid : null, number: isNumber(number) ? number : null };
}

export function parseThreadEnd(bytes: Uint8Array): ThreadEnd | null {
  const value = parse(bytes);
  const end = parseProgramEnd(bytes);
  return value === null || end === null || !isText(value.start) ? null : { start: value.start, ...end };
}

/** Rows that are not as they should be make the whole table null: ids count on from row to row. */
export function parseSites(bytes: Uint8Array): SiteTable | null {
  const value = parse(bytes);
  if (value === null || !isText(value.file) || !Array.isArray(value.rows)) return null;
  const first = value.firstSite;
  if (!isNumber(first) || !Number.isInteger(first) || first < 1) return null;
  const rows: unknown[] = value.rows;
  if (first + rows.length - 1 > MAX_SITE_ID || !rows.every(isSiteRow)) return null;
  return value as unknown as SiteTable;
}

function isSiteRow(row: unknown): row is SiteRow {
  if (!Array.isArray(row)) return false;
  const [kind, name, line, column, owner, facts] = row as unknown[];
  if (!SITE_KINDS.includes(kind as SiteKind) || !isText(name)) return false;
  return isNumber(line) && isNumber(column) && isNumber(owner) && (facts === undefined || isFacts(facts));
}

function isFacts(facts: unknown): facts is SiteFacts {
  if (typeof facts !== 'object' || facts === null) return false;
  const { apart = [], dropped = true } = facts as Fields;
  return Array.isArray(apart) && apart.every(isNumber) && dropped === true;
}

export function parseTaskError(bytes: Uint8Array): TaskError | null {
  const value = parse(bytes);
  return value !== null && isText(value.name) && isText(value.message)
    ? { name: value.name, message: value.message }
    : null;
}

export function parseSource(bytes: Uint8Array): SourceText | null {
  const value = parse(bytes);
  return value !== null && isText(value.file) && isText(value.text)
    ? { file: value.file, text: value.text }
    : null;
}

export function parseNotice(bytes: Uint8Array): Notice | null {
  const value = parse(bytes);
  if (value === null || !isText(value.message)) return null;
  return isText(value.file) ? { message: value.message, file: value.file } : { message: value.message };
}

export function parseProgramEnd(bytes: Uint8Array): ProgramEnd | null {
  const value = parse(bytes);
  if (value === null) return null;
  const { exitCode, signal } = value;
  return {
    exitCode: isNumber(exitCode) ? exitCode : null,
    signal: isText(signal) ? signal : null,
  };
}
