import { subscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import type * as net from 'node:net';
import { types } from 'node:util';
import { AwaitedKind } from '../../protocol/events.ts';
import { beginSample } from '../cost/sampled.ts';
import { isSettledBy } from '../promises/awaited.ts';
import { isObject } from '../promises/plain-promise.ts';
import { isComplete, mayBeStarted, startedBy } from '../promises/promises.ts';
import { currentTurn } from '../runtime/turn.ts';
import { shortened } from './abouts.ts';
import { callResource } from './called.ts';
import { connectionOf, noteConnection } from './connections.ts';
import { keptAs, ownValue } from './own-value.ts';
import { requestFollows } from './redirected.ts';
import { type HttpRequest, httpName, requestName } from './request-name.ts';
import { closeName } from './resource-names.ts';
import { watch } from './watched.ts';

/** Names what a program waits for when it asks a server: `GET localhost:8080/price`. Never what stands behind a `?`. */
export function nameRequests(): void {
  // Newer Nodes publish the first channel as the request is made. All publish the second when there is a socket for it.
  const requested = (message: unknown): void => isRequested((message as { request: HttpRequest }).request);
  listen('http.client.request.created', requested);
  listen('http.client.request.start', (message) => {
    requested(message);
    if (!isAgentWatched) watchAgents((message as { request: { agent?: unknown } }).request.agent);
    // Older Nodes have only this channel, when the socket is connected. Whoever waits for the connection waits for its first request.
    const { request } = message as { request: HttpRequest };
    if (request.reusedSocket === true || request.socket == null) return;
    const connection = connectionOf(request.socket);
    if (connection !== undefined) connection.called = httpName(request);
  });
  listen('undici:request:create', (message) => {
    const { request } = message as { request: { method?: unknown; origin?: unknown; path?: unknown } };
    const host = String(request.origin).replace(/^\w+:\/\/(?:[^/@]*@)?/, '');
    const name = requestName(request.method, host, request.path);
    // Undici makes the request only when a connection is free, long after it was asked for. Whoever asked waits for its handler.
    const handler = keptAs(request, 'handler');
    if (isObject(handler)) callResource(handler, name);
    startedBy(AwaitedKind.network, 0, name);
  });
  const { Server, Socket } = createRequire(__filename)('node:net') as typeof net;
  watch(Socket.prototype, 'connect', connects);
  watch(Server.prototype, 'listen', listens);
  watch(Server.prototype, 'close', (call, _args, self) => {
    const answer = call();
    startedBy(AwaitedKind.network, 0, closeName(self));
    return answer;
  });
  watch(globalThis, 'fetch', (call, args) => {
    const promise = call();
    const name = fetchName(args[0], args[1]);
    if (!types.isPromise(promise)) return promise;
    isSettledBy(promise, AwaitedKind.network, name);
    isComplete(promise);
    return promise;
  });
}

/** A request was made, or has its socket. */
function isRequested(request: HttpRequest): void {
  const { message, resource } = currentTurn();
  const answered = ownValue(message ?? resource, 'req');
  if (isObject(answered)) requestFollows(request, answered);
  // Most requests get their socket later, when no promise is left that they could settle.
  if (mayBeStarted()) startedBy(AwaitedKind.network, 0, httpName(request));
}

/** Subscribes to one of Node's channels. */
function listen(channel: string, hear: (message: unknown) => void): void {
  subscribe(channel, (message) => {
    const sample = beginSample();
    hear(message);
    sample?.end();
  });
}

let isAgentWatched = !process.versions.node.startsWith('20.');

/** Node 20 reports a request only when it has its socket. That is too late if the socket is a kept one, or had to be waited for. */
function watchAgents(agent: unknown): void {
  isAgentWatched = true;
  let owner: unknown = agent;
  while (isObject(owner) && !Object.hasOwn(owner, 'addRequest')) owner = Object.getPrototypeOf(owner);
  if (!isObject(owner)) return;
  watch(owner, 'addRequest', (call, { 0: request }) => {
    isRequested(request as HttpRequest);
    return call();
  });
}

const getters = Object.getOwnPropertyDescriptors(URL.prototype);
const partOf = (url: URL, part: 'host' | 'pathname'): string => String(getters[part].get?.call(url));

function fetchName(input: unknown, options: unknown): string {
  let url: unknown = input;
  let method: unknown = 'GET';
  if (typeof input === 'object' && input !== null && !types.isProxy(input) && input instanceof Request) {
    url = input.url;
    method = input.method;
  }
  method = ownValue(options, 'method') ?? method;
  try {
    const parsed =
      typeof url === 'object' && url !== null && Object.getPrototypeOf(url) === URL.prototype
        ? (url as URL)
        : new URL(url as string);
    const name = typeof method === 'string' ? method.toUpperCase() : 'GET';
    return requestName(name, partOf(parsed, 'host'), partOf(parsed, 'pathname'));
  } catch {
    return 'fetch';
  }
}

/** A server of `net` listens. Where its address has to be looked up, Node makes nothing yet that says so. */
function listens(call: () => unknown, args: readonly unknown[]): unknown {
  const answer = call();
  const { 0: asked } = args;
  const port = ownValue(asked, 'port') ?? asked;
  if (typeof port === 'number') startedBy(AwaitedKind.network, 0, `listen :${port}`);
  return answer;
}

/** A socket of `net` connects. */
function connects(call: () => unknown, args: readonly unknown[], self: unknown): unknown {
  const given: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  const port = ownValue(given, 'port') ?? given;
  const host = ownValue(given, 'host') ?? (typeof args[1] === 'string' ? args[1] : 'localhost');
  const path = ownValue(given, 'path');
  const name = typeof path === 'string' ? path : `${String(host)}:${String(port)}`;
  if (typeof port === 'object' && typeof path !== 'string') return call();
  const peer = shortened(name);
  const connection = { called: peer, peer };
  noteConnection(self as object, connection);
  startedBy(AwaitedKind.network, 0, connection);
  return call();
}
