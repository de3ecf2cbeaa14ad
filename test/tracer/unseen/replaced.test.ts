// Programs that replace or take away what all code shares: the tracer uses none of that.

import { expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { same } from '../../support/same.ts';
import { both } from '../../support/traced.ts';

test('it goes on where the program takes away what all code shares: the iterator of arrays, the name `process`', async () => {
  await same(
    `
    const { execFileSync, spawn, spawnSync } = require('node:child_process');
    const { once } = require('node:events');
    const fs = require('node:fs');
    const inspector = require('node:inspector');
    const vm = require('node:vm');
    const { BroadcastChannel, MessageChannel, receiveMessageOnPort, Worker } = require('node:worker_threads');
    const asks = async (what) => { await null; return what; };
    const { apply } = Reflect;
    const prototype = Reflect.getPrototypeOf([].values());
    const { next } = prototype;
    let asked = 0;
    const use = async () => {
      const took = [];
      const take = (value) => { took[took.length] = String(value); };
      take(await asks(1));
      try { null.missing; } catch (error) { take(error.stack); }
      Error.prepareStackTrace = (error, sites) => sites[0].getLineNumber();
      take(new Error('own').stack);
      delete Error.prepareStackTrace;
      const file = fs.openSync(process.argv[1], 'r');
      fs.closeSync(file);
      const session = new inspector.Session();
      session.connect();
      session.post('Runtime.evaluate', { expression: '1 + 1' }, (error, answer) => take(answer.result.value));
      session.disconnect();
      take(spawnSync(process.execPath, ['-p', '1']).status);
      const child = spawn(process.execPath, ['-p', '2'], { stdio: 'ignore' });
      take(await new Promise((ok) => child.on('exit', ok)));
      const channel = new MessageChannel();
      channel.port1.postMessage('hello');
      take(receiveMessageOnPort(channel.port2).message);
      channel.port1.close();
      new BroadcastChannel('news').close();
      await new Promise((ok) => queueMicrotask(ok));
      clearTimeout(setTimeout(() => {}, 1));
      return took;
    };
    (async () => {
      const before = await use();
      prototype.next = function () { asked++; return apply(next, this, []); };
      // The first stream of a file.
      await new Promise((ok) => fs.createReadStream(process.argv[1]).on('close', ok).resume());
      const during = await use();
      prototype.next = next;
      console.log(asked, during.join('|') === before.join('|'), before.join('\\n'));
      const script = 'let process = 1; const code = ' + JSON.stringify('async () => { await null; throw new Error("seen") }');
      vm.runInThisContext(script);
      await asks(2);
      const worker = new Worker('require("node:fs").writeSync(1, "worker\\\\n")', { eval: true });
      await new Promise((ok) => worker.on('exit', ok));
      console.log(String(execFileSync('echo', ['still here'])));
    })();
    `,
    { type: 'cjs' },
  );
});

test('stacks and messages are the same where the iterator of arrays throws', async () => {
  await same(
    `
    const fs = require('node:fs');
    const say = (...texts) => fs.writeSync(1, texts.join(' ') + '\\n');
    let asked = 0;
    const first = (stack) => stack.split('\\n')[1];
    const read = async (value) => { await null; return value.one.two; };
    const main = async () => {
      Array.prototype[Symbol.iterator] = () => { asked++; throw new TypeError('replaced'); };
      await read({}).catch((error) => say(error.message, first(error.stack)));
      try { await read(await nope); } catch (error) { say(error.message, first(error.stack)); }
      try { for await (const one of read) say(one); } catch (error) { say(error.message); }
      try { say((await read({ one: {} })).foo); } catch (error) { say(error.message); }
      try { structuredClone(read); } catch (error) { say(error.message); }
      eval('(async () => { null.missing })()').catch((error) => say(first(error.stack)));
      Error.prepareStackTrace = (error, sites) => sites[0].getLineNumber() + ':' + sites[0].getColumnNumber();
      say(new Error('own').stack);
      delete Error.prepareStackTrace;
      clearTimeout(Number(setTimeout(() => {}, 1)));
      setInterval(() => {}, 1).close();
      await Promise.reject(new Error('led on')).then(() => 1).then(() => 2).catch((error) => say(error.message));
      await new Promise((ok) => fs.readFile(__filename, ok));
      say(asked);
      setTimeout(() => { throw new Error('last'); }, 1);
    };
    main();
    `,
    { type: 'cjs' },
  );
});

test('files are read by whatever the program has put in the place of what reads them', async () => {
  await same({
    'main.cjs': `
        const fs = require('node:fs');
        const Module = require('node:module');
        const { readFileSync } = fs;
        const { _resolveFilename: resolve } = Module;
        const virtual = "exports.f = async (a) => { await null; return 'from nowhere ' + a; };";
        const read = [];
        const instead = function (path, ...rest) {
          if (this === fs) read.push(require('node:path').basename(String(path)));
          return path === '/nowhere/file.js' ? virtual : readFileSync(path, ...rest);
        };
        const main = async () => {
          console.log(await require('./a.cjs').f(1));
          fs.readFileSync = instead;
          console.log(await require('./b.cjs').f(2), fs.readFileSync === instead);
          Module._resolveFilename = (name, ...rest) => (name === 'nowhere' ? '/nowhere/file.js' : resolve(name, ...rest));
          console.log(await require('nowhere').f(3), fs.readFileSync === instead, read);
          try { require('./gone.cjs'); } catch (error) { console.log(error.code, fs.readFileSync === instead); }
          console.log(await (await import('./c.cjs')).default.f(4), fs.readFileSync === instead);
          Object.defineProperty(fs, 'readFileSync', { value: instead, writable: false });
          console.log(await require('./d.cjs').f(5), fs.readFileSync === instead, read);
          delete fs.readFileSync;
          try { require('./e.cjs'); } catch (error) { console.log(error.message); }
        };
        main();
      `,
    ...Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [
        `${name}.cjs`,
        'exports.f = async (a) => { await null; return a; };',
      ]),
    ),
  });
});

test.each(['SharedArrayBuffer', 'Atomics'])(
  'a program whose start has removed %s runs, and is traced where Node can start threads',
  async (name) => {
    const source = {
      'main.cjs': `
        async function work() { await null; }
        work().then(() => console.log(typeof ${name}, '${name}' in globalThis));
        import('./other.mjs');
      `,
      'other.mjs': `async function work() { await null; console.log('other'); } await work();`,
      'gone.cjs': `delete globalThis.${name};`,
    };
    const { plain, traced } = await both(source, { env: { NODE_OPTIONS: '--require ./gone.cjs' } });
    expect(traced.ending).toEqual(plain);
    expect(plain.stdout).toBe('undefined false\nother\n');
    expect(traced.tasks('work')).toHaveLength(name === 'SharedArrayBuffer' && nodeVersion() >= 24 ? 2 : 0);
  },
);
