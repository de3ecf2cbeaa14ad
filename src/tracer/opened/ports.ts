// Ports that the program makes. A port that is listened to keeps the program alive until it is closed.

import { MessagePort } from 'node:worker_threads';
import { ResourceKind } from '../../protocol/events.ts';
import { holdsProgram, isKnown, isOpened } from './opened.ts';
import { NOTHING, userPlace } from './user-place.ts';
import { watchHandles } from './watch-handles.ts';

/** A program may make a channel for each message, and a look at the stack takes 10 µs. So no more than this many are looked at. */
let looksLeft = 1000;

type HasRef = (this: object) => boolean;
// Taken before the program can replace it.
const { hasRef } = MessagePort.prototype as unknown as { readonly hasRef: HasRef };

/** The program has made these ports: both of a `MessageChannel`, or one of a `BroadcastChannel`. They keep it alive once it listens. */
export function portsOpened(ports: readonly object[], name = ''): void {
  if (looksLeft-- <= 0) return;
  const place = userPlace(NOTHING);
  if (place === null) return;
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < ports.length; at++) {
    const port = ports[at] as object;
    watchHandles(port);
    isOpened(port, ResourceKind.port, name, place);
    holdsProgram(port, hasRef.call(port));
  }
}

/** The loop calls a port, perhaps because it was closed, as it is when the other end is closed. */
export function portHolds(port: object): void {
  if (isKnown(port)) holdsProgram(port, hasRef.call(port));
}
