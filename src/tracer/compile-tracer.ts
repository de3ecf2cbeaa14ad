// Run by a runtime of its own, once: keeps the tracer as this runtime has compiled it. `node compile-tracer.cjs FILE`.

import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compileTracer, runTracer } from './unseen/compiled-bundle.ts';

/** With a bit of everything that files have, for V8 keeps only what has run. */
const SAMPLE = `
import fs, { readFile as read } from 'node:fs/promises';
const [first = 1, ...rest] = [2, 3n, 0x4, \`a \${1 + 2} b\`, /c+/u, { d: 5, ['e']: null }];
export class Queue extends Array {
  #waiting = new Map();
  static async of(...jobs) { for await (const job of jobs) await job; return new Queue(); }
  get size() { return this.#waiting?.size ?? 0; }
  async *[Symbol.asyncIterator]() { yield* super.values(); }
}
async function load(url, { signal, retries = 3 } = {}) {
  try {
    const all = await Promise.all([fs.readFile(url), read(url), new Promise((done) => setTimeout(done, 10))]);
    if (!all.length || typeof signal === 'object') throw new Error('none');
    else return all.map(async (one, at) => (await one)?.[at]);
  } catch (error) { console.error(error); } finally { retries--; }
  switch (retries) { case 0: break; default: do { await null; } while (--retries > 0); }
  for (let at = 0, other; at < 3; at++) if (at in rest) continue; else other ||= await load(url);
}
function callback(error, answer) { if (error) return void process.nextTick(() => callback(null, answer, first)); }
process.on('exit', () => {}).once('x', async function () { await load(new URL('.', import.meta.url)).then(callback, null); });
export default load;
`;

const file = process.argv[2] as string;
const folder = dirname(file);
const script = compileTracer();
runTracer(script).instrument(SAMPLE, 'module', 'sample', () => 1);
mkdirSync(folder, { recursive: true });
const unfinished = `${file}.${process.pid}`;
writeFileSync(unfinished, script.createCachedData());
renameSync(unfinished, file);
// Those of an earlier tracer.
const [runtime] = basename(file).split('-') as [string];
for (const name of readdirSync(folder))
  if (name.startsWith(`${runtime}-`) && name !== basename(file)) rmSync(join(folder, name), { force: true });
