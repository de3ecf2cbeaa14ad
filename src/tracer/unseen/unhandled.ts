// Rejections that nobody has handled: whose they are, where the error was made, and through which promises it went.

import { types } from 'node:util';
import { BlobKind, RecordType, Unhandled } from '../../protocol/events.ts';
import type { Rejection } from '../../protocol/payloads.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';
import { hasBegun } from '../markers/steps.ts';
import { originOf } from '../promises/known.ts';
import { isObject } from '../promises/plain-promise.ts';
import { rejectionPath } from '../promises/settled.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import { put, putBlob } from '../sending/writer.ts';
import { originTask } from '../tasks/context.ts';
import { describeError, errorWords } from '../tasks/describe-error.ts';
import { moduleLeftBy } from '../tasks/module-errors.ts';
import type { Task } from '../tasks/task.ts';
import { isFormattedByProgram } from './stacks.ts';

/** For promises that belong to no task and of which the program was told: the number of their `rejection` blob. */
const numbers = new SafeWeakMap<object, number>();
let lastNumber = 0;

/** Errors with which a promise was rejected that nobody had handled when the program was told. */
const told = new SafeWeakMap<object, true>();

/** What is recorded only after the program itself has had the error: the program could notice if its stack were asked for earlier. */
let untold: (() => void) | null = null;

/**
 * The program is told that nobody has handled a promise's rejection, or that somebody has after all. `reason`: what it was rejected with. If a task
 * has only returned a promise that belongs to no task, no marker has seen that error.
 */
export function noteUnhandled(promise: unknown, what: Unhandled, reason?: unknown): void {
  if (!types.isPromise(promise)) return;
  if (isObject(reason)) told.set(reason, true);
  const { task, through, isWhole } = rejectionPath(promise);
  const isOwn = task !== null && through.length === 0;
  const number = isOwn ? 0 : numberOf(promise);
  if (isOwn && what !== Unhandled.handledLater) putBlob(BlobKind.error, describeError(reason), task.id);
  put(RecordType.unhandled | (what << 8), task?.id ?? 0, number);
  if (isOwn || what === Unhandled.handledLater) return;
  explainLater(number, reason, { through, isWhole, by: originOf(promise)?.id ?? 0 });
}

function explainLater(number: number, reason: unknown, way: Omit<Rejection, 'error' | 'at'>): void {
  tellUnhandled();
  untold = () => {
    const rejection: Rejection = { error: errorWords(reason), at: whereMade(reason), ...way };
    putBlob(BlobKind.rejection, JSON.stringify(rejection), number);
  };
}

/**
 * Nobody has caught an error, which may have left a module's top level, or `callback`. `isRejection`: the runtime says that a promise was rejected
 * with it; if it has not told the program of that promise, it is one of its own, for the loading of modules.
 */
export function noteThrown(
  error: unknown,
  isRejection: boolean,
  what: Unhandled,
  callback: Task | null,
): void {
  if (isRejection && !isObject(error)) return;
  if (isObject(error) && told.get(error)) return;
  const module = moduleLeftBy(error);
  const isOfLoading = module === null && !hasBegun();
  const isThrown = module === null && !isOfLoading && !isRejection;
  if (module === null && !isOfLoading && !isThrown) return;
  const number = ++lastNumber;
  const task = module ?? callback;
  put(RecordType.unhandled | (what << 8), task?.id ?? 0, number);
  explainLater(number, error, {
    through: [],
    isWhole: false,
    by: isThrown && task === null ? (originTask()?.id ?? 0) : 0,
    ...(isOfLoading ? { isOfLoading } : {}),
    ...(isThrown ? { isThrown } : {}),
  });
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
    if (!made.startsWith('node:') && isUserFile(file))
      return { name: UNNAMED.test(name) ? '' : name, file, line: Number(line), column: Number(column) };
  }
  return null;
}
