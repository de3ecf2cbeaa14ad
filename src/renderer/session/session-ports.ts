// A session's port and the answer that names the session arrive separately, in either order, so the first one waits for the other.

import { type PortHandOver, SESSION_PORT_CHANNEL } from '../../protocol/bridge.ts';

const arrived = new Map<number, MessagePort>();
const wanted = new Map<number, (port: MessagePort) => void>();

/** To be called once, before the first request to main. */
export function listenForPorts(): void {
  window.addEventListener('message', (event: MessageEvent<Partial<PortHandOver> | null>) => {
    if (event.source !== window || event.data?.type !== SESSION_PORT_CHANNEL) return;
    const { sessionId } = event.data;
    const [port] = event.ports;
    if (sessionId === undefined || port === undefined) return;
    const take = wanted.get(sessionId);
    wanted.delete(sessionId);
    if (take === undefined) arrived.set(sessionId, port);
    else take(port);
  });
}

export function portOf(sessionId: number): Promise<MessagePort> {
  const port = arrived.get(sessionId);
  arrived.delete(sessionId);
  if (port !== undefined) return Promise.resolve(port);
  return new Promise((resolve) => wanted.set(sessionId, resolve));
}
