// What Node's types of resources stand for. Looked up once for each resource, when it is made.

import { AwaitedKind, Brought, LoopPhase, POOL_KIND_NAMES, PoolKind } from '../../protocol/events.ts';

export interface ResourceType {
  /** Node's name for the type; '' for the many types of which nothing is known. */
  readonly name: string;
  /** What a promise was waiting for that settles in a turn which this resource begins. */
  readonly kind: AwaitedKind;
  /** What Node's thread pool does for it; null if it does nothing. */
  readonly pool: PoolKind | null;
  /** The name of a wait for that work: `crypto scrypt`, `compression`; '' if the pool does nothing. */
  readonly work: string;
  /** In which phase the loop calls it back. `pending`: perhaps (see `phaseOf`). */
  readonly phase: LoopPhase;
  /** A microtask's callback belongs to the turn that queued it, as a tick's does. */
  readonly beginsTurn: boolean;
  /** Node may make it before it calls back the task that it is for. */
  readonly comesFirst: boolean;
  /** A request that Node hands to the pool as it makes it, and answers once. */
  readonly isRequest: boolean;
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
  if (pool === undefined) return '';
  const kind = POOL_KIND_NAMES[pool] as string;
  return pool === PoolKind.crypto ? `${kind} ${CRYPTO[name]}` : kind;
}

const WRITES = ['WRITEWRAP', 'SHUTDOWNWRAP'];

const named = (name: string): ResourceType => ({
  name,
  kind: AWAITED[name] ?? AwaitedKind.unknown,
  pool: POOL[name] ?? null,
  work: workOf(name),
  phase: PHASES[name] ?? LoopPhase.poll,
  beginsTurn: name !== 'Microtask',
  comesFirst: /^(TCPWRAP|PIPEWRAP|HTTP2STREAM)$/.test(name),
  isRequest: name === 'FSREQPROMISE' || name === 'FILEHANDLECLOSEREQ',
  isWrite: WRITES.includes(name),
  brings: BRINGS[name] ?? Brought.nothing,
});

const OTHER: ResourceType = named('');
// Not a Map: the program may have replaced its methods.
const TYPES = Object.create(null) as Record<string, ResourceType>;
const KNOWN = [AWAITED, POOL, BRINGS].flatMap((kinds) => Object.keys(kinds));
for (const name of ['Microtask', ...WRITES, ...KNOWN]) TYPES[name] = named(name);

export const resourceType = (name: string): ResourceType => TYPES[name] ?? OTHER;

/** What a resource brings that the loop calls back. */
export function broughtBy({ name, brings }: ResourceType, resource: object): Brought {
  // Node opens a terminal once more, so the descriptor is a different one. But it reads only from that of standard input.
  if (name !== 'PIPEWRAP') return brings;
  return (resource as { readonly fd?: unknown }).fd === STANDARD_INPUT ? Brought.input : Brought.nothing;
}
