// Sockets, servers, watchers and files: what the runtime has a handle for.

import { createRequire } from 'node:module';
import type * as net from 'node:net';
import { ResourceKind } from '../../protocol/events.ts';
import { operation } from '../names/operation.ts';
import { ownValue } from '../names/own-value.ts';
import { watch } from '../names/watched.ts';
import { Given } from '../promises/given.ts';
import { holdsProgram, isClosed, isOpened } from './opened.ts';
import { type UserPlace, userPlace } from './user-place.ts';

const SOCKETS = /^node:(net|tls|dgram|_tls_wrap|internal\/(net|dgram|tls\/.*|per_context\/.*))$/;
const WATCHERS = /^node:(fs|internal\/fs\/.*)$/;
const FILES = /^node:(fs|internal\/fs\/.*|fs\/promises)$/;
const SERVERS = /^node:(net|https?|_http_server|internal\/.*)$/;

/** Where a server was told to listen, or where the file was asked for that a request will bring. */
class Asked extends Given {
  #place: UserPlace | null;
  constructor(object: object, place: UserPlace | null) {
    super(object);
    this.#place = place;
  }
  static place(object: object): UserPlace | null {
    return #place in object ? object.#place : null;
  }
}

type Made = (resource: object) => void;
const MADE: Readonly<Record<string, Made>> = Object.assign(Object.create(null) as Record<string, Made>, {
  TCPWRAP: opens(ResourceKind.socket, SOCKETS),
  PIPEWRAP: opens(ResourceKind.socket, SOCKETS),
  UDPWRAP: opens(ResourceKind.socket, SOCKETS),
  FSEVENTWRAP: opens(ResourceKind.watcher, WATCHERS),
  STATWATCHER: opens(ResourceKind.watcher, WATCHERS),
  FSREQPROMISE(request: object) {
    const place = operation().startsWith('open ') ? userPlace(FILES) : null;
    if (place !== null) new Asked(request, place);
  },
  FILEHANDLE(file: object) {
    madeLast = file;
  },
});

/** The request that it answers is called back right after a file was made. */
let madeLast: object | null = null;

/** The loop calls back for a request of files. */
export function fileAnswered(request: object): void {
  const file = madeLast;
  madeLast = null;
  const place = Asked.place(request);
  if (file === null || place === null) return;
  watchHandles(file);
  isOpened(file, ResourceKind.file, '', place);
}

/** A handle was made; most are nobody's concern. */
export const handleMade = (type: string, resource: object): void => MADE[type]?.(resource);

function opens(kind: ResourceKind, through: RegExp): Made {
  return (resource) => {
    // A connection that is kept for the next request is told of as a new one (node:internal/http's ReusedHandle): looking
    // at the stack for each was half of what tracing cost an HTTP server.
    if (Object.hasOwn(resource, 'handle')) return;
    const place = userPlace(through);
    if (place === null) return;
    watchHandles(resource);
    isOpened(resource, kind, '', place);
  };
}

const watchedPrototypes = new Set<object>();

/** Sees to it that closing such a handle is noticed, and whether it is to keep the program. */
function watchHandles(handle: object): void {
  for (
    let at = Object.getPrototypeOf(handle);
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if (watchedPrototypes.has(at)) return;
    watchedPrototypes.add(at);
    watch(at, 'close', after(isClosed));
    watch(at, 'releaseFD', after(isClosed));
    watch(
      at,
      'unref',
      after((self) => holdsProgram(self, false)),
    );
    watch(
      at,
      'ref',
      after((self) => holdsProgram(self, true)),
    );
  }
}

export const after =
  (note: (self: unknown) => void) =>
  (call: () => unknown, _args: readonly unknown[], self: unknown): unknown => {
    const answer = call();
    note(self);
    return answer;
  };

/** A server gets its handle later than it is told to listen: in between its address may be looked up. */
export function watchServers(): void {
  const { Server } = createRequire(__filename)('node:net') as typeof net;
  watch(Server.prototype, 'listen', (call, _args, self) => {
    if (typeof self === 'object' && self !== null && Asked.place(self) === null)
      new Asked(self, userPlace(SERVERS));
    return call();
  });
  // Where it has its address, and `listening` follows.
  watch(Server.prototype, '_listen2', (call, _args, self) => {
    const answer = call();
    const handle = ownValue(self, '_handle');
    if (typeof handle === 'object' && handle !== null) {
      watchHandles(handle);
      isOpened(handle, ResourceKind.server, addressOf(handle), Asked.place(self as object));
      if (ownValue(self, '_unref') === true) holdsProgram(handle, false);
    }
    return answer;
  });
}

function addressOf(handle: { getsockname?(out: object): unknown }): string {
  const out: { address?: unknown; port?: unknown } = {};
  if (typeof handle.getsockname !== 'function') return '';
  handle.getsockname(out);
  if (typeof out.port !== 'number') return '';
  return `${String(out.address).includes(':') ? `[${out.address}]` : out.address}:${out.port}`;
}
