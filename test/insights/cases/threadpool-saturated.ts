import type { Case } from '../check.ts';

const HASH = `
  import { pbkdf2 } from 'node:crypto';
  import { promisify } from 'node:util';
  const derive = promisify(pbkdf2);
  async function hash(password) { return derive(password, 'salt', 40_000, 64, 'sha512'); }
  async function load() { return readFile(new URL(import.meta.url)); }
`;

export const threadpoolSaturated: Case = {
  id: 'threadpool-saturated',
  trap: `
    ${HASH}
    await Promise.all([...Array.from({ length: 16 }, (_, i) => hash('password ' + i)), load()]);
  `,
  fix: `
    ${HASH}
    const rest = Array.from({ length: 16 }, (_, i) => 'password ' + i).values();
    async function worker() { for (const password of rest) await hash(password); }
    await Promise.all([worker(), worker(), worker(), load()]);
  `,
  moreTraps: {
    'compression that nobody else waits behind': `
      import { randomBytes } from 'node:crypto';
      import { brotliCompress } from 'node:zlib';
      import { promisify } from 'node:util';
      const bytes = randomBytes(60_000);
      async function pack() { return promisify(brotliCompress)(bytes); }
      await Promise.all(Array.from({ length: 12 }, pack));
    `,
  },
  lookAlikes: {
    'as many at once as there are threads': `
      ${HASH}
      await Promise.all(['a', 'b', 'c', 'd'].map(hash));
      await load();
    `,
    'a few files at once': `
      async function load() { return readFile(new URL(import.meta.url)); }
      await Promise.all(Array.from({ length: 4 }, load));
    `,
    'names that a server of names is asked for': `
      import { Resolver } from 'node:dns/promises';
      const resolver = new Resolver({ timeout: 150, tries: 1 });
      resolver.setServers(['127.0.0.1:9']);
      const ask = (i) => resolver.resolve4('host' + i + '.example').catch(() => null);
      await Promise.all(Array.from({ length: 30 }, (_, i) => ask(i)));
    `,
    'a file read as a stream': `
      import { createReadStream } from 'node:fs';
      let bytes = 0;
      for (let i = 0; i < 20; i++)
        for await (const chunk of createReadStream(new URL(import.meta.url), { highWaterMark: 16 })) bytes += chunk.length;
    `,
    'the loop is held, and work that is done cannot be told': `
      import { stat } from 'node:fs/promises';
      async function look() { return stat(new URL(import.meta.url)); }
      const all = Array.from({ length: 12 }, look);
      compute(150);
      await Promise.all(all);
    `,
    'crypto that works at once, in the program’s own thread': `
      import { pbkdf2Sync, randomBytes } from 'node:crypto';
      for (let i = 0; i < 20; i++) { pbkdf2Sync('password', 'salt', 2_000, 64, 'sha512'); randomBytes(16); await sleep(1); }
    `,
    'more threads': `
      process.env.UV_THREADPOOL_SIZE = '20';
      ${HASH}
      await Promise.all(Array.from({ length: 16 }, (_, i) => hash('password ' + i)));
    `,
  },
};
