// Sockets, servers, watchers and files: everything for which Node has a handle.

import { executionAsyncResource } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type * as net from 'node:net';
import { ResourceKind } from '../../protocol/events.ts';
import { handleIsOpen } from '../names/files.ts';
import { operation } from '../names/operation.ts';
import { ownValue } from '../names/own-value.ts';
import { watch } from '../names/watched.ts';
import { Given } from '../promises/given.ts';
import { fileAskedFor } from './descriptors.ts';
import { inputMade } from './input.ts';
import { holdsProgram, isOpened } from './opened.ts';
import { type UserPlace, userPlace } from './user-place.ts';
import { watchHandles } from './watch-handles.ts';

const SOCKETS =
  /^node:(net|tls|dgram|http2|_tls_wrap|internal\/(net|dgram|http2\/.*|tls\/.*|per_context\/.*))$/;
const WATCHERS = /^node:(fs|internal\/fs\/.*)$/;
const FILES = /^node:(fs|internal\/fs\/.*|fs\/promises)$/;
/** How what opens a file is called. */
const OPENS = 'open ';
const SERVERS = /^node:(net|https?|_http_server|internal\/.*)$/;

/** A note on a server where it was told to listen, or on a request where the file was asked for that it will open. */
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

const opensPipe = opens(ResourceKind.socket, SOCKETS);
const MADE: Readonly<Record<string, Made>> = Object.assign(Object.create(null) as Record<string, Made>, {
  TCPWRAP: opens(ResourceKind.socket, SOCKETS),
  PIPEWRAP(pipe: object) {
    opensPipe(pipe);
    inputMade(pipe);
  },
  TTYWRAP: inputMade,
  UDPWRAP: opens(ResourceKind.socket, SOCKETS),
  FSEVENTWRAP: opens(ResourceKind.watcher, WATCHERS),
  STATWATCHER: opens(ResourceKind.watcher, WATCHERS),
  FSREQPROMISE(request: object) {
    const place = operation().startsWith(OPENS) ? userPlace(FILES) : null;
    if (place !== null) new Asked(request, place);
  },
  FSREQCALLBACK: fileAskedFor,
  FILEHANDLE(file: object) {
    madeLast = file;
  },
});

/** The file handle that was made last. Right after that Node calls back the request that asked for it. */
let madeLast: object | null = null;

/** The loop calls back a request for files. `asked`: what that was for. */
export function fileAnswered(asked: string): void {
  const file = madeLast;
  if (file === null) return;
  madeLast = null;
  if (asked.startsWith(OPENS)) handleIsOpen(file, asked.slice(OPENS.length));
  const place = Asked.place(executionAsyncResource());
  if (place === null) return;
  watchHandles(file);
  isOpened(file, ResourceKind.file, '', place);
}

/** A resource was made. Only handles of some types matter here. */
export const handleMade = (type: string, resource: object): void => MADE[type]?.(resource);

function opens(kind: ResourceKind, through: RegExp): Made {
  return (resource) => {
    // A connection that is kept for the next request is reported as a new resource (node:internal/http's ReusedHandle). Looking at the stack
    // for each was half of what tracing cost an HTTP server.
    if (Object.hasOwn(resource, 'handle')) return;
    const place = userPlace(through);
    if (place === null) return;
    watchHandles(resource);
    isOpened(resource, kind, '', place);
  };
}

/** A server gets its handle later than it is told to listen, since its address may be looked up in between. */
export function watchServers(): void {
  const { Server } = createRequire(__filename)('node:net') as typeof net;
  watch(Server.prototype, 'listen', (call, _args, self) => {
    if (typeof self === 'object' && self !== null && Asked.place(self) === null)
      new Asked(self, userPlace(SERVERS));
    return call();
  });
  // At this point it has its address, and `listening` follows.
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
