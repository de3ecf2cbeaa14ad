// Requests that are made since the answer to another one says that what was asked for is elsewhere. Whoever waits has asked for the first.

import { SafeWeakMap } from '../safe-weak.ts';
import { ownValue } from './own-value.ts';

const firsts = new SafeWeakMap<object, object>();

const REDIRECTS: readonly unknown[] = [301, 302, 303, 307, 308];

/** A request was made while the answer to another one was being read. */
export function requestFollows(request: object, answered: object): void {
  if (request !== answered && REDIRECTS.includes(ownValue(ownValue(answered, 'res'), 'statusCode')))
    firsts.set(request, firstRequest(answered));
}

/** The request that one goes on with; itself if nothing has sent it elsewhere. */
export const firstRequest = (request: object): object => firsts.get(request) ?? request;
