// Ends of channels of messages that the program makes: one that is listened to keeps the program until it is closed.

import { MessagePort } from 'node:worker_threads';
import { ResourceKind } from '../../protocol/events.ts';
import { holdsProgram, isKnown, isOpened } from './opened.ts';
import { NOTHING, userPlace } from './user-place.ts';
import { watchHandles } from './watch-handles.ts';

/** A program may make a channel for each message: no more are looked at, each takes 10 µs. */
let looksLeft = 1000;

type HasRef = (this: object) => boolean;
// Taken before the program can replace it.
const { hasRef } = MessagePort.prototype as unknown as { readonly hasRef: HasRef };

/** The program makes these ends of a channel: both, which hold it once it listens, or one of a channel that has a name. */
export function portsOpened(ports: readonly object[], name = ''): void {
  if (looksLeft-- <= 0) return;
  const place = userPlace(NOTHING);
  if (place === null) return;
  for (const port of ports) {
    watchHandles(port);
    isOpened(port, ResourceKind.port, name, place);
    holdsProgram(port, hasRef.call(port));
  }
}

/** The loop calls a port: because it has closed, perhaps, as it does when the other end is. */
export function portHolds(port: object): void {
  if (isKnown(port)) holdsProgram(port, hasRef.call(port));
}
