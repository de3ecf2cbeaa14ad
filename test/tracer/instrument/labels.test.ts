// What a task is called: its function with its first arguments, as far as they are short, plain and no secrets.

import { expect, test } from 'vitest';
import { traced } from '../../support/traced.ts';

test('tasks are called with their first arguments', async () => {
  const run = await traced(`
    async function fetchPrice(symbol, count) {}
    for (const args of [['AAPL'], ['AAPL', 2], [1.5, true], [null], [undefined], [12n], ['quo"te\\n'], []])
      await fetchPrice(...args);
    async function numbered() {}
    await numbered('given, but not named');
  `);
  expect(run.tasks('fetchPrice').map(({ label }) => label)).toEqual([
    'fetchPrice("AAPL")',
    'fetchPrice("AAPL", 2)',
    'fetchPrice(1.5, true)',
    'fetchPrice(null)',
    'fetchPrice()',
    'fetchPrice(12n)',
    String.raw`fetchPrice("quo\"te\n")`,
    'fetchPrice()',
  ]);
  expect(run.task('numbered').label).toBe('numbered()');
});

test('a handler’s task is called with the request that it answers, without its query, whatever a framework wraps it in', async () => {
  const run = await traced(`
    import { createServer } from 'node:http';
    async function wrapped(context, response) {}
    async function asked(request) {}
    const server = createServer(async (request, response) => {
      await wrapped({ req: request }, response);
      response.end();
    });
    await new Promise((done) => server.listen(0, done));
    const { port } = server.address();
    for (const path of ['/price/1?key=abc', '/price/2']) await fetch('http://localhost:' + port + path, { method: 'PUT' });
    let looked = 0;
    await asked({ get method() { looked++; }, url: '/', rawHeaders: [] });
    await asked(new Proxy({}, { getOwnPropertyDescriptor() { looked++; }, get() { looked++; } }));
    await asked({ method: 'GET', url: '/options' });
    if (looked > 0) console.log('looked');
    server.close();
    server.closeAllConnections();
  `);
  const labels = (of: RegExp) => run.report.tasks.map(({ label }) => label).filter((label) => of.test(label));
  expect(labels(/^createServer/)).toEqual([
    'createServer callback(PUT /price/1)',
    'createServer callback(PUT /price/2)',
  ]);
  expect(labels(/^wrapped/)).toEqual(['wrapped(PUT /price/1)', 'wrapped(PUT /price/2)']);
  expect(labels(/^asked/)).toEqual(['asked()', 'asked()', 'asked()']);
  expect(run.ending.stdout).toBe('');
});

test('long arguments are shortened', async () => {
  const run = await traced(`
    async function say(text) {}
    await say('x'.repeat(100_000));
  `);
  expect(run.task('say').label).toMatch(/^say\("x{10,60}…"\)$/);
});

test('what might be a secret is not shown', async () => {
  const run = await traced(`
    async function logIn(password) {}
    async function call(url, { apiKey, token }) {}
    async function authorise(name, secretCode) {}
    const given = ['hunt', 'er2'].join('');
    await logIn(given);
    await call('https://example.org', { apiKey: given, token: given });
    await authorise('ada', given);
  `);
  expect(run.tasks('logIn')).toHaveLength(1);
  expect(JSON.stringify(run.report)).not.toContain('hunter2');
  expect(run.task('authorise').label).toBe('authorise("ada")');
});

// Secrets are recognized by what they are called, by what they look like, and by the variables of the environment.
const SHOWN: readonly (readonly [given: string, shown: string])[] = [
  ...[
    'user:42',
    'a - b',
    'select * from t where id = 1',
    'author: Ada',
    'ada@example.org',
    'git@github.com:a/b',
  ].map((same) => [same, same] as const),
  ['550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440000'],
  ['https://example.org/price/1', 'https://example.org/price/1'],
  ['https://ada:hunter2@example.org/price?key=hunter2#hunter2', 'https://…@example.org/price?…'],
  ['amqp://ada:hunt@er2@example.org/', 'amqp://…@example.org/'],
  ['/price;jsessionid=hunter2', '/price;…'],
  ['/reset/9f8a7b6c5d4e3f2a1b0c/now', '/reset/9f8a…/now'],
  ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'sk_l…'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jK7', 'eyJh…'],
  ['-----BEGIN RSA PRIVATE KEY-----', '…'],
  ['Authorization: Basic hunter2', 'Authorization:…'],
  ['{"id":1,"password":"hunter2"}', '{"id":1,"password":…'],
  ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=…'],
  ['mysql -u root -phunter2', 'mysql …'],
  ['curl --password hunter2', 'curl …'],
  ['it is correct horse', '…'],
  ['/home/ada/shop/prices.json', '/home/ada/shop/prices.json'],
];

test('what looks like a secret is not shown, whatever the argument is called', async () => {
  const given = SHOWN.map(([text]) => text);
  const run = await traced(`
    process.env.DB_PASSWORD = 'correct horse';
    process.env.PWD = process.env.OLDPWD = '/home/ada/shop';
    async function take(text) {}
    for (const text of ${JSON.stringify(given)}) await take(text);
    async function setHeader(name, value) {}
    await setHeader('cookie', 'hunter2');
    async function hashPassword(text) {}
    async function send(url, body, pin) {}
    await hashPassword('hunter2');
    await send('/', 'hunter2');
    /h(.)nter/.test('hunter');
    await take('a/b?c=d');
    console.log(RegExp.$1);
  `);
  expect(run.tasks('take').map(({ label }) => label.slice('take('.length, -1))).toEqual(
    [...SHOWN.map(([, shown]) => shown), 'a/b?…'].map((shown) => JSON.stringify(shown)),
  );
  const names = ['setHeader', 'hashPassword', 'send'];
  expect(names.map((name) => run.task(name).label)).toEqual([
    'setHeader("cookie")',
    'hashPassword()',
    'send("/")',
  ]);
  expect(run.stdout).toBe('u\n');
});

test('no code of the program runs to name a task or an error', async () => {
  const run = await traced(`
    const noisy = new Proxy(function () {}, {
      get(_target, name) { console.log('get', String(name)); },
      getPrototypeOf() { console.log('getPrototypeOf'); return null; },
      has() { console.log('has'); return false; },
      ownKeys() { console.log('ownKeys'); return []; },
      getOwnPropertyDescriptor() { console.log('getOwnPropertyDescriptor'); },
      apply() { console.log('apply'); },
    });
    const loud = { toString() { console.log('toString'); }, toJSON() { console.log('toJSON'); }, get x() { console.log('x'); } };
    async function take(value, other) {
      return 1;
    }
    async function fail(value) {
      throw value;
    }
    class Vain extends Error {
      get name() { console.log('name'); return 'Vain'; }
      get message() { console.log('message'); return 'look'; }
    }
    await take(noisy, loud);
    await take(loud, noisy);
    for (const value of [noisy, loud, new Vain()]) await fail(value).catch(() => {});
    console.log('quiet');
  `);
  expect(run.stdout).toBe('quiet\n');
});

test('a rejected task says why', async () => {
  const run = await traced(`
    class OrderError extends Error {}
    const reasons = [new TypeError('no'), new OrderError('sold out'), 'text', 42, undefined, Object.assign(new Error('named'), { name: 'Own' })];
    async function fail(reason) {
      throw reason;
    }
    for (const reason of reasons) await fail(reason).catch(() => {});
  `);
  expect(run.tasks('fail').map(({ error }) => error && [error.name, error.message])).toEqual([
    ['TypeError', 'no'],
    ['OrderError', 'sold out'],
    ['string', 'text'],
    ['number', '42'],
    ['undefined', ''],
    ['Own', 'named'],
  ]);
});

test('giving up is not failing', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    const controller = new AbortController();
    async function patient() {
      await sleep(60_000, null, { signal: controller.signal });
    }
    const waiting = patient();
    setTimeout(() => controller.abort(), 1);
    await waiting.catch(({ name }) => console.log(name));
  `);
  expect(run.task('patient').outcome).toBe('cancelled');
  expect(run.stdout).toBe('AbortError\n');
});

test('of very many at once only the first have labels; what comes later has them again', async () => {
  const run = await traced(`
    async function one(number) {}
    for (let number = 0; number < 2000; number++) await one(number);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await one('later');
  `);
  const labels = run.tasks('one').map(({ label }) => label);
  expect(labels.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, number) => `one(${number})`));
  expect(labels.at(-1)).toBe('one("later")');
});
