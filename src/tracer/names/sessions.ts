import { AwaitedKind } from '../../protocol/events.ts';
import { startedBy } from '../promises/promises.ts';
import { internals } from '../runtime/internals.ts';
import { during } from './operation.ts';
import { peerOfSession } from './resource-names.ts';
import { watch } from './watched.ts';

let areNamed = false;

/** Names what a program asks of sessions of HTTP/2: `ping localhost:8443`. To be called when there is a session: Node has loaded its module then. */
export function nameSessions(): void {
  if (areNamed) return;
  areNamed = true;
  const sessions = internals()?.requireBuiltin<{ Http2Session?: { readonly prototype: object } }>(
    'internal/http2/core',
  ).Http2Session;
  if (sessions === undefined) return;
  const named = (operation: string, session: unknown): string =>
    `${operation} ${peerOfSession(session)}`.trimEnd();
  watch(sessions.prototype, 'ping', (call, _args, session) => during(named('ping', session), call));
  watch(sessions.prototype, 'settings', (call, _args, session) => during(named('settings', session), call));
  watch(sessions.prototype, 'close', (call, _args, session) => {
    const answer = call();
    startedBy(AwaitedKind.network, 0, named('close', session));
    return answer;
  });
}
