// What a debugger shows of a traced program is what its author wrote.

import { expect, test } from 'vitest';
import { type Debugger, debugged, type Frame } from '../../support/debugger.ts';
import { newFolder } from '../../support/folder.ts';
import { writeProgram } from '../../support/program.ts';
import { same } from '../../support/same.ts';

const PROGRAM = {
  'main.mjs': `
    import { setTimeout as sleep } from 'node:timers/promises';
    import { add } from './add.cjs';
    async function inner(a) { await sleep(1); return add(a, await null); }
    export async function outer(a) {
      const b = await inner(a); const c = await inner(b);
      return [b, c].map((x) => x + 1);
    }
    for await (const each of [1, 2].map((x) => outer(x))) console.log(each);
  `,
  'add.cjs': `
    exports.add = (a, b) => {
      const c = (() => { debugger; return a + b; })();
      return c;
    };
    (async () => { await null; debugger; })();`,
};

/** Begins where the program waits; returns the frames of the program's files there. */
const begin = async (client: Debugger): Promise<string[]> =>
  shown(client, await client.stop('Runtime.runIfWaitingForDebugger'));

async function shown(client: Debugger, frames: readonly Frame[]): Promise<string[]> {
  const users = frames.filter((frame) => client.isUsers(frame));
  return await Promise.all(users.map((frame) => client.shown(frame)));
}

test('wherever a program stops, its frames are at the places of the text that its author wrote', async () => {
  const path = writeProgram(PROGRAM);
  const look = async (client: Debugger): Promise<string[][]> => {
    const stops = [await begin(client)];
    for (let at = 0; at < 5; at++) stops.push(await shown(client, await client.stop('Debugger.resume')));
    return stops;
  };
  const plain = await debugged(path, 'plain', look);
  expect(await debugged(path, 'traced', look)).toEqual(plain);
  expect(plain.flat().length).toBeGreaterThan(8);
});

test('a debugger that connects later sees the files that were loaded before as their author wrote them', async () => {
  const path = writeProgram({
    'main.mjs': `
      import { inspect } from './opens.cjs';
      import { far } from './far.mjs';
      const later = async (a) => { const b = await a; if (globalThis.stops) debugger; return far(b, async () => b); };
      setInterval(async () => { await later(await 1); }, 20);
      inspect();
    `,
    'far.mjs':
      'export async function far(a, b) { const c = await b(); if (globalThis.stops) debugger; return a + c; } // the end',
    'opens.cjs': `
      const inspector = require('node:inspector');
      exports.inspect = () => process.platform !== 'win32' && process.env.BY_SIGNAL ? process.kill(process.pid, 'SIGUSR1') : inspector.open(0);
    `,
  });
  const look = async (client: Debugger): Promise<string[][]> => {
    const first = await client.stop('Runtime.evaluate', { expression: 'stops = true' });
    const stops = [await shown(client, first)];
    for (let at = 0; at < 4; at++) stops.push(await shown(client, await client.stop('Debugger.resume')));
    await client.ask('Debugger.disable');
    await client.ask('Runtime.evaluate', { expression: 'setTimeout(process.exit, 1), 0' });
    return stops;
  };
  for (const env of [{}, { BY_SIGNAL: '1' }]) {
    const options = { nodeOptions: '--inspect-port=0', env, markersFolder: newFolder() };
    const plain = await debugged(path, 'plain', look, options);
    expect(await debugged(path, 'traced', look, options)).toEqual(plain);
    expect(plain.flat().join('\n')).toContain('far 1:');
  }
});

// Node's own code counts as written by nobody here, as in the debuggers of browsers and editors. From the `finally` that ends a task V8 steps into
// the function that is called next, as it does from any `finally`.
test('steps stop where they would, also at the beginning and end of a file or task, and never in the tracer', async () => {
  const path = writeProgram({
    'main.cjs': `
      function add(a, b) { return a + b; }
      async function f(a) {
        const b = add(a, 1);
        if (b > 1) return add(b, 2);
        return b;
      }
      f(1);
      add(1, 2);
      process.exit();`,
  });
  const stepping = (command: string) => async (client: Debugger) => {
    await client.ask('Debugger.setBlackboxPatterns', { patterns: ['^node:'] });
    const stops = await begin(client);
    while (!/process/.test(stops.at(-1) ?? '')) {
      const { 0: frame } = await client.stop(command);
      if (frame !== undefined && client.isUsers(frame)) stops.push(await client.shown(frame));
    }
    return stops;
  };
  const over = await debugged(path, 'plain', stepping('Debugger.stepOver'));
  const begins = ' 1:1 function add(a, b) { return a + b; }';
  expect(await debugged(path, 'traced', stepping('Debugger.stepOver'))).toEqual([begins, ...over]);
  const into = await debugged(path, 'plain', stepping('Debugger.stepInto'));
  expect(into.slice(-5)).toEqual([
    'f 4:31 ',
    ' 8:1 add(1, 2);',
    'add 1:22 return a + b; }',
    'add 1:35  }',
    ' 9:1 process.exit();',
  ]);
  expect(await debugged(path, 'traced', stepping('Debugger.stepInto'))).toEqual([
    begins,
    ' 7:1 f(1);',
    'f 2:22 ',
    ...into.slice(1, -5),
    'f 4:20  add(b, 2);',
    'f 6:1 }',
    'add 1:22 return a + b; }',
    'add 1:35  }',
    ' 9:1 process.exit();',
  ]);
});

test('all scripts of the tracer are called as those of the runtime itself are', async () => {
  const path = writeProgram(PROGRAM);
  const look = async (client: Debugger): Promise<string[]> => {
    await begin(client);
    await client.stop('Debugger.resume');
    return [...new Set([...client.scripts.values()].map(({ url }) => url))].filter(
      (url) => !url.startsWith('node:'),
    );
  };
  expect(await debugged(path, 'traced', look)).toEqual(await debugged(path, 'plain', look));
});

test('the program does not see the source maps that debuggers get', async () => {
  const run = await same(
    {
      'main.mjs': `
        import { findSourceMap } from 'node:module';
        import { fileURLToPath } from 'node:url';
        import util from 'node:util';
        import { isMainThread, Worker } from 'node:worker_threads';
        import { far } from './far.cjs';
        async function f(a) { await null; return await g(a, await 1); }
        async function g() { await 1; console.log(util.getCallSites?.().map(({ scriptId, ...site }) => site)); far(await null); }
        console.log(findSourceMap(import.meta.filename), findSourceMap(import.meta.url), far.toString());
        await f(1).catch((error) => console.log(error.stack));
        Error.prepareStackTrace = (_, sites) => sites.map(String);
        await f(1).catch((error) => console.log(error.stack));
        if (isMainThread) new Worker(fileURLToPath(import.meta.url));
      `,
      'far.cjs': `exports.far = async () => { await null; };
        exports.far = (a) => { (async () => console.log(await null))(); throw new Error('far'); }; // the end`,
    },
    { env: { NODE_OPTIONS: '--inspect=0 --inspect-publish-uid=http --enable-source-maps' } },
  );
  expect(run.stdout).toContain('far.cjs');
});
