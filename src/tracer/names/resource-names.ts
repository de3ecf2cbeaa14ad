import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { binding } from '../runtime/internals.ts';
import { senderOf } from '../threads/senders.ts';
import { nameCalled } from './called.ts';
import { connectionOf } from './connections.ts';
import { keptAs, ownValue } from './own-value.ts';
import { firstRequest } from './redirected.ts';
import { httpName, requestName } from './request-name.ts';

/** Resources that say what they are for. Others that are made along with them do not. */
export const TELLING = new Set(
  (
    'PROCESSWRAP GETADDRINFOREQWRAP GETNAMEINFOREQWRAP QUERYWRAP TCPCONNECTWRAP PIPECONNECTWRAP TCPSERVERWRAP ' +
    'HTTP2STREAM UNDICI_REQUEST UNDICI_STREAM UNDICI_PIPELINE'
  ).split(' '),
);

/** The HTTP request of the program's that a resource answers, or whose socket the resource is; null for none. */
function requestOf(resource: object): object | null {
  const request = ownValue(resource, 'req') ?? ownValue(ownerOf(resource), '_httpMessage');
  return typeof request === 'object' && request !== null && ownValue(request, 'method') !== undefined
    ? request
    : null;
}

/**
 * The name of that request; '' for none. If the answer to another one has led to it, the name is that one's, unless who waits is known to wait for
 * this very one. `known`: what is known of that.
 */
export function nameOfRequest(resource: object, known: unknown = null): string {
  const request = requestOf(resource);
  if (request !== null) {
    const first = firstRequest(request);
    return httpName(first !== request && known === httpName(request) ? request : first);
  }
  const headers = keptAs(ownerOf(resource), 'sent-headers');
  const path = ownValue(headers, ':path');
  return path === undefined
    ? ''
    : requestName(ownValue(headers, ':method'), ownValue(headers, ':authority'), path);
}

/** What a resource of Node's is for: `dns example.org`, `process git`, `127.0.0.1:5432`; '' if it does not say. */
export function nameOfResource(resource: object): string {
  const sender = senderOf(resource);
  if (sender !== '') return `message from ${sender}`;
  const name = nameCalled(resource);
  if (name !== '') return name;
  const called = ownValue(resource, 'called');
  if (typeof called === 'string') return called;
  const hostname = ownValue(resource, 'hostname');
  if (typeof hostname === 'string') return `dns ${hostname}`;
  const port = ownValue(resource, 'port');
  if (typeof port === 'number') return `${String(ownValue(resource, 'address'))}:${port}`;
  const request = nameOfRequest(resource);
  if (request !== '') return request;
  const owner = ownerOf(resource);
  const file = ownValue(owner, 'spawnfile');
  if (typeof file === 'string') return `process ${basename(file)}`;
  if (isClients(owner)) return peerOf(owner);
  const listens = portOf(owner);
  if (listens !== '') return `listen :${listens}`;
  const served = portOf(ownValue(owner, 'server'));
  if (served !== '') return served === '0' ? 'connection to the server' : `connection to :${served}`;
  return peerOfSession(owner);
}

/** With whom a program has a session of HTTP/2; '' for a server's, and for anything else. */
export function peerOfSession(session: unknown): string {
  const socket = keptAs(session, 'socket');
  return isClients(socket) ? peerOf(socket) : '';
}

/** A client's socket has no server: null, and with TLS undefined. */
const isClients = (socket: unknown): socket is Socket =>
  ownValue(socket, '_host') !== undefined && (ownValue(socket, 'server') ?? null) === null;

function peerOf(socket: Socket): string {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined ? (connectionOf(socket)?.peer ?? '') : `${remoteAddress}:${remotePort}`;
}

/** What a wait for a server's end is called. */
export function closeName(server: unknown): string {
  const port = portOf(server);
  return Number(port) > 0 ? `close :${port}` : 'close the server';
}

/** The port that a server was told to listen at, 0 for any; '' for anything but a server. */
function portOf(server: unknown): string {
  const key = ownValue(server, '_connectionKey');
  return typeof key === 'string' ? key.slice(key.lastIndexOf(':') + 1) : '';
}

/** The symbol by which handles keep their owner, if Node's internals can be reached: to look through all symbols takes 1 µs. */
let ownerSymbol: symbol | null | undefined;

/** The object that the program knows for a handle of Node's, or for what stands for a handle: a kept connection is a new resource for each request. */
export function ownerOf(resource: object): unknown {
  ownerSymbol ??= binding<{ readonly owner_symbol?: symbol }>('symbols')?.owner_symbol ?? null;
  return ownerIn(resource) ?? ownerIn(ownValue(resource, 'handle'));
}

const ownerIn = (handle: unknown): unknown =>
  typeof ownerSymbol === 'symbol' ? ownValue(handle, ownerSymbol) : keptAs(handle, 'owner_symbol');
