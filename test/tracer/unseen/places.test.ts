// What V8 says about the place of something that has none of its own in the text. It has to be the place in the author's text, even if that is in
// another line.

import { test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { same } from '../../support/same.ts';

// V8 has no place for such a call, and tells the place at which it was last.
test('errors of what the language itself calls have the same places', async () => {
  const values = [
    'g()',
    'o.g()',
    'o.a.g(1)',
    'new G()',
    'o.p',
    "o['p']",
    'it',
    'this.it',
    'o?.g()',
    'o.g?.()',
    'o.catch(1)',
    'g(h(1))',
    '(h(0) ? it : o.g())',
  ];
  const around = [
    ...['yield* V', 'const x = yield* V', 'return yield* V', 'for await (const x of V) h(x)', 'x = yield* V'],
    ...['await V', 'const x = await V', 'h(await V)', 'yield V'],
  ];
  const wrong = [
    'await nope()',
    'const x = await nope()',
    'h(1, await nope())',
    'yield* nope()',
    'return nope()',
    'return await nope()',
  ];
  const inLines = (value: string) => value.replace(/(?<!\?)[.([]/g, '\n$&');
  const oneLine = around.flatMap((text) => values.map((value) => text.replace('V', value)));
  const manyLines = around.flatMap((text) =>
    values.map((value) => text.replace('V', `(\n${inLines(value)})`)),
  );
  const wrongInLines = wrong.map((text) => text.replace('nope', '(\nnope)'));
  const statements = [...oneLine, ...manyLines, ...wrong, ...wrongInLines];
  const returned = [...values, ...values.map(inLines)];
  await same(`
    const show = (error) => console.log(error.message, error.stack.split('\\n').filter((line) => line.includes('main.mjs')).join());
    const told = (what) => { const error = new Error(what); Error.captureStackTrace(error, told); show(error); };
    const it = {
      get then() { told('then'); return undefined; },
      [Symbol.asyncIterator]() {
        told('open');
        return { next() { told('next'); return Promise.resolve({ done: true }); } };
      },
    };
    const g = () => it, G = class { constructor() { return it; } }, h = (value) => value, o = { g, catch: g, a: { g }, p: it };
    let x;
    ${statements.map((text) => `await (async function* () {\n{ ${text} }\n}).call({ it }).next().catch(show);`).join('\n')}
    ${returned.map((text) => `await (async function () {\nif (x === 1) return;\n{ return ${text}; }\n}).call({ it }).catch(show);`).join('\n')}
    ${returned.map((text) => `await (function () { return (async () => ${text})(); }).call({ it }).catch(show);`).join('\n')}
  `);
});

// V8 goes by the last part of an expression that it notes a place for, in the order of the text.
test('errors of what the language itself calls have the same places for values of every kind of expression', async () => {
  const values = [
    ...[
      'it',
      'f()',
      'o.it',
      "o['it']",
      'o?.it',
      "o?.['it']",
      'o.f()',
      'o?.f()',
      'o.f?.()',
      'f?.()',
      'o?.o.it',
      'o.o?.it',
    ],
    ...[
      'same(o).it',
      'o.same(o).o.it',
      "same(o).o['it']",
      "same(o)['o'].it",
      '(same(o)).it',
      'this.it',
      'f`a`',
      'o.f`a`',
    ],
    ...[
      '(1, it)',
      '(1, 2, it)',
      '(f(), it)',
      '(f(), 1, it)',
      '(it, f())',
      '(o.it, it)',
      '(-c, it)',
      '(c < 1 || it)',
    ],
    ...[
      '(c ? it : it)',
      '(c ? it : f())',
      '(n ? f() : it)',
      '(n ? it : o.it)',
      '(c ? o.it : it)',
      '(it ? it : it)',
    ],
    ...[
      '(it ?? it)',
      '(o.it ?? it)',
      '(n ?? it)',
      '(o.n ?? it)',
      '(f() || 1)',
      '(it || 1)',
      '(c && it)',
      '(c && f())',
    ],
    ...[
      'new G()',
      'new G',
      '(await 1, it)',
      '(v = it)',
      '(v = f())',
      '(o.p = it)',
      '(v ??= it)',
      '(v ||= f())',
      '((it))',
    ],
    ...[
      '(class { static get then() { return told(); } })',
      '({ get then() { return told(); } })',
      '({ ...it })',
      '[it][0]',
    ],
    ...[
      '({ [k]: 1, get then() { return told(); } })',
      '({ [k]() {}, get then() { return told(); } })',
      'same(same(it))',
    ],
    ...[
      '({ get [h]() { return told(); } })',
      '({ a: f(), get then() { return told(); } })',
      'same(it)',
      "eval('it')",
    ],
    ...[
      '({ a: it, get then() { return told(); } })',
      '(() => it)()',
      '(function () { return it; })()',
      'o.same(o.it)',
    ],
  ];
  const inFunctions = [
    ...[
      'await V',
      'same(await V)',
      'o.same(await V)',
      'same(f(), await V)',
      '1 + await V',
      '(await V).a',
      'const a = await V',
    ],
    ...[
      'let a; a = await V',
      'let a; ({ a } = await V)',
      '(await V).a++',
      'return await V',
      'return V',
      '{ return (await V); }',
      '[await V]',
      '({ a: await V })',
    ],
    ...[
      `\`\${await V}\``,
      'await V, 1',
      '1, await V',
      'if (await V) c',
      'c ? await V : 1',
      'while (await V) break',
      'throw await V',
    ],
    ...[
      'await (await V)',
      'const a = 1, b = await V',
      'o.p = await V',
      'new G(await V)',
      '!await V',
      'if (c) return o.same(V)',
    ],
    ...['try { await V; } finally { c; }', 'for (const a of [await V]);', 'await Promise.race(await V)'],
  ];
  const inGenerators = ['yield V', 'same(yield V)', 'const a = yield V', 'return V', '(yield V).a'];
  const inArrows = ['V', 'await V', '(await V).a', 'c + await V'];
  const all = (around: readonly string[], make: (text: string) => string): string[] =>
    around.flatMap((text) => values.map((value) => make(text.replace('V', () => value))));
  const functions = [
    ...all(inFunctions, (text) => `async function n() { ${text}; }`),
    ...all(inGenerators, (text) => `async function* n() { ${text}; }`),
    ...all(inArrows, (text) => `async () => ${text}`),
  ];
  await same(`
    let place = '', v;
    const told = () => { place += new Error().stack.split('\\n').filter((line) => !/told|then/.test(line))[1]; return undefined; };
    const it = { get then() { return told(); } }, f = () => it, same = (x) => x, c = 1, n = null, k = 'k', h = 'then';
    const o = { it, f, same, n, o: { it } };
    class G { get then() { return told(); } }
    const show = async (call) => {
      place = '';
      v = null;
      try { const made = call.call({ it }); if (made.next) { await made.next(); await made.next(); } else await made; } catch {}
      console.log(place);
    };
    ${functions.map((text) => `await show(${text});`).join('\n')}
  `);
});

test('errors of what a generator cannot delegate to are the same', async () => {
  const values = [
    ...[
      '5',
      'null',
      'undefined',
      'u',
      'n',
      'f',
      'f()',
      'o',
      'o.none',
      'o.five',
      'o.f()',
      "o['five']",
      '(1, 5)',
      'await 5',
    ],
    ...[
      'await null',
      '(await f())',
      '{}',
      '{ [Symbol.asyncIterator]() { return 1; } }',
      '{ [Symbol.iterator]() { return 1; } }',
    ],
    ...[
      '{ [Symbol.asyncIterator]: () => ({ next: () => 1 }) }',
      'o?.none',
      'new Date()',
      'u ? 1 : 2',
      'u ?? 3',
      'this',
    ],
    ...[
      '(() => 1)',
      'class A {}',
      '[1, 2][5]',
      'f().a',
      'yield 5',
      '!1',
      '-n',
      'import.meta',
      '/x/',
      'Math.max',
      '(o.five = 1)',
    ],
  ];
  const iterated = [
    'for (const x of (yield V));',
    'for (const [x] of yield V);',
    'const [x] = yield V;',
    'return [...yield V];',
  ];
  const others = ['1', 'null', 'f', '{}', 'new Date()', '[1]'].flatMap((value) =>
    iterated.map((text) => text.replace('V', value)),
  );
  await same(`
    const o = { none: undefined, five: 5, f: () => 5 }, f = () => 5, u = undefined, n = null;
    const all = [${values.map((value) => `async function* () { yield* ${value}; }`)}];
    for (const each of all) try { for await (const value of each()); } catch (error) { console.log(error.stack); }
    for (const each of [${others.map((text) => `async function* () { ${text} }`)}]) try {
      const made = each();
      const { value } = await made.next();
      await made.next(value);
    } catch (error) { console.log(error.stack); }
  `);
});

test.skipIf(nodeVersion() < 24)(
  'errors of what is disposed of when a block is left have the same places',
  async () => {
    const behind = [
      ...['', 'h(1);', 'h(\n1\n);', 'await h(1);', 'const v = h(2);', 'await new Promise((ok) => ok());'],
      ...[
        'Promise.resolve(1).then(h);',
        'void Promise\n.resolve(1)\n.then(h);',
        'return h(1);',
        'return (\nh(\n1));',
        'return 1;',
      ],
      ...['for await (const v of [1]) h(v);', 'each: for await (const v of [1]) {\nh(v);\ncontinue each;\n}'],
      ...[
        'for await (const v of [1]) {\nif (v) break;\n}',
        'if (h(1)) { for await (const v of [1])\n h(v); }',
      ],
      ...[
        'for (const v of [1]) { await v; }',
        'try { await 1; } finally { h(2); }',
        "throw new Error('left');",
      ],
    ];
    const blocks = [
      ...[
        '{ using held = holds(1); B }',
        '{ await using held = holds(1);\nB }',
        '{ using held = holds(1); await using longer\n= holds(2), other =\nholds(3); B }',
      ],
      ...[
        'for (using held of [holds(1)]) { B }',
        'for (await using longer of\n[holds(1)]) { B }',
        'for await (await using longer of [holds(1)]) {\nB }',
      ],
      ...[
        'for (using held = holds(1), i = null; h(1); ) { B\nbreak; }',
        'for (await using held = holds(1); h(1); ) { B\nbreak; }',
      ],
    ];
    const bodies = blocks.flatMap((block) => behind.map((text) => block.replace('B', text)));
    const told = `
    const told = (what) => { const error = new Error(what); Error.captureStackTrace(error, told); console.log(error.stack); };
    const holds = (n) => ({ [Symbol.dispose]() { told('now'); }, async [Symbol.asyncDispose]() { told('later'); await null; } });
    const h = (value) => value;`;
    await same(`${told}
    ${bodies.map((text) => `await (async () => {\n${text}\n})().catch(h);`).join('\n')}
    using last = holds(1);
    await using another = holds(2);
    Promise
      .resolve(1)
      .then(h);
    function hoisted() {}
  `);
    await same(
      `${told}
    using last = holds(1);
    for (const v of [1])
      h(v);
    console.log(
      'the end');
    // Nothing.`,
      { type: 'cjs' },
    );
    // Node prints that line, too.
    await same(`console.log('begins'); using last = { [Symbol.dispose]() { throw new Error('no'); } };
    console.log(
      'ends',
    );
  `);
  },
);

test('errors of code that was made while running have the same places', async () => {
  await same(`
    async function waits(work) { await null; return work(1); }
    const inner = await waits(() => new Function('return (0, eval)("(async (x) => { throw new Error(String(x)); })")')());
    const made = await waits(() => new Function('x', 'return async () => { await x; return [new Error(x).stack, eval("new Error(x).stack")]; }'));
    console.log((await made(2)()).join('\\n'));
    await inner(3).catch((error) => console.log(error.stack));
    Error.prepareStackTrace = (_error, sites) => sites.map((site) => [site.getEvalOrigin(), site.isEval(), site.getColumnNumber(), String(site)].join()).join('\\n');
    console.log((await made(4)())[1]);
  `);
});
