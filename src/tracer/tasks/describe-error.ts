import { types } from 'node:util';
import { MOST_MEMBERS, type TaskError } from '../../protocol/payloads.ts';
import { ownValue } from '../names/own-value.ts';
import { domExceptionWords, inherits } from './dom-exceptions.ts';

const LONGEST_MESSAGE = 500;

/** JSON `TaskError`. */
export const describeError = (error: unknown): string => JSON.stringify(errorWords(error));

const { prototype: aggregate } = AggregateError;
const { prototype: anyError } = Error;

/** Runs none of the program's code: getters and proxies are not asked. */
export function errorWords(error: unknown): TaskError {
  const cause = ownValue(error, 'cause');
  return {
    ...ownWords(error),
    ...(inherits(error, aggregate) ? membersOf(ownValue(error, 'errors')) : {}),
    ...(cause === undefined || cause === null ? {} : { cause: ownWords(cause) }),
  };
}

function membersOf(errors: unknown): Pick<TaskError, 'members' | 'others'> {
  const count = types.isProxy(errors) || !Array.isArray(errors) ? 0 : errors.length;
  if (count === 0) return {};
  const members: TaskError[] = [];
  for (let at = 0; at < Math.min(count, MOST_MEMBERS); at++) members[at] = ownWords(ownValue(errors, at));
  return { members, ...(count > MOST_MEMBERS && { others: count - MOST_MEMBERS }) };
}

/** Without its members and its cause. */
function ownWords(error: unknown): TaskError {
  const dom = domExceptionWords(error);
  if (dom !== null)
    return cut(ownValue(error, 'name') ?? dom.name, ownValue(error, 'message') ?? dom.message);
  // The error of a worker reaches its starter as an object that inherits from the class.
  if (!types.isNativeError(error) && !inherits(error, anyError)) {
    if (error === null || error === undefined) return { name: String(error), message: '' };
    const message =
      typeof error === 'object' ? text(ownValue(error, 'message') ?? codeOf(error)) : text(error);
    return { name: typeof error, message: message.slice(0, LONGEST_MESSAGE) };
  }
  // A subclass rarely sets `name`, so its class's name is what its author would look for.
  const made = ownValue(Object.getPrototypeOf(error), 'constructor');
  const name = ownValue(error, 'name') ?? (typeof made === 'function' ? ownValue(made, 'name') : undefined);
  return cut(name, ownValue(error, 'message'));
}

const cut = (name: unknown, message: unknown): TaskError => ({
  name: typeof name === 'string' ? name.slice(0, LONGEST_MESSAGE) : 'Error',
  message: text(message).slice(0, LONGEST_MESSAGE),
});

/** An error that says that somebody gave up waiting on purpose. */
export function isCancellation(error: unknown): boolean {
  if (ownValue(error, 'code') === 'ABORT_ERR' || ownValue(error, 'name') === 'AbortError') return true;
  return domExceptionWords(error)?.name === 'AbortError';
}

/** Of an object that is no error and has no message. */
function codeOf(object: object): string {
  const code = ownValue(object, 'code');
  return typeof code === 'string' || typeof code === 'number' ? `code ${code}` : '';
}

function text(value: unknown): string {
  return typeof value === 'object' || typeof value === 'function' || value === undefined ? '' : String(value);
}
