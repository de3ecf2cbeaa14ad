// Ports and their messages: between a worker and its starter, between the two ports of a `MessageChannel`, which may be sent from thread to
// thread, and from one `BroadcastChannel` to all others of its name.

import { performance } from 'node:perf_hooks';
import { types } from 'node:util';
import { type MessageChannel, MessagePort } from 'node:worker_threads';
import { constructUnseen } from '../frame-limit.ts';
import { shortened } from '../names/abouts.ts';
import { ownValue } from '../names/own-value.ts';
import { withoutCredentials } from '../names/secrets.ts';
import { classFor, constructorFor, replace, replaceGlobal, watch } from '../names/watched.ts';
import { isClosed } from '../opened/opened.ts';
import { portHolds, portsOpened } from '../opened/ports.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import {
  type ChannelEnd,
  endOf,
  goesElsewhere,
  isEndOf,
  isOver,
  numberOf,
  receives,
  sends,
} from './channel-ends.ts';
import { callSender, senderOf } from './senders.ts';
import { nextStart } from './starts.ts';

export interface WorkerThreads {
  readonly MessageChannel: typeof MessageChannel;
  readonly BroadcastChannel: new (name: never) => object;
}

const now = performance.now.bind(performance);

/** The end whose message was last delivered within a callback of something else. As a worker ends, all that it has sent is delivered so. */
let within: ChannelEnd | null = null;
/** Ports that have come with a message that is not delivered yet. */
let came: object[] = [];
let isLooking = false;

/** Node has made a port. If no code is running, it came with the message that is about to be delivered. */
export function portMade(port: object, isNested: boolean): void {
  if ((!isNested || isLooking) && endOf(port) === undefined) came.push(port);
}

/** The loop calls a port: with a message, or, last of all, because it is closed. The latter counts as a message that nobody sent. */
export function portCalls(port: object, isNested: boolean): void {
  messageIsOver();
  portHolds(port);
  const end = endOf(port);
  if (end !== undefined) receives(end);
  if (!isNested) takeOver(end);
  else if (end !== undefined) within = end;
}

/** The ports that came with the message which an end received last are ends of channels, too. */
function takeOver(end: ChannelEnd | undefined): void {
  if (came.length === 0) return;
  const ports = came;
  came = [];
  if (end !== undefined) cameWith(ports, end, end.received);
}

function cameWith(ports: readonly object[], end: ChannelEnd, message: number): void {
  for (let index = 0; index < ports.length; index++) {
    const port = ports[index] as object;
    isEndOf(port, { cameWith: { end: numberOf(end), message, index } });
    callSender(port, PORT);
  }
}

/** What the loop runs from now on does not come of the message any more. */
export function messageIsOver(): void {
  if (within === null) return;
  isOver(within);
  within = null;
}

/** The name of a wait for a message if nobody knows who is at the other end. */
const PORT = 'another port';

/** The port at the other end, while both are in this thread. */
const others = new SafeWeakMap<object, object>();

/** Records ports that are sent with a message: that of this number at the `carrier`, or 0 for what a worker begins with. */
function portsGo(ports: readonly object[], carrier: ChannelEnd, message: number, to: string): void {
  for (let index = 0; index < ports.length; index++) {
    const port = ports[index] as object;
    const end = endOf(port);
    if (end !== undefined) goesElsewhere(end, { end: numberOf(carrier), message, index });
    isClosed(port);
    const other = others.get(port);
    if (other !== undefined && to !== PORT) callSender(other, `a port of ${to}`);
  }
}

const isPort = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !types.isProxy(value) &&
  Object.getPrototypeOf(value) === MessagePort.prototype;

/** The ports that are sent with a message: in the second argument of `postMessage`. */
function transferred(given: unknown): object[] {
  const list = Array.isArray(given) ? given : ownValue(given, 'transfer');
  const ports: object[] = [];
  if (!Array.isArray(list) || types.isProxy(list)) return ports;
  for (let at = 0; at < list.length; at++) {
    const value = ownValue(list, at);
    if (isPort(value)) ports.push(value);
  }
  return ports;
}

const DEEPEST = 4;
const MOST = 1000;

/** The ports in a worker's `workerData`, in an order that is the same on both sides. Runs none of the program's code. */
function portsIn(value: unknown): object[] {
  const ports: object[] = [];
  let left = MOST;
  const look = (at: unknown, depth: number): void => {
    if (typeof at !== 'object' || at === null || types.isProxy(at) || left-- <= 0) return;
    if (isPort(at)) ports.push(at);
    else if (depth < DEEPEST && (Array.isArray(at) || Object.getPrototypeOf(at) === Object.prototype))
      Object.keys(at).forEach((key) => void look(ownValue(at, key), depth + 1));
  };
  look(value, 0);
  return ports;
}

/** Watches the port of a worker's object. `given`: the `workerData` from its starter. */
export function watchWorkersPort(worker: object, start: string, name: string, given: unknown): void {
  callSender(worker, name).forEach((port) => {
    portsGo(portsIn(given), isEndOf(port, { start, end: 'starter' }), 0, name);
  });
}

/** Watches a worker's own port. `given`: the `workerData` from its starter. Returns all ports that the worker begins with. */
export function watchOwnPort(port: object, start: string, given: unknown): object[] {
  const ports = portsIn(given);
  cameWith(ports, isEndOf(port, { start, end: 'started' }), 0);
  return [port].concat(ports);
}

/** `workerThreads`: the exports of `node:worker_threads`, where classes and functions are replaced. */
export function watchPorts(workerThreads: WorkerThreads): void {
  watch(MessagePort.prototype, 'postMessage', (call, args, self) => {
    const end = endOf(self as object);
    if (end === undefined) return call();
    const ports = transferred(args[1]);
    const result = sends(end, call);
    if (ports.length > 0) portsGo(ports, end, end.sent, senderOf(self as object) || PORT);
    return result;
  });
  watch(workerThreads, 'receiveMessageOnPort', (call, { 0: port }) => {
    const end = typeof port === 'object' && port !== null ? endOf(port) : undefined;
    isLooking = end !== undefined;
    const message = call();
    isLooking = false;
    if (end === undefined || message === undefined) return message;
    // Whoever fetches a message was not woken by it, so `received` is not recorded.
    end.received++;
    takeOver(end);
    return message;
  });
  watchMessageChannels(workerThreads);
  watchBroadcasts(workerThreads);
}

function watchMessageChannels(workerThreads: WorkerThreads): void {
  const own = workerThreads.MessageChannel as unknown as (...args: unknown[]) => unknown;
  const made = (args: ArrayLike<unknown>, as: NewableFunction): object => {
    const channel = constructUnseen(own, args, as);
    const port1 = ownValue(channel, 'port1');
    const port2 = ownValue(channel, 'port2');
    if (!isPort(port1) || !isPort(port2)) return channel;
    const start = nextStart();
    isEndOf(port1, { start, end: 'starter' });
    isEndOf(port2, { start, end: 'started' });
    others.set(port1, port2);
    others.set(port2, port1);
    callSender(port1, PORT);
    callSender(port2, PORT);
    portsOpened([port1, port2]);
    return channel;
  };
  putInPlace(workerThreads, 'MessageChannel', own, constructorFor(own, made));
}

function watchBroadcasts(workerThreads: WorkerThreads): void {
  const own = workerThreads.BroadcastChannel;
  const nameOf = Object.getOwnPropertyDescriptor(own.prototype, 'name')?.get;
  if (nameOf === undefined) return;
  const watched = classFor(own, (args, as) => {
    const beganMs = now();
    const channel = constructUnseen(own, args, as);
    const name = String(nameOf.call(channel));
    const called = `channel ${shortened(withoutCredentials(name))}`;
    const ports = callSender(channel, called);
    portsOpened(ports, `of ${called}`);
    ports.forEach((port) => {
      const sinceUs = Math.ceil((now() - beganMs) * 1000);
      // A broadcast is heard only within this process, hence the pid. Introduced at once, as the moment counts.
      numberOf(isEndOf(port, { broadcast: `${process.pid} ${name}`, sinceUs }));
    });
    return channel;
  });
  putInPlace(workerThreads, 'BroadcastChannel', own, watched);
}

function putInPlace(workerThreads: object, name: string, own: object, value: object): void {
  const property = Object.getOwnPropertyDescriptor(workerThreads, name);
  if (property?.value !== own) return;
  replace(workerThreads, name, property, value);
  replaceGlobal(name, own, value);
}
