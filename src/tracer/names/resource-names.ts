import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { binding } from '../runtime/internals.ts';
import { senderOf } from '../threads/senders.ts';
import { nameCalled } from './called.ts';
import { ownValue } from './own-value.ts';
import { httpName } from './request-name.ts';

/** Resources that say what they are for. Others that are made along with them do not. */
export const TELLING = new Set(
  (
    'PROCESSWRAP GETADDRINFOREQWRAP GETNAMEINFOREQWRAP QUERYWRAP TCPCONNECTWRAP PIPECONNECTWRAP TCPSERVERWRAP ' +
    'UNDICI_REQUEST UNDICI_STREAM UNDICI_PIPELINE'
  ).split(' '),
);

/** The HTTP request of the program's that a resource answers, or whose socket the resource is; null for none. */
function requestOf(resource: object): object | null {
  const request = ownValue(resource, 'req') ?? ownValue(ownerOf(resource), '_httpMessage');
  return typeof request === 'object' && request !== null && ownValue(request, 'method') !== undefined
    ? request
    : null;
}

/** The name of that request; '' for none. */
export function nameOfRequest(resource: object): string {
  const request = requestOf(resource);
  return request === null ? '' : httpName(request);
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
  const request = requestOf(resource);
  if (request !== null) return httpName(request);
  const owner = ownerOf(resource);
  const file = ownValue(owner, 'spawnfile');
  if (typeof file === 'string') return `process ${basename(file)}`;
  if (ownValue(owner, '_host') !== undefined && ownValue(owner, 'server') === null)
    return peerOf(owner as Socket);
  const key = ownValue(owner, '_connectionKey');
  if (typeof key === 'string') return `listen :${key.slice(key.lastIndexOf(':') + 1)}`;
  return '';
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return remoteAddress === undefined ? '' : `${remoteAddress}:${remotePort}`;
}

/** The symbol by which handles keep their owner, if Node's internals can be reached: to look through all symbols takes 1 µs. */
let ownerSymbol: symbol | null | undefined;

/** The object that the program knows for a handle of Node's. */
export function ownerOf(resource: object): unknown {
  ownerSymbol ??= binding<{ readonly owner_symbol?: symbol }>('symbols')?.owner_symbol ?? null;
  if (ownerSymbol !== null) return ownValue(resource, ownerSymbol);
  const symbols = Object.getOwnPropertySymbols(resource);
  for (let i = 0; i < symbols.length; i++) {
    if ((symbols[i] as symbol).description === 'owner_symbol')
      return ownValue(resource, symbols[i] as symbol);
  }
  return undefined;
}
