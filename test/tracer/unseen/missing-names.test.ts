// What V8 says about the place of a name that does not exist. It has to be the place in the author's text.

import { test } from 'vitest';
import { same } from '../../support/same.ts';

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
