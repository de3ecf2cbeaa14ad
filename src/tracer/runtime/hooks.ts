// Node has two sources of events. This asks each of them for as little as is needed.
//
// `v8.promiseHooks` passes the promise itself and costs a fifth of what async_hooks costs for one. Node 24 and 26 let async_hooks
// leave promises out, so that the two can be used side by side. In Node 20 and 22 async_hooks set hooks of their own in V8, which
// holds a single set. Ours replace them there until the program itself uses async_hooks (`AsyncLocalStorage` does). From then on
// Node's hooks are in place again, and report promises to us as they do to the program. The one exception is the settling of a
// promise: async_hooks report only its number, so that always comes from V8.

import { type AsyncHook, createHook, executionAsyncId, executionAsyncResource } from 'node:async_hooks';
import { types } from 'node:util';
import { promiseHooks } from 'node:v8';
import { Count, count } from '../cost/counts.ts';
import { beginSample, noteCaller, noteMade } from '../cost/sampled.ts';
import { watch } from '../names/watched.ts';
import { forgetCombination } from '../promises/combining.ts';
import { isObject } from '../promises/plain-promise.ts';
import { promiseJob, promiseJobEnds, promiseMade } from '../promises/promises.ts';
import { reactionEnds } from '../promises/reactions.ts';
import { settled } from '../promises/settled.ts';
import {
  callbackBegins,
  callbackBeginsAgain,
  callbackEnds,
  immediateBegins,
  requestBegins,
  resourceMade,
} from '../resources/resources.ts';
import { tickBegins, ticks } from '../resources/ticks.ts';
import { beginCallback, inCallback } from '../tasks/context.ts';
import { hideOwnResources } from '../unseen/own-resources.ts';
import { binding, internals } from './internals.ts';
import { changesListeners, othersListen } from './listeners.ts';

type HookOptions = Parameters<typeof createHook>[0] & { trackPromises?: boolean };
type PromiseHooks = Parameters<typeof promiseHooks.createHook>[0];
type PromiseHook = (promise: object, parent?: object) => void;
interface AsyncWrap {
  setPromiseHooks(init: PromiseHook, before: PromiseHook, after: PromiseHook, settled: PromiseHook): void;
}

const init: PromiseHook = (promise, parent) => promiseMade(promise, parent !== undefined, parent);

function jobEnds(): void {
  reactionEnds();
  forgetCombination();
  promiseJobEnds();
}

function made(id: number, type: string, _trigger: number, resource: object): void {
  const sample = beginSample();
  if (type === 'TickObject') ticks.made(id);
  else resourceMade(type, resource, id);
  if (sample !== null) {
    sample.end();
    noteMade(type, resource);
  }
}

function begins(id: number): void {
  const sample = beginSample();
  if (!tickBegins(id)) begin(id);
  if (sample !== null) {
    sample.end();
    noteCaller(executionAsyncResource());
  }
}

/** Whether async_hooks tell of promises, too: see above. Asking whether a resource is one takes some 0.1 µs. */
let tellsOfPromises = true;

function begin(id: number): void {
  if (callbackBeginsAgain(id) || requestBegins(id) || immediateBegins(id)) return;
  const resource = executionAsyncResource();
  if (tellsOfPromises && types.isPromise(resource)) promiseJob(resource);
  else if (isObject(resource)) callbackBegins(resource, id);
  else beginCallback(null);
}

function ends(): void {
  const sample = beginSample();
  callbackEnds();
  sample?.end();
}

interface OwnPromiseHooks {
  createHook(hooks: object): () => void;
}
interface TaskQueue {
  enqueueMicrotask(callback: () => void): void;
}

/**
 * Node removes its own promise hooks when nobody listens to async_hooks any more. While the tracer listens Node never does, so this does it when
 * the tracer is the only listener left. `back` sets the tracer's own promise hooks again.
 */
function watchDisabling(listening: AsyncHook, back: () => void): void {
  const node = internals();
  if (node === null) return;
  const own = node.requireBuiltin<OwnPromiseHooks>('internal/promise_hooks');
  const { enqueueMicrotask } = node.internalBinding<TaskQueue>('task_queue');
  let stop = (): void => {};
  const prototype = Object.getPrototypeOf(listening) as object;
  watch(prototype, 'enable', (call, _args, self) => {
    hideOwnResources(self as object);
    // Replaced only meanwhile: `v8.promiseHooks` is the same object.
    const { createHook: original } = own;
    own.createHook = (hooks) => {
      stop = original(hooks);
      return stop;
    };
    try {
      return changesListeners(call);
    } finally {
      own.createHook = original;
    }
  });
  watch(prototype, 'disable', (call) => {
    const answer = changesListeners(call);
    // In a microtask, as Node does it, because a promise's job may be running.
    if (!othersListen())
      enqueueMicrotask(() => {
        if (othersListen()) return;
        stop();
        back();
      });
    return answer;
  });
}

/** Starts to listen to both sources. */
export function listen(): void {
  tellsOfPromises = !canLeavePromises();
  if (!tellsOfPromises) {
    promiseHooks.createHook({ init, before: promiseJob, after: jobEnds, settled } as PromiseHooks);
    const listening = hook({
      init: made,
      before: begins,
      after: ends,
      trackPromises: false,
    });
    watchDisabling(listening, () => {});
  } else {
    promiseHooks.createHook({ settled } as PromiseHooks);
    const listening = hook({
      init(id, type, trigger, resource) {
        // The trigger of a promise without a parent is whatever is running.
        if (type === 'PROMISE') {
          count(Count.hooked);
          promiseMade(resource, trigger !== executionAsyncId());
        } else made(id, type, trigger, resource);
      },
      before: begins,
      after() {
        // Callbacks may have interrupted a job; they end before the job does.
        if (inCallback()) ends();
        else jobEnds();
      },
    });
    const setOwn = (): void =>
      binding<AsyncWrap>('async_wrap')?.setPromiseHooks(init, promiseJob, jobEnds, settled);
    setOwn();
    watchDisabling(listening, setOwn);
  }
}

const hook = (options: HookOptions): AsyncHook => createHook(options).enable();

/** Whether async_hooks can leave promises out: Node 24 and 26 know `trackPromises`, 20 and 22 ignore it. */
function canLeavePromises(): boolean {
  let told = false;
  const options: HookOptions = {
    init(_id, type) {
      if (type === 'PROMISE') told = true;
    },
    trackPromises: false,
  };
  const probe = createHook(options).enable();
  void new Promise(() => {});
  probe.disable();
  return !told;
}
