// Connections that the program makes, with what is known of them only as they are made: whom they are with, and which request they are for.

import { SafeWeakMap } from '../safe-weak.ts';

/** A connection that the program has made, known by its socket. */
export interface Connection {
  /** What a wait for it is called: `127.0.0.1:5432`, or its first request. */
  called: string;
  /** With whom it is: `127.0.0.1:5432`. The socket itself no longer says so once it is closed. */
  readonly peer: string;
}

const connections = new SafeWeakMap<object, Connection>();

export const connectionOf = (socket: object): Connection | undefined => connections.get(socket);

export const noteConnection = (socket: object, connection: Connection): void =>
  void connections.set(socket, connection);
