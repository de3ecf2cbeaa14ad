// Whether the tracer's optimized code survives full collections, as V8 tells it (`--trace-deopt`).

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';

test('full collections while no task waits do not discard the tracer’s code again and again', async () => {
  const { stdout } = await traced(`
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    async function leaf(i) { await null; return i; }
    async function rounds() {
      for (let left = 40; left > 0; left--) {
        await Promise.all(Array.from({ length: 200 }, (_, i) => leaf(i)));
        await new Promise(setImmediate);
      }
    }
    await rounds();
    setFlagsFromString('--trace-deopt');
    for (let left = 5; left > 0; left--) {
      gc();
      await rounds();
    }
    setFlagsFromString('--no-trace-deopt');
    console.log('over');
  `);
  expect(stdout).toContain('over');
  const discarded = [...stdout.matchAll(/marking dependent code.*SharedFunctionInfo (\S+?)>.*weak objects/g)];
  const names = discarded.map(([, name]) => name as string);
  // Code that is not needed any more, such as the parser's, may go once.
  expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
});
