// Rejections that nobody has handled: whose they are, where the error was made, and through which promises it went.

import { types } from 'node:util';
import { BlobKind, RecordType, Unhandled } from '../../protocol/events.ts';
import type { Rejection } from '../../protocol/payloads.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';
import { originOf } from '../promises/known.ts';
import { rejectionPath } from '../promises/settled.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import { put, putBlob } from '../sending/writer.ts';
import { describeError, errorWords } from '../tasks/describe-error.ts';
import { isFormattedByProgram } from './stacks.ts';

/** For promises that belong to no task and of which the program was told: the number of their `rejection` blob. */
const numbers = new SafeWeakMap<object, number>();
let lastNumber = 0;

/** What is recorded only after the program itself has had the error: the program could notice if its stack were asked for earlier. */
let untold: (() => void) | null = null;

/**
 * The program is told that nobody has handled a promise's rejection, or that somebody has after all. `reason`: what it was rejected with. If a task
 * has only returned a promise that belongs to no task, no marker has seen that error.
 */
export function noteUnhandled(promise: unknown, what: Unhandled, reason?: unknown): void {
  if (!types.isPromise(promise)) return;
  const { task, through, isWhole } = rejectionPath(promise);
  const isOwn = task !== null && through.length === 0;
  const number = isOwn ? 0 : numberOf(promise);
  if (isOwn && what !== Unhandled.handledLater) putBlob(BlobKind.error, describeError(reason), task.id);
  put(RecordType.unhandled | (what << 8), task?.id ?? 0, number);
  if (isOwn || what === Unhandled.handledLater) return;
  tellUnhandled();
  const by = originOf(promise)?.id ?? 0;
  untold = () => {
    const rejection: Rejection = { error: errorWords(reason), at: whereMade(reason), through, isWhole, by };
    putBlob(BlobKind.rejection, JSON.stringify(rejection), number);
  };
}

/** Records what is still to be recorded of the last rejection. */
export function tellUnhandled(): void {
  const tell = untold;
  untold = null;
  tell?.();
}

function numberOf(promise: object): number {
  const number = numbers.get(promise) ?? ++lastNumber;
  numbers.set(promise, number);
  return number;
}

/** On Node 22 and newer `stack` is an accessor, the same for all errors of a realm. */
const stackOfAny = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get;
const { apply } = Reflect;

/** Its stack; '' where it has none, or where the program formats stacks by a function of its own, which would notice that somebody asks. */
function stackOf(error: unknown): string {
  if (!types.isNativeError(error) || isFormattedByProgram()) return '';
  const property = Object.getOwnPropertyDescriptor(error, 'stack');
  const isV8s = property?.get !== undefined && property.get === stackOfAny;
  const stack: unknown = isV8s ? apply(property.get as () => unknown, error, []) : property?.value;
  return typeof stack === 'string' ? stack : '';
}

/** A line `    at Shop.open (file:///app/shop.mjs:3:9)`, but not that of a waiting function (`at async open (…)`). */
const FRAME = /^\s+at (?!async )(?:(.*) \()?(.+?):(\d+):(\d+)\)?$/;
/** How V8 names a function that has no name of its own. */
const UNNAMED = /<anonymous>|^(Timeout|Immediate|process|Object)\./;

function whereMade(error: unknown): Rejection['at'] {
  const lines = stackOf(error).split('\n');
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < lines.length; at++) {
    const frame = FRAME.exec(lines[at] as string);
    if (frame === null) continue;
    const { 1: name = '', 2: made = '', 3: line, 4: column } = frame;
    const file = pathOfUrl(made) ?? made;
    if (isUserFile(file))
      return { name: UNNAMED.test(name) ? '' : name, file, line: Number(line), column: Number(column) };
  }
  return null;
}
