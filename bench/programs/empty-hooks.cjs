// The floor: what async_hooks cost without any recording.
require('node:async_hooks')
  .createHook({ init() {}, before() {}, after() {}, promiseResolve() {} })
  .enable();
