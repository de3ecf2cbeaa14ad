// What Node's types of resources stand for. Looked up once a resource, when it is made.

import { AwaitedKind, Brought, LoopPhase, POOL_KIND_NAMES, PoolKind } from '../../protocol/events.ts';

export interface ResourceType {
  /** What Node calls it; '' for the many that nothing is known of. */
  readonly name: string;
  /** What a turn that it begins is for: what a promise settled in it was waiting for. */
  readonly kind: AwaitedKind;
  /** What Node's pool of threads does for it; null where it does nothing. */
  readonly pool: PoolKind | null;
  /** What a wait for that is called: `crypto scrypt`, `compression`; '' where the pool does nothing. */
  readonly work: string;
  /** In which phase the loop calls it back. What belongs to pending callbacks Node does not let anybody know: it counts as poll. */
  readonly phase: LoopPhase;
  /** A microtask's callback belongs to the turn that queued it, as a tick's does. */
  readonly beginsTurn: boolean;
  /** Node may make it before it calls back whoever it is for. */
  readonly comesFirst: boolean;
  /** A request that the runtime hands to the pool as it makes it, and answers once. */
  readonly isRequest: boolean;
  /** What it brings from outside; of a pipe it may, see `broughtBy`. */
  readonly brings: Brought;
}

/** Its descriptor. */
const STANDARD_INPUT = 0;

type Kinds<Kind> = Readonly<Record<string, Kind>>;

const AWAITED: Kinds<AwaitedKind> = {
  ...ofTypes(AwaitedKind.timer, 'Timeout Immediate'),
  ...ofTypes(
    AwaitedKind.network,
    'TCPWRAP TCPCONNECTWRAP TCPSERVERWRAP PIPECONNECTWRAP PIPESERVERWRAP TLSWRAP UDPWRAP UDPSENDWRAP HTTPPARSER ' +
      'HTTPCLIENTREQUEST HTTPINCOMINGMESSAGE HTTP2SESSION HTTP2STREAM HTTP2PING HTTP2SETTINGS GETADDRINFOREQWRAP ' +
      'GETNAMEINFOREQWRAP QUERYWRAP WRITEWRAP SHUTDOWNWRAP UNDICI_REQUEST UNDICI_STREAM UNDICI_PIPELINE',
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
  // QUERYWRAP is not among them: that asks a server of names by itself.
  ...ofTypes(PoolKind.dns, 'GETADDRINFOREQWRAP GETNAMEINFOREQWRAP'),
  ...ofTypes(PoolKind.crypto, Object.keys(CRYPTO).join(' ')),
  ...ofTypes(PoolKind.compression, 'ZLIB'),
};

const BRINGS: Kinds<Brought> = {
  HTTPINCOMINGMESSAGE: Brought.request,
  ...ofTypes(Brought.input, 'TTYWRAP PIPEWRAP'),
  SIGNALWRAP: Brought.signal,
};

const PHASES: Kinds<LoopPhase> = { Timeout: LoopPhase.timers, Immediate: LoopPhase.check };

function ofTypes<Kind>(kind: Kind, types: string): Kinds<Kind> {
  return Object.fromEntries(types.split(' ').map((type) => [type, kind]));
}

function workOf(name: string): string {
  const pool = POOL[name];
  if (pool === undefined) return '';
  const kind = POOL_KIND_NAMES[pool] as string;
  return pool === PoolKind.crypto ? `${kind} ${CRYPTO[name]}` : kind;
}

const named = (name: string): ResourceType => ({
  name,
  kind: AWAITED[name] ?? AwaitedKind.unknown,
  pool: POOL[name] ?? null,
  work: workOf(name),
  phase: PHASES[name] ?? LoopPhase.poll,
  beginsTurn: name !== 'Microtask',
  comesFirst: /^(TCPWRAP|PIPEWRAP|HTTP2STREAM)$/.test(name),
  isRequest: name === 'FSREQPROMISE' || name === 'FILEHANDLECLOSEREQ',
  brings: BRINGS[name] ?? Brought.nothing,
});

const OTHER: ResourceType = named('');
// Not a Map: the program may have replaced its methods.
const TYPES = Object.create(null) as Record<string, ResourceType>;
for (const name of ['Microtask', ...Object.keys(AWAITED), ...Object.keys(POOL), ...Object.keys(BRINGS)])
  TYPES[name] = named(name);

export const resourceType = (name: string): ResourceType => TYPES[name] ?? OTHER;

/** What a resource brings that the loop calls back. */
export function broughtBy({ name, brings }: ResourceType, resource: object): Brought {
  // The runtime opens a terminal once more, so its descriptor is another one; but it only reads from that of standard input.
  if (name !== 'PIPEWRAP') return brings;
  return (resource as { readonly fd?: unknown }).fd === STANDARD_INPUT ? Brought.input : Brought.nothing;
}
