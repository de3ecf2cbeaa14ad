// The floor: what async_hooks cost before anybody records anything.
require('node:async_hooks')
  .createHook({ init() {}, before() {}, after() {}, promiseResolve() {} })
  .enable();
