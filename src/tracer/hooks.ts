// Node's two sources of events, each asked for as little as will do.
//
// `v8.promiseHooks` hands over the promise and costs half of what async_hooks does for one. Newer Nodes let async_hooks
// leave promises to it. Older ones do not, and where two listen to the same event of promises they copy a list each
// time: there async_hooks tells of promises too, all but their settling, which it could tell of by number only.

import { createHook, executionAsyncId, executionAsyncResource } from 'node:async_hooks';
import { promiseHooks } from 'node:v8';
import { settled } from './awaited.ts';
import { endCallback, endJob, inCallback } from './context.ts';
import { hidePromiseNumbers } from './promise-inspection.ts';
import { promiseJob, promiseMade } from './promises.ts';
import { callbackBegins, resourceMade } from './resources.ts';

type HookOptions = Parameters<typeof createHook>[0] & { trackPromises?: boolean };
type PromiseHooks = Parameters<typeof promiseHooks.createHook>[0];

export function listen(): void {
  if (canLeavePromises()) {
    promiseHooks.createHook({
      init: (promise: object, parent?: object) => promiseMade(promise, parent !== undefined),
      before: promiseJob,
      after: endJob,
      settled,
    } as PromiseHooks);
    hook({
      init: (id, type, _trigger, resource) => resourceMade(type, resource, id),
      before: () => callbackBegins(executionAsyncResource()),
      after: endCallback,
      trackPromises: false,
    });
  } else {
    hidePromiseNumbers();
    promiseHooks.createHook({ settled } as PromiseHooks);
    hook({
      init(id, type, trigger, resource) {
        // A promise without a parent is triggered by whatever runs.
        if (type === 'PROMISE') promiseMade(resource, trigger !== executionAsyncId());
        else resourceMade(type, resource, id);
      },
      before() {
        const resource = executionAsyncResource();
        if (resource instanceof Promise) promiseJob(resource);
        else callbackBegins(resource);
      },
      after() {
        // A job may have been interrupted by callbacks; they are over before it is.
        if (inCallback()) endCallback();
        else endJob();
      },
    });
  }
}

const hook = (options: HookOptions): void => void createHook(options).enable();

/** Node 24 and 26 know `trackPromises`; 20 and 22 ignore it. */
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
