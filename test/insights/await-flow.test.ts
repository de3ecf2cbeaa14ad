// Which awaits need nothing of one another, as far as the source tells. Written as `later | those before it`.

import * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { expect, test } from 'vitest';
import { independentAwaits } from '../../src/tracer/instrument/reading/await-flow.ts';
import { variablesOf } from '../../src/tracer/instrument/reading/parts.ts';

function apart(source: string): string[] {
  const program = acorn.parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    preserveParens: true,
  });
  const bodies: acorn.AnyNode[] = [program];
  walk.full(program, (node) => {
    if ('async' in node && node.async) bodies.push(node);
  });
  const text = (node: acorn.AwaitExpression) => source.slice(node.argument.start, node.argument.end);
  return bodies.flatMap((body) =>
    [...independentAwaits(body, source, variablesOf(program))].map(
      ([node, others]) => `${text(node)} | ${others.map(text).join(', ')}`,
    ),
  );
}

test('answers that are only put together at the end need nothing of each other', () => {
  expect(
    apart(`const a = await weather(); const b = await news(); const c = await wayTo(a); console.log(b, c);`),
  ).toEqual(['news() | weather()', 'wayTo(a) | news()']);
  expect(
    apart(`async function f(id) { const a = await getUser(id); return [a, await getOrders(id)]; }`),
  ).toEqual(['getOrders(id) | getUser(id)']);
});

test('what is timed as a whole needs nothing of each other, either', () => {
  expect(
    apart(
      `const start = Date.now(); const a = await getA(); const b = await getB(); console.log(Date.now() - start, a, b);`,
    ),
  ).toEqual(['getB() | getA()']);
});

test('what a list holds needs nothing of what it held before', () => {
  expect(
    apart(
      `async function f(dir) { const names = await readdir(dir); const all = []; for (let i = 0; i < names.length; i++) { if (skip(names[i])) continue; all.push(await parse(dir, names[i])); } return all; }`,
    ),
  ).toEqual(['parse(dir, names[i]) | parse(dir, names[i])']);
  expect(
    apart(`async function f(list) { for (let i = 0; i < 3; i++) all.push(await list[i].next()); }`),
  ).toEqual([]);
});

test('questions to a database need nothing of each other, but those to one connection do', () => {
  const two = (on: string) =>
    `async function f(db, client) { const a = await ${on}.query('select 1'); const b = await ${on}.query(\`SELECT 2\`); return [a, b]; }`;
  expect(apart(two('db'))).toEqual(["db.query(`SELECT 2`) | db.query('select 1')"]);
  expect(apart(two('client'))).toEqual([]);
  expect(apart(two('db').replace('select 1', 'update a'))).toEqual([]);
});

test('the turns of a loop need nothing of each other', () => {
  expect(
    apart(
      `async function f(urls) { const all = []; for (const u of urls) { const r = await fetch(u); all.push(await r.json()); } return all; }`,
    ),
  ).toEqual(['fetch(u) | fetch(u), r.json()', 'r.json() | r.json()']);
  expect(
    apart(`let total = 0; for (let i = 0; i < 9; i++) { total += await price(i); console.log(total); }`),
  ).toEqual(['price(i) | price(i)']);
  expect(apart(`for (const name of names) await fetchPrice(name, market);`)).toEqual([
    'fetchPrice(name, market) | fetchPrice(name, market)',
  ]);
});

test.each(
  Object.entries({
    'its argument': `const a = await getA(); const b = await getB(a.id);`,
    'through a variable': `let next; for (const x of all) { const page = await fetchPage(next); next = page.next; }`,
    'through an array': `const seen = []; for (const x of all) seen.push(await fetchOne(x, seen));`,
    'a test': `const a = await getA(); const b = a ? await getB() : null;`,
    'an early return': `async function f() { const a = await getA(); if (!a) return; const b = await getB(); return [a, b]; }`,
    'a loop that is left with what it brought': `async function f() { for (const u of urls) { const r = await fetch(u); if (r.ok) return r; } }`,
    'another try': `async function f() { for (let i = 0; i < 3; i++) { try { return await fetch(urls[i]); } catch {} } }`,
    'what is done when the first one failed': `async function f() { try { return await getA(); } catch { return await getB(); } }`,
    'an effect of what it brought': `const token = await getToken(); setToken(token); const b = await getB();`,
    'a step that says how it went': `console.log(await zip()); console.log(await unzip());`,
    'several that say how they went': `console.log((await all()).length); console.log(\`\${await other()} rows\`);`,
    'several whose results are written out': `console.log(JSON.stringify(await all())); console.log(Object.keys(await other()));`,
    'what is timed, one by one': `const all = []; for (const u of urls) { const start = performance.now(); await fetchIt(u); all.push(performance.now() - start); }`,
    'what is timed, two of them': `const a = await getA(); const middle = process.hrtime.bigint(); const b = await getB(); console.log(middle);`,
    'what is asked for before and after': `const before = await rows(); const added = await importer(); const after = await rows();`,
    'an assertion on it': `const a = await getA(); assert.equal(a, 1); const b = await getB();`,
    'a field that others see': `class A { async f() { this.token = await getToken(); const b = await getB(); return b; } }`,
    'a variable that a function inside sees': `let user = await getUser(); const show = () => user.name; const b = await getB(show);`,
    'a lock': `const release = await mutex.get(); const x = await getX(); release();`,
    'calls for their effect': `await mkdir(a); await writeFile(b); const c = await saveOrder(); const d = await getD();`,
    'a request that changes something': `const a = await fetch(x, { method: 'POST' }); const b = await fetch(y);`,
    'a limiter': `const limit = pLimit(1); for (const x of all) results.push(await limit(() => fetchOne(x)));`,
    'the same thing asked twice': `const a = await next(); const b = await next(); const c = await getX(y); const d = await getX(y);`,
    'one stream': `async function f(stream) { const a = await parseHead(stream); const b = await parseBody(stream); return [a, b]; }`,
    'one object': `class A { async f() { const a = await this.head(); const b = await this.body(); return [a, b]; } }`,
    'a queue': `while (queue.length > 0) { const x = queue.shift(); done.push(await load(x)); }`,
    'a generator’s reader': `async function* f() { for (const x of all) yield await fetchOne(x); }`,
    'what was begun before': `const soon = getA(); const b = await getB(); const a = await soon;`,
  }),
)('needed: %s', (_what, source) => {
  expect(apart(source)).toEqual([]);
});
