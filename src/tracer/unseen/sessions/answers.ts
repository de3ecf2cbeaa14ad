// Corrects places, texts and names in what the inspector says to a session of the program's.

import { LINE_END, type Place } from '../../instrument/places.ts';
import { isAppended } from '../../loader/compiled/source-map.ts';
import { isTypeScript } from '../../loader/compiled/typescript.ts';
import { scriptHash } from '../../loader/remembered.ts';
import { callbacksHaveFrames } from '../../runtime/listeners.ts';
import { type FunctionCoverage, writtenCoverage } from '../coverage-ranges.ts';
import { shownId } from '../thread-ids.ts';
import { isOwn, type Script, type Scripts, written } from './scripts.ts';

export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** A place as the inspector tells it: from 0. Also the frames of stacks and profiles, and the errors of exceptions. */
export interface Location {
  scriptId?: string;
  readonly url?: string;
  lineNumber: number;
  columnNumber: number;
}

export const isLocation = (value: object): value is Location =>
  'lineNumber' in value &&
  'columnNumber' in value &&
  ('scriptId' in value || 'url' in value) &&
  Number(value.lineNumber) >= 0;

/** Corrects all that is told within a message. What programs have returned by value is theirs. */
export function correct(value: unknown, scripts: Scripts): void {
  if (Array.isArray(value)) {
    // Not by the iterator of arrays, which the program may have replaced.
    for (let at = 0; at < value.length; at++) correct(value[at], scripts);
    return;
  }
  if (!isJson(value)) return;
  if (isLocation(value)) correctPlace(value, scripts);
  const keys = Object.keys(value);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    const part = value[key];
    if (key === 'value' && 'type' in value && value.subtype !== 'internal#location') continue;
    if (typeof part === 'string') {
      if (TEXTS.has(key) && part.includes('__loopscope')) value[key] = written(part);
    } else if (Array.isArray(part) && key === 'callFrames') {
      value[key] = part.filter((frame) => !isHiddenFrame(frame));
      correct(value[key], scripts);
    } else correct(part, scripts);
  }
}

const TEXTS = new Set(['description', 'text', 'scriptSource', 'lineContent']);

function isHiddenFrame(frame: unknown): boolean {
  if (!isJson(frame)) return false;
  return isOwn(frame.url) || (isTrampoline(frame) && !callbacksHaveFrames());
}

const isTrampoline = ({ functionName, url }: Json): boolean =>
  functionName === 'callbackTrampoline' && url === 'node:internal/async_hooks';

/** The place of a promise's exception is that of its first frame, but counted from 1. */
function isCountedFromOne(value: Location & { stackTrace?: { callFrames: Location[] } }): boolean {
  const { 0: first } = value.stackTrace?.callFrames ?? [];
  return first?.lineNumber === value.lineNumber - 1 && first.columnNumber === value.columnNumber - 1;
}

function correctPlace(place: Location, scripts: Scripts): void {
  const marked = scripts.marked(place.scriptId ?? '', place.url);
  if (marked === null) return;
  const from = isCountedFromOne(place) ? 0 : 1;
  const written = marked.columns.place(place.lineNumber + from, place.columnNumber + from);
  const { line, column } = isBehind(written, marked.end) ? marked.end : written;
  place.lineNumber = line - from;
  place.columnNumber = column - from;
}

const isBehind = (place: Place, end: Place): boolean =>
  place.line > end.line || (place.line === end.line && place.column > end.column);

/** Whether a place is within a marker. */
export function isInMarker({ scriptId = '', url, lineNumber, columnNumber }: Location, scripts: Scripts) {
  const marked = scripts.marked(scriptId, url);
  return marked?.columns.isInserted(lineNumber + 1, columnNumber + 1) === true;
}

/** Whether a place is that of a statement that is a marker. Where a marker begins with the author's statement, it has a bracket that is left open. */
export function isMarkersStatement(place: Location, scripts: Scripts): boolean {
  if (!isInMarker(place, scripts)) return false;
  const line = lineOf(place, scripts) ?? '';
  const rest = /^[\v\f]?([^\v\f]*)/.exec(line.slice(place.columnNumber))?.[1] ?? '';
  const statement = rest.split(/[;}]/, 1)[0] as string;
  return count(statement, '(') <= count(statement, ')');
}

/** The line of a place, with its markers; undefined if it has none. */
export const lineOf = ({ scriptId = '', url, lineNumber }: Location, scripts: Scripts): string | undefined =>
  scripts.marked(scriptId, url)?.marked.split(LINE_END)[lineNumber];

const count = (text: string, sign: string): number => text.split(sign).length - 1;

interface BreakLocation extends Location {
  readonly type?: 'debuggerStatement' | 'call' | 'return';
}

/** Leaves out where markers call, and the statements that are markers. */
export const withoutMarkersBreaks = (places: readonly BreakLocation[], scripts: Scripts): BreakLocation[] =>
  places.filter((place) =>
    place.type === 'call' ? !isInMarker(place, scripts) : !isMarkersStatement(place, scripts),
  );

interface ParsedScript extends Script {
  hash: string;
  readonly startLine: number;
  readonly startColumn: number;
  endLine: number;
  endColumn: number;
  length?: number;
}

/** Corrects what is said of a script when it is parsed: of its text, it tells the length, the end and the hash. */
export function correctScript(script: ParsedScript, scripts: Scripts): void {
  const texts = scripts.marked(script.scriptId, script.url);
  if (isAppended(script.sourceMapURL ?? '')) script.sourceMapURL = '';
  if (texts === null) return;
  const { source, end } = texts;
  script.endLine = script.startLine + end.line - 1;
  script.endColumn = end.column - 1 + (end.line === 1 ? script.startColumn : 0);
  script.length = source.length;
  // Types are removed after this text got its markers.
  if (!isTypeScript(script.url)) script.hash = scriptHash(source);
}

interface Search {
  readonly scriptId: string;
  readonly query: string;
  readonly caseSensitive?: boolean;
  readonly isRegex?: boolean;
}
interface Found {
  readonly lineNumber: number;
  readonly lineContent: string;
}

/** Searches a script for what the inspector has searched the text with markers for; null if it has none. */
export function searchWritten({ scriptId, query, caseSensitive, isRegex }: Search, scripts: Scripts) {
  const source = scripts.marked(scriptId, undefined)?.source;
  if (source === undefined) return null;
  const pattern = isRegex ? query : query.replace(/[[\](){}+\-*.,?\\^$|]/g, '\\$&');
  const searched = new RegExp(pattern, caseSensitive ? 'm' : 'im');
  const found: Found[] = [];
  source.split('\n').forEach((line, lineNumber) => {
    const lineContent = line.replace(/\r$/, '');
    if (searched.test(lineContent)) found.push({ lineNumber, lineContent });
  });
  return found;
}

interface ScriptCoverage {
  readonly scriptId: string;
  readonly url: string;
  functions: readonly FunctionCoverage[];
}

/** Coverage of the program's own scripts, in offsets of what their author wrote. */
export const correctCoverage = (result: readonly ScriptCoverage[], scripts: Scripts): ScriptCoverage[] =>
  result
    .filter(({ url }) => !isOwn(url))
    .map((script) => {
      const texts = scripts.marked(script.scriptId, script.url);
      return texts === null ? script : { ...script, functions: writtenCoverage(script.functions, texts) };
    });

interface WorkerInfo {
  /** Counts the workers that a session has been told of. */
  workerId: string;
  /** `[worker <number of the thread>] name` */
  title: string;
}

const NUMBER = /^\[worker (\d+)\]/;
export const threadOf = ({ title }: WorkerInfo): number => Number(NUMBER.exec(title)?.[1]);

/** `own`: the id of the tracer's thread, if the session was told of that before. */
export function correctWorker(info: WorkerInfo, own: number): void {
  info.title = info.title.replace(NUMBER, () => `[worker ${shownId(threadOf(info))}]`);
  if (Number(info.workerId) > own) info.workerId = String(Number(info.workerId) - 1);
}
