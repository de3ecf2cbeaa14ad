// Ports, and what goes through them: between a worker and who started it, between the two of a `MessageChannel`, which may go with a message
// from thread to thread, and from one `BroadcastChannel` to all others of its name.

import { performance } from 'node:perf_hooks';
import { types } from 'node:util';
import { type MessageChannel, MessagePort } from 'node:worker_threads';
import { shortened } from '../names/abouts.ts';
import { ownValue } from '../names/own-value.ts';
import { withoutCredentials } from '../names/secrets.ts';
import { classFor, constructorFor, replace, replaceGlobal, watch } from '../names/watched.ts';
import { isClosed } from '../opened/opened.ts';
import { portHolds, portsOpened } from '../opened/ports.ts';
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

/** Whose message was handed over last within a callback of something else's: as a worker ends, all that it has sent is. */
let within: ChannelEnd | null = null;
/** Ports that have come with a message which nobody has been called with yet. */
let came: object[] = [];
let isLooking = false;

/** Node has made a port: for code that runs, or, while nothing does, for the message that it is about to hand over. */
export function portMade(port: object, isNested: boolean): void {
  if ((!isNested || isLooking) && endOf(port) === undefined) came.push(port);
}

/** The loop calls a port: with a message, or, last of all, because it is closed, which is counted as one that nobody sent. */
export function portCalls(port: object, isNested: boolean): void {
  messageIsOver();
  portHolds(port);
  const end = endOf(port);
  if (end !== undefined) receives(end);
  if (!isNested) takeOver(end);
  else if (end !== undefined) within = end;
}

/** What came with what an end received last is an end of some channel, too. */
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

/** What the loop runs from now on has nothing to do with the message any more. */
export function messageIsOver(): void {
  if (within === null) return;
  isOver(within);
  within = null;
}

/** What a wait for a message is called where nobody knows who is at the other end. */
const PORT = 'another port';

/** The port at the other end, while both are in this thread. */
const others = new WeakMap<object, object>();

/** Told of as the n-th message that `carrier` sent, or, of a worker's beginning, as its 0th. */
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

/** The ports that go with a message: what `postMessage` takes second. */
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

/** The ports in what a worker is given, in an order that is the same on both sides; runs none of the program's code. */
function portsIn(value: unknown): object[] {
  const ports: object[] = [];
  let left = MOST;
  const look = (at: unknown, depth: number): void => {
    if (typeof at !== 'object' || at === null || types.isProxy(at) || left-- <= 0) return;
    if (isPort(at)) ports.push(at);
    else if (depth < DEEPEST && (Array.isArray(at) || Object.getPrototypeOf(at) === Object.prototype))
      for (const key of Object.keys(at)) look(ownValue(at, key), depth + 1);
  };
  look(value, 0);
  return ports;
}

/** A worker's object, and what its starter gives it. */
export function watchWorkersPort(worker: object, start: string, name: string, given: unknown): void {
  for (const port of callSender(worker, name))
    portsGo(portsIn(given), isEndOf(port, { start, end: 'starter' }), 0, name);
}

/** A worker's own port, and what its starter has given it. Returns all ports that it begins with. */
export function watchOwnPort(port: object, start: string, given: unknown): object[] {
  const ports = portsIn(given);
  cameWith(ports, isEndOf(port, { start, end: 'started' }), 0);
  return [port, ...ports];
}

/** `workerThreads`: what that module of Node's exports, which has to be told of the change. */
export function watchPorts(workerThreads: WorkerThreads): void {
  watch(MessagePort.prototype, 'postMessage', (call, args, self) => {
    const end = endOf(self as object);
    if (end === undefined) return call();
    const ports = transferred(args[1]);
    const result = sends(end, call);
    if (ports.length > 0) portsGo(ports, end, end.sent, senderOf(self as object) || PORT);
    return result;
  });
  watch(workerThreads, 'receiveMessageOnPort', (call, [port]) => {
    const end = typeof port === 'object' && port !== null ? endOf(port) : undefined;
    isLooking = end !== undefined;
    const message = call();
    isLooking = false;
    if (end === undefined || message === undefined) return message;
    // Whoever looks by itself was woken by nobody.
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
    const channel = Reflect.construct(own, args, as) as object;
    const [port1, port2] = [ownValue(channel, 'port1'), ownValue(channel, 'port2')];
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
    const channel = Reflect.construct(own, args, as);
    const name = String(nameOf.call(channel));
    const called = `channel ${shortened(withoutCredentials(name))}`;
    const ports = callSender(channel, called);
    portsOpened(ports, `of ${called}`);
    for (const port of ports) {
      const sinceUs = Math.ceil((now() - beganMs) * 1000);
      // Only within this process anybody hears it. Told at once: the moment counts.
      numberOf(isEndOf(port, { broadcast: `${process.pid} ${name}`, sinceUs }));
    }
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
