// Reads the JSON inside blobs. A recording may come from anywhere: whatever does not follow the protocol becomes null.

import type { Carried, Channel, HandOver } from '../../protocol/channels.ts';
import { decodeUtf8 } from '../../protocol/codec.ts';
import { ResourceKind } from '../../protocol/events.ts';
import {
  type Hello,
  MOST_MEMBERS,
  type Notice,
  type OpenedResource,
  type ProgramEnd,
  type Rejection,
  type SourceText,
  SPAN_KIND_NAMES,
  SPAN_PARTS,
  SPAN_STATUS_NAMES,
  type TaskError,
  type ThreadEnd,
  type ThreadName,
  type ThreadStart,
} from '../../protocol/payloads.ts';
import type { SiteFacts, SiteKind, SiteRow, SiteTable } from '../../protocol/sites.ts';
import type { SpanAttributes, SpanIds, SpanValue, SpanView } from '../details/span-view.ts';
import { MAX_SITE_ID, SITE_KINDS } from '../tables/sites.ts';

type Fields = Record<string, unknown>;

/** A sentence names no more calls of `then` than this. */
const MOST_THROUGH = 100;

/** Longer texts of a span are cut: an attribute may be a whole document. */
const LONGEST_SPAN_TEXT = 4096;

const parse = (bytes: Uint8Array): Fields | null => parseText(decodeUtf8(bytes));

function parseText(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
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
  const { pid, number, role, command } = value;
  return {
    ...thread,
    pid: isNumber(pid) ? pid : null,
    number: isNumber(number) ? number : null,
    ...(isText(role) && { role }),
    ...(isText(command) && { command }),
  };
}

export function parseThreadEnd(bytes: Uint8Array): ThreadEnd | null {
  const value = parse(bytes);
  const end = parseProgramEnd(bytes);
  return value === null || end === null || !isText(value.start) ? null : { start: value.start, ...end };
}

export function parseChannel(bytes: Uint8Array): Channel | null {
  const value = parse(bytes);
  if (value === null) return null;
  const { start, end, broadcast, sinceUs } = value;
  if (isText(start)) return end === 'starter' || end === 'started' ? { start, end } : null;
  if (isText(broadcast)) return isNumber(sinceUs) ? { broadcast, sinceUs } : null;
  const cameWith = carried(value.cameWith);
  return cameWith === null ? null : { cameWith };
}

function carried(value: unknown): Carried | null {
  if (typeof value !== 'object' || value === null) return null;
  const { end, message, index } = value as Fields;
  return isNumber(end) && isNumber(message) && isNumber(index) ? { end, message, index } : null;
}

export function parseHandOver(bytes: Uint8Array): HandOver | null {
  const value = parse(bytes);
  const port = carried(value);
  if (value === null || port === null) return null;
  const { sent, received } = value;
  return isNumber(sent) && isNumber(received) ? { ...port, sent, received } : null;
}

export function parseOpened(bytes: Uint8Array): OpenedResource | null {
  const value = parse(bytes);
  if (value === null || !isText(value.name) || !isNumber(value.task)) return null;
  const kind = Object.values(ResourceKind).find((each) => each === value.kind);
  const place = value.place as Fields | null | undefined;
  if (kind === undefined || (place !== null && typeof place !== 'object')) return null;
  const known = place !== null && isText(place.file) && isNumber(place.line);
  return {
    kind,
    name: value.name,
    place: known ? { file: place.file as string, line: place.line as number } : null,
    ...(value.settles === true && { settles: true }),
    task: value.task,
  };
}

export function parseRejection(bytes: Uint8Array): Rejection | null {
  const value = parse(bytes);
  const error = taskError(value?.error);
  if (value === null || error === null || !isNumber(value.by)) return null;
  const through = Array.isArray(value.through) ? value.through.filter(isNumber) : [];
  const { name, file, line, column } = (value.at ?? {}) as Fields;
  const isPlace = isText(name) && isText(file) && isNumber(line) && isNumber(column);
  return {
    error,
    at: isPlace ? { name, file, line, column } : null,
    through: through.slice(0, MOST_THROUGH),
    isWhole: value.isWhole === true,
    by: value.by,
    isOfLoading: value.isOfLoading === true,
    isThrown: value.isThrown === true,
  };
}

/** If one row is malformed, the whole table becomes null, because ids are counted from row to row. */
export function parseSites(bytes: Uint8Array): SiteTable | null {
  const value = parse(bytes);
  if (value === null || !isText(value.file) || !Array.isArray(value.rows)) return null;
  const first = value.firstSite;
  if (!isNumber(first) || !Number.isInteger(first) || first < 1) return null;
  const rows: unknown[] = value.rows;
  if (first + rows.length - 1 > MAX_SITE_ID || !rows.every(isSiteRow)) return null;
  const { origins = [], before = 0 } = value;
  if (!isNumber(before) || !Number.isInteger(before) || before < 0 || before >= first) return null;
  if (!Array.isArray(origins) || !origins.every(isText)) return null;
  return value as unknown as SiteTable;
}

function isSiteRow(row: unknown): row is SiteRow {
  if (!Array.isArray(row)) return false;
  const [kind, name, line, column, owner, facts] = row as unknown[];
  if (!SITE_KINDS.includes(kind as SiteKind) || !isText(name)) return false;
  return isNumber(line) && isNumber(column) && isNumber(owner) && (facts === undefined || isFacts(facts));
}

const NONE_GIVEN = { to: '', names: [] };

const isName = (name: unknown): boolean => name === null || isText(name);

function isGiven(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const { to, names } = given as Fields;
  return isText(to) && Array.isArray(names) && names.every(isName);
}

function isCombining(combining: unknown): boolean {
  if (typeof combining !== 'object' || combining === null) return false;
  return Object.values(combining).every(
    (members) => Array.isArray(members) && members.every((member) => member === null || isNumber(member)),
  );
}

function isFacts(facts: unknown): facts is SiteFacts {
  if (typeof facts !== 'object' || facts === null) return false;
  const {
    apart = [],
    members = [],
    given = NONE_GIVEN,
    dropped = true,
    safe = true,
    settles = true,
    handedTo = '',
    settledBy = '',
    endless = true,
    origin = 0,
    combining = {},
  } = facts as Fields;
  const named =
    Array.isArray(members) && members.every((member) => isName(member) || isNumber(member)) && isGiven(given);
  const flat =
    dropped === true &&
    safe === true &&
    settles === true &&
    endless === true &&
    isText(handedTo) &&
    isText(settledBy) &&
    isNumber(origin);
  return named && flat && isCombining(combining) && Array.isArray(apart) && apart.every(isNumber);
}

export const parseTaskError = (bytes: Uint8Array): TaskError | null => taskError(parse(bytes));

function taskError(value: unknown): TaskError | null {
  const own = ownError(value);
  if (own === null) return null;
  const { members, others, cause } = value as Fields;
  const known = Array.isArray(members)
    ? members.slice(0, MOST_MEMBERS).flatMap((member) => ownError(member) ?? [])
    : [];
  const causedBy = ownError(cause);
  return {
    ...own,
    ...(known.length > 0 && { members: known }),
    ...(known.length > 0 && isNumber(others) && others > 0 && { others }),
    ...(causedBy !== null && { cause: causedBy }),
  };
}

/** Without its members and its cause. */
function ownError(value: unknown): TaskError | null {
  if (typeof value !== 'object' || value === null) return null;
  const { name, message } = value as Fields;
  return isText(name) && isText(message) ? { name, message } : null;
}

/** The usable parts of a span, with times on the stream's clock; malformed parts are left out. */
export function parseSpan(text: string): SpanView | null {
  const value = parseText(text);
  if (value === null) return null;
  const { kind, status, message } = value;
  return {
    kind: SPAN_KIND_NAMES.find((name) => name === kind) ?? 'internal',
    context: isSpanId(value) ? { traceId: value.traceId, spanId: value.spanId } : null,
    startedAtNs: momentOf(value.startedAtNs),
    endedAtNs: momentOf(value.endedAtNs),
    status: SPAN_STATUS_NAMES.find((name) => name === status) ?? 'unset',
    message: isText(message) ? clipped(message) : '',
    attributes: attributesOf(value.attributes),
    events: fieldsOf(value.events).flatMap(({ name, atNs, attributes }) =>
      isText(name)
        ? { name: clipped(name), atNs: isNumber(atNs) ? atNs : null, attributes: attributesOf(attributes) }
        : [],
    ),
    parent: parentOf(value.parent),
    links: fieldsOf(value.links).flatMap((link) =>
      isSpanId(link)
        ? {
            traceId: link.traceId,
            spanId: link.spanId,
            ...(link.attributes === undefined ? {} : { attributes: attributesOf(link.attributes) }),
          }
        : [],
    ),
  };
}

/** A span may lie before the program's start, or be reported later, but not by thirty years. */
const momentOf = (value: unknown): number | null =>
  isNumber(value) && Math.abs(value) < 1e18 ? value : null;

function parentOf(value: unknown): SpanIds | null {
  const [parent] = fieldsOf([value]);
  return parent !== undefined && isSpanId(parent) ? { traceId: parent.traceId, spanId: parent.spanId } : null;
}

/** Lower-case hexadecimal, and not all zeros: https://www.w3.org/TR/trace-context/#traceparent-header */
function isSpanId(value: Fields): value is Fields & SpanIds {
  const { traceId, spanId } = value;
  return (
    isText(traceId) &&
    isText(spanId) &&
    /^(?!0+$)[0-9a-f]{32}$/.test(traceId) &&
    /^(?!0+$)[0-9a-f]{16}$/.test(spanId)
  );
}

const clipped = (text: string): string =>
  text.length > LONGEST_SPAN_TEXT ? `${text.slice(0, LONGEST_SPAN_TEXT)}…` : text;

function fieldsOf(values: unknown): Fields[] {
  const all: unknown[] = Array.isArray(values) ? values.slice(0, SPAN_PARTS) : [];
  return all.filter((value): value is Fields => typeof value === 'object' && value !== null);
}

function attributesOf(values: unknown): SpanAttributes {
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(
    Object.entries(values)
      .slice(0, SPAN_PARTS)
      .flatMap(([key, value]) => {
        const usable = Array.isArray(value)
          ? value.slice(0, SPAN_PARTS).flatMap((one) => spanValue(one) ?? [])
          : spanValue(value);
        return usable === null ? [] : [[clipped(key), usable]];
      }),
  );
}

function spanValue(value: unknown): SpanValue | null {
  if (isText(value)) return clipped(value);
  return isNumber(value) || typeof value === 'boolean' ? value : null;
}

export function parseSource(bytes: Uint8Array): SourceText | null {
  const value = parse(bytes);
  return value !== null && isText(value.file) && isText(value.text)
    ? { file: value.file, text: value.text, more: value.more === true }
    : null;
}

export function parseNotice(bytes: Uint8Array): Notice | null {
  const value = parse(bytes);
  if (value === null || !isText(value.message)) return null;
  return isText(value.file) ? { message: value.message, file: value.file } : { message: value.message };
}

/** A notice in words, with the file that it is about. */
export const worded = ({ message, file }: Notice): string =>
  file === undefined ? message : `${file}: ${message}`;

export function parseProgramEnd(bytes: Uint8Array): ProgramEnd | null {
  const value = parse(bytes);
  if (value === null) return null;
  const { exitCode, signal } = value;
  return {
    exitCode: isNumber(exitCode) ? exitCode : null,
    signal: isText(signal) ? signal : null,
  };
}
