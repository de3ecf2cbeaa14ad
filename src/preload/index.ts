// The bridge between the window and the main process, and nothing else: `window.loopscope`, made from the
// contract's two lists of names, and the hand-over of session ports.

import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  type LoopscopeBridge,
  NOTIFICATION_NAMES,
  notificationChannel,
  type PortHandOver,
  REQUEST_NAMES,
  requestChannel,
  SESSION_PORT_CHANNEL,
} from '../protocol/bridge.ts';

type Listener = (...values: unknown[]) => void;

const requests = Object.fromEntries(
  REQUEST_NAMES.map((name) => [
    name,
    (...values: unknown[]) => ipcRenderer.invoke(requestChannel(name), ...values),
  ]),
);

function on(name: (typeof NOTIFICATION_NAMES)[number], listener: Listener): () => void {
  // The page may only listen to the notifications of the contract, never to any other channel.
  if (!NOTIFICATION_NAMES.includes(name)) throw new TypeError(`No notification is called ${String(name)}.`);
  const forward = (_event: unknown, ...values: unknown[]) => listener(...values);
  ipcRenderer.on(notificationChannel(name), forward);
  return () => ipcRenderer.off(notificationChannel(name), forward);
}

const bridge = {
  ...requests,
  on,
  pathOfFile: (file: unknown) => webUtils.getPathForFile(file as File),
} as unknown as LoopscopeBridge;

contextBridge.exposeInMainWorld('loopscope', bridge);

// A MessagePort cannot cross the context bridge, but it can be posted to the page's window.
ipcRenderer.on(SESSION_PORT_CHANNEL, (event, sessionId: number) => {
  const handOver: PortHandOver = { type: SESSION_PORT_CHANNEL, sessionId };
  window.postMessage(handOver, window.location.origin, event.ports as unknown as Transferable[]);
});
