// Nothing of the runtime's own looks any different: every global, and all that built-in modules export, including one level of their members.

import { expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { both } from '../../support/traced.ts';

/** Loads all modules and reads what is made only when it is read first, because the program could see which of them exist, and in which order. */
const LOOK = `
  const { createHash } = require('node:crypto');
  const { builtinModules } = require('node:module');
  const { inspect, types } = require('node:util');
  process.on('warning', () => {});
  process.emitWarning = () => {};
  void [btoa, crypto, fetch, FormData, TextDecoder, TextEncoder, globalThis.WebSocket];
  require('node:tls');
  const modules = builtinModules.map((name) => [name, require(name)]);
  const text = Function.prototype.toString;
  const seen = new Set();
  const flags = (property, names) => names.map((name) => Number(property[name] ?? 2)).join('');
  const look = (value) => {
    if (typeof value !== 'function') return typeof value;
    const own = Reflect.ownKeys(value).map((key) => {
      const property = Object.getOwnPropertyDescriptor(value, key);
      return [String(key), flags(property, ['configurable', 'enumerable', 'writable'])].join();
    });
    return [
      value.name, value.length, own.join(' '), Object.prototype.toString.call(value), Object.getPrototypeOf(value)?.name,
      value.prototype?.constructor === value, inspect(value, { depth: -1, breakLength: Infinity }),
      createHash('md5').update(text.call(value)).digest('hex').slice(0, 6),
      types.isProxy(value) || (types.isAsyncFunction(value) ? 'async' : 'plain'),
    ].join(' | ');
  };
  const walk = (path, object, depth) => {
    if (seen.has(object)) return;
    seen.add(object);
    for (const key of Reflect.ownKeys(object)) {
      const name = path + '.' + String(key);
      const property = Object.getOwnPropertyDescriptor(object, key);
      const kind = flags(property, ['configurable', 'enumerable', 'writable']);
      if (property.get || property.set) console.log(name, kind, look(property.get), '/', look(property.set));
      else console.log(name, kind, look(property.value));
      const { value } = property;
      if (depth === 0 || value === null) continue;
      if (typeof value === 'function' || typeof value === 'object') walk(name, value, depth - 1);
      if (typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null)
        walk(name + '.prototype', value.prototype, 0);
    }
  };
  for (const [name, exports] of modules) walk(name, exports, name === 'process' ? 0 : 1);
  walk('globalThis', globalThis, 1);
  walk('Timeout', Object.getPrototypeOf(setTimeout(() => {}, 0)), 0);
`;

/** What the tracer has to replace in a way that a program can see: docs/async-hooks-notes.md says why. */
const OURS = /^(process\.emit |worker_threads\.Worker\.prototype\.emit )/;
/** Node 20 has no hooks for CommonJS, so the tracer has getters there. */
const GETTERS = /^module\.(prototype\._compile|_extensions\.\.js) /;
/** Proxies stand in for asynchronous functions. Only `util.types` can tell them apart. */
const hidesProxies = (line: string) =>
  line.replace(/(\[object AsyncFunction\].* \| )(true|async)$/, '$1asynchronous');

test('every global and every export of a built-in module is as it was', async () => {
  const { plain, traced } = await both({ 'main.cjs': LOOK });
  expect(traced.stderr).toBe(plain.stderr);
  const lines = (stdout: string) =>
    stdout
      .split('\n')
      .filter((line) => !OURS.test(line) && !(nodeVersion() < 22 && GETTERS.test(line)))
      .map(hidesProxies);
  const [before, now] = [lines(plain.stdout), lines(traced.stdout)];
  expect(before.length).toBeGreaterThan(3000);
  expect(now.filter((line) => !before.includes(line))).toEqual([]);
  expect(before.filter((line) => !now.includes(line))).toEqual([]);
});
