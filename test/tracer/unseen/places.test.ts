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

test('errors of a name that does not exist have the same places', async () => {
  const names = [
    ...[
      'nope',
      '(nope)',
      'nope.x.y',
      'nope[0]',
      'nope()',
      'nope.x()',
      'new nope()',
      'nope.t`x`',
      '(nope + 1)',
      '(nope ? 1 : 2)',
    ],
    ...[
      '(nope, 1)',
      '(1, nope)',
      `\`\${nope}a\``,
      '[nope]',
      '[...nope]',
      '({ a: nope })',
      'h(nope)',
      'h(...nope)',
      '(k = nope)',
    ],
    ...[
      '(nope || k)',
      '(k && nope)',
      'typeof later',
      'later',
      'later.x',
      '(class extends nope {})',
      '(await nope).x',
    ],
  ];
  const around = [
    ...[
      'await V;',
      'return V;',
      'return await V;',
      'const x = await V;',
      'k = await V;',
      'throw await V;',
      'if (await V) ;',
      'yield V;',
    ],
    ...[
      'while (await V) break;',
      'do {} while (h(await V) && false);',
      'for (;await V;) break;',
      'for (const q of await V) break;',
    ],
    ...[
      'for (const q in await V) break;',
      'for await (const q of await V) break;',
      'switch (await V) {}',
      'h(1), await V;',
    ],
    ...[
      'k ? await V : 1;',
      'return k, await V;',
      'try { await V; } finally { h(1); }',
      'o[await V] = 1;',
      '{ await V }',
    ],
  ];
  const all = around.flatMap((text) => names.map((name) => text.replace('V', () => name)));
  await same(`
    const show = (error) => console.log(error.message, error.stack.split('\\n').filter((line) => line.includes('main.mjs')).join());
    const h = (value) => value, o = {}, run = async (made) => { if (made.next) { await made.next(); await made.next(); } await made; };
    let k = 1;
    ${all.map((text) => `await run((async function* () { ${text} let later; })()).catch(show);`).join('\n')}
    ${all.map((text) => `await run((async function* () { ${text.replace(/await (?!nope)/, 'await\n')} let later; })()).catch(show);`).join('\n')}
    ${all
      .filter((text) => !text.includes('yield'))
      .map((text) => `await run((async () => { ${text} let later; })()).catch(show);`)
      .join('\n')}
    ${names
      .filter((name) => name !== '(nope, 1)')
      .map((name) => `await run((async () => ${name})()).catch(show);`)
      .join('\n')}
    let later;
  `);
});

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
