// What Node's pool of threads did for a program.

import { expect, test } from 'vitest';
import { type TracedRun, traced } from '../../support/traced.ts';

/** Which kinds of work the only task of each of these names asked for. */
function kinds(run: TracedRun, ...names: string[]): Record<string, string[]> {
  const { pool } = run.model.main;
  const of = (name: string) => {
    const task = run.task(name).id - 1;
    const found = Array.from({ length: pool.length }, (_, work) => work)
      .filter((work) => pool.task[work] === task)
      .map((work) => KINDS[pool.kind[work]!]!);
    return [...new Set(found)];
  };
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}
const KINDS = ['other', 'file', 'dns', 'crypto', 'compression'];

test('files, crypto, compression and names are told when they are back', async () => {
  const run = await traced(`
    import { generateKeyPair, pbkdf2, randomBytes, webcrypto } from 'node:crypto';
    import { lookup } from 'node:dns';
    import { readFile, stat } from 'node:fs';
    import { readFile as read } from 'node:fs/promises';
    import { promisify } from 'node:util';
    import { brotliCompress, gzip } from 'node:zlib';
    async function callbackFile() { await promisify(stat)(new URL(import.meta.url)); }
    async function promiseFile() { await read(new URL(import.meta.url)); }
    async function derive() { await promisify(pbkdf2)('a', 'b', 10, 8, 'sha1'); }
    async function random() { await promisify(randomBytes)(8); }
    async function keys() { await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' }); }
    async function digest() { await webcrypto.subtle.digest('SHA-256', new Uint8Array(3)); }
    async function zip() { await promisify(gzip)(Buffer.alloc(1000)); }
    async function brotli() { await promisify(brotliCompress)(Buffer.alloc(1000)); }
    async function name() { await promisify(lookup)('localhost'); }
    for (const each of [callbackFile, promiseFile, derive, random, keys, digest, zip, brotli, name]) await each();
  `);
  const names = [
    'callbackFile',
    'promiseFile',
    'derive',
    'random',
    'keys',
    'digest',
    'zip',
    'brotli',
    'name',
  ];
  expect(kinds(run, ...names)).toEqual({
    callbackFile: ['file'],
    promiseFile: ['file'],
    derive: ['crypto'],
    random: ['crypto'],
    keys: ['crypto'],
    digest: ['crypto'],
    zip: ['compression'],
    brotli: ['compression'],
    name: ['dns'],
  });
  expect(run.report.threadPool.threads).toBe(4);
});

test('what works at once, or asks elsewhere, is no work of the pool', async () => {
  const run = await traced(`
    import { pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
    import { Resolver } from 'node:dns/promises';
    import { readFileSync } from 'node:fs';
    import { gunzipSync, gzipSync } from 'node:zlib';
    async function synchronous() {
      readFileSync(new URL(import.meta.url));
      pbkdf2Sync('a', 'b', 10, 8, 'sha1');
      scryptSync('a', 'b', 8);
      randomBytes(8);
      gunzipSync(gzipSync('text'));
    }
    async function resolve() {
      const resolver = new Resolver({ timeout: 20, tries: 1 });
      resolver.setServers(['127.0.0.1:9']);
      await resolver.resolve4('host.example').catch(() => {});
    }
    await synchronous();
    await resolve();
    await new Promise((done) => setTimeout(done, 5));
  `);
  expect(kinds(run, 'synchronous', 'resolve')).toEqual({ synchronous: [], resolve: [] });
});

test('the pool has the size that the program has set', async () => {
  const run = await traced(
    `
    process.env.UV_THREADPOOL_SIZE = '7';
    require('node:fs').stat(__filename, function looked() {});
  `,
    { type: 'cjs' },
  );
  expect(run.report.threadPool.threads).toBe(7);
});

test('work that is under way as the program ends has no end', async () => {
  const run = await traced(`
    import { pbkdf2, pbkdf2Sync, randomBytes } from 'node:crypto';
    import { lookup } from 'node:dns';
    import { stat } from 'node:fs';
    import { gzip, gzipSync } from 'node:zlib';
    import { open } from 'node:fs/promises';
    async function asks() { await new Promise((resolve) => stat('/', resolve)); }
    async function opens() { await open('/dev/null'); }
    async function names() { await new Promise((resolve) => lookup('localhost', resolve)); }
    async function hashes() { await new Promise((resolve) => pbkdf2('a', 'b', 1000, 8, 'sha1', resolve)); }
    async function chances() { await new Promise((resolve) => randomBytes(8, resolve)); }
    async function packs() { await new Promise((resolve) => gzip('a', resolve)); }
    async function atOnce() { randomBytes(8); pbkdf2Sync('a', 'b', 1, 8, 'sha1'); gzipSync('a'); }
    async function packed() { await new Promise((resolve) => gzip('a', resolve)); }
    await packed();
    void [asks(), opens(), names(), hashes(), atOnce(), chances(), packs()];
    randomBytes(8);
    process.exit();
  `);
  const all = ['asks', 'opens', 'names', 'hashes', 'chances', 'packs', 'packed', 'atOnce', 'main.mjs'];
  expect(kinds(run, ...all)).toEqual({
    ...{ asks: ['file'], opens: ['file'], names: ['dns'], hashes: ['crypto'], chances: ['crypto'] },
    ...{ packs: ['compression'], packed: ['compression'], atOnce: [], 'main.mjs': [] },
  });
});
