// What Node's types of resources stand for. Looked up once for each resource, when it is made.

import { types } from 'node:util';
import { AwaitedKind, Brought, LoopPhase, POOL_KIND_NAMES, PoolKind } from '../../protocol/events.ts';

export interface ResourceType {
  /** Node's name for the type; '' for the many types of which nothing is known. */
  readonly name: string;
  /** What a promise was waiting for that settles in a turn which this resource begins. */
  readonly kind: AwaitedKind;
  /** What Node's thread pool does for it; null if it does nothing. */
  readonly pool: PoolKind | null;
  /** The name of a wait for that work, or for what a native add-on does: `crypto scrypt`, `native sqlite3.Statement.All`; '' if there is none. */
  readonly work: string;
  /** In which phase the loop calls it back. `pending`: perhaps (see `phaseOf`). */
  readonly phase: LoopPhase;
  /** A microtask's callback belongs to the turn that queued it, as a tick's does. */
  readonly beginsTurn: boolean;
  /** Node may make it before it calls back the task that it is for. */
  readonly comesFirst: boolean;
  /** A request that Node hands to the pool as it makes it, and answers once. */
  readonly isRequest: boolean;
  /** What a promise waits for that was made just before. Not so of a pipe: the first `console.log` may make one, and what a program asks for
   * through a pipe is a resource of its own (a process, a request to connect). */
  readonly isAwaited: boolean;
  /** Something is written to a stream, or the stream is ended. The stream says what that is for. */
  readonly isWrite: boolean;
  /** What it brings from outside. For a pipe that depends: see `broughtBy`. */
  readonly brings: Brought;
}

/** The handle's descriptor. */
const STANDARD_INPUT = 0;

type Kinds<Kind> = Readonly<Record<string, Kind>>;

const AWAITED: Kinds<AwaitedKind> = {
  ...ofTypes(AwaitedKind.timer, 'Timeout Immediate'),
  ...ofTypes(
    AwaitedKind.network,
    'TCPWRAP TCPCONNECTWRAP TCPSERVERWRAP PIPECONNECTWRAP PIPESERVERWRAP TLSWRAP UDPWRAP UDPSENDWRAP HTTPPARSER ' +
      'HTTPCLIENTREQUEST HTTPINCOMINGMESSAGE HTTP2SESSION HTTP2STREAM HTTP2PING HTTP2SETTINGS GETADDRINFOREQWRAP ' +
      'GETNAMEINFOREQWRAP QUERYWRAP UNDICI_REQUEST UNDICI_STREAM UNDICI_PIPELINE',
  ),
  ...ofTypes(
    AwaitedKind.file,
    'FSREQCALLBACK FSREQPROMISE FILEHANDLE FILEHANDLECLOSEREQ DIRHANDLE FSEVENTWRAP STATWATCHER BLOBREADER',
  ),
  ...ofTypes(AwaitedKind.process, 'PROCESSWRAP PIPEWRAP WORKER MESSAGEPORT'),
};

const CRYPTO: Kinds<string> = {
  PBKDF2REQUEST: 'pbkdf2',
  SCRYPTREQUEST: 'scrypt',
  ARGON2REQUEST: 'argon2',
  RANDOMBYTESREQUEST: 'random bytes',
  RANDOMPRIMEREQUEST: 'random prime',
  CHECKPRIMEREQUEST: 'prime check',
  KEYPAIRGENREQUEST: 'key pair',
  KEYGENREQUEST: 'key',
  KEYEXPORTREQUEST: 'key export',
  CIPHERREQUEST: 'cipher',
  DERIVEBITSREQUEST: 'derived bits',
  HASHREQUEST: 'digest',
  SIGNREQUEST: 'signature',
  VERIFYREQUEST: 'verification',
  KEMENCAPSULATEREQUEST: 'key encapsulation',
  KEMDECAPSULATEREQUEST: 'key decapsulation',
};

const POOL: Kinds<PoolKind> = {
  ...ofTypes(PoolKind.file, 'FSREQCALLBACK FSREQPROMISE FILEHANDLECLOSEREQ'),
  // QUERYWRAP is not among them: it asks a name server without the pool.
  ...ofTypes(PoolKind.dns, 'GETADDRINFOREQWRAP GETNAMEINFOREQWRAP'),
  ...ofTypes(PoolKind.crypto, Object.keys(CRYPTO).join(' ')),
  ...ofTypes(PoolKind.compression, 'ZLIB'),
};

const BRINGS: Kinds<Brought> = {
  HTTPINCOMINGMESSAGE: Brought.request,
  ...ofTypes(Brought.input, 'TTYWRAP PIPEWRAP'),
  SIGNALWRAP: Brought.signal,
};

const PHASES: Kinds<LoopPhase> = {
  Timeout: LoopPhase.timers,
  Immediate: LoopPhase.check,
  ...ofTypes(LoopPhase.pending, 'SHUTDOWNWRAP PIPECONNECTWRAP'),
};

function ofTypes<Kind>(kind: Kind, types: string): Kinds<Kind> {
  return Object.fromEntries(types.split(' ').map((type) => [type, kind]));
}

function workOf(name: string): string {
  const pool = POOL[name];
  // What looks a name up tells which.
  if (pool === undefined || pool === PoolKind.dns) return '';
  const kind = POOL_KIND_NAMES[pool] as string;
  return pool === PoolKind.crypto ? `${kind} ${CRYPTO[name]}` : kind;
}

const WRITES = ['WRITEWRAP', 'SHUTDOWNWRAP'];

const named = (name: string, work = workOf(name)): ResourceType => ({
  name,
  kind: AWAITED[name] ?? AwaitedKind.unknown,
  pool: POOL[name] ?? null,
  work,
  phase: PHASES[name] ?? LoopPhase.poll,
  beginsTurn: name !== 'Microtask',
  comesFirst: /^(TCPWRAP|PIPEWRAP|HTTP2STREAM)$/.test(name),
  isRequest: name === 'FSREQPROMISE' || name === 'FILEHANDLECLOSEREQ',
  isAwaited: AWAITED[name] !== undefined && name !== 'PIPEWRAP',
  isWrite: WRITES.includes(name),
  brings: BRINGS[name] ?? Brought.nothing,
});

const OTHER: ResourceType = named('');
// Not a Map: the program may have replaced its methods.
const TYPES = Object.create(null) as Record<string, ResourceType>;
const KNOWN = [AWAITED, POOL, BRINGS].flatMap((kinds) => Object.keys(kinds));
for (const name of ['Microtask', ...WRITES, ...KNOWN]) TYPES[name] = named(name);

export const IMMEDIATE = TYPES.Immediate as ResourceType;

export const resourceType = (name: string, resource: object): ResourceType =>
  TYPES[name] ?? otherType(name, resource);

/** Node-API's own names, and those of what is built on it, for whatever an add-on gives no name. */
const NAMELESS = /^(undefined|generic|napi\w*|)$/;
const LONGEST_NAME = 60;
const MOST_NATIVE = 500;
const NATIVE = Object.create(null) as Record<string, ResourceType>;
let natives = 0;

/** Native add-ons name what they do in the background. Node hands such names on with a plain object, or with the promise that the work settles. */
function otherType(name: string, resource: object): ResourceType {
  if (!isPlain(resource) || NAMELESS.test(name)) return OTHER;
  const known = NATIVE[name];
  if (known !== undefined || natives >= MOST_NATIVE) return known ?? OTHER;
  natives++;
  NATIVE[name] = named('', `native ${name.slice(0, LONGEST_NAME)}`);
  return NATIVE[name] as ResourceType;
}

const plain = Object.prototype;
const isPlain = (resource: object): boolean => {
  const prototype = Object.getPrototypeOf(resource) as unknown;
  return prototype === plain || prototype === null || types.isPromise(resource);
};

/** What a resource brings that the loop calls back. */
export function broughtBy({ name, brings }: ResourceType, resource: object): Brought {
  // Node opens a terminal once more, so the descriptor is a different one. But it reads only from that of standard input.
  if (name !== 'PIPEWRAP') return brings;
  return (resource as { readonly fd?: unknown }).fd === STANDARD_INPUT ? Brought.input : Brought.nothing;
}
