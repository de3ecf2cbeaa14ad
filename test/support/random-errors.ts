// Makes programs that throw in as many ways as there are, out of functions of every kind, and print everything that can be learnt of each
// error. If one prints something else with the tracer, the tracer can be seen. The same number makes the same program.
//
// Nothing in them depends on the clock.

import { Chance } from './chance.ts';

/** Expressions that throw, or are promises that are rejected; two spaces between them. */
const THROWING: readonly string[] = `
  null.x  undefined.a.b  nope  nope.a  nope()  typeof nope + nope  box.none()  box.none.a  box.none.a()  box['none']()
  new box.none()  new (class A { constructor() { this.a.b; } })()  new (class B extends Base { constructor() { } })()
  new (class C extends null { })()  class D extends 5 { }  [...5]  [...box.none]  Math.max(...null)  (([a]) => a)(null)
  (({ a }) => a)(undefined)  Symbol('s') + ''  1n + 1  BigInt(1.5)  decodeURIComponent('%')  new Array(-1)  'x'.repeat(-1)
  JSON.parse('{bad')  JSON.stringify(ring)  Object.defineProperty(Object.freeze({}), 'a', { value: 1 })
  structuredClone(() => {})  new URL('not one')  Buffer.alloc('x')  fs.readFileSync('/nowhere/at/all')  new RegExp('(')
  Reflect.construct(1, [])  assert.equal(1, 2)  assert(box.of === 2)  assert.deepStrictEqual({ a: 1 }, { a: '1' })  fail()
  fail(box)  Base.fail()  new Base().fails  new Base().own()  (new Base().sets = 1)  \`\${fails}\`  +fails  fails + 1
  box.deep.er.fail()  tag\`a\${1}\`  trap.anything  trap()  new trap()  'in' in trap  delete trap.x  Object.keys(trap)
  [3, 1].sort(fail)  [1].map(fail)  [1].forEach((v) => { fail(v); })  'a'.replace(/a/, fail)  JSON.parse('[1]', fail)
  Array.from([1], fail)  new Map([[1, 2]]).forEach(fail)  [...failing()]  Object.fromEntries(failing())  new Promise(fail)
  Promise.reject(new Error("made"))  Promise.any([])  Promise.all([1, Promise.reject(new TypeError("one of"))])
  Promise.resolve().then(fail)  Promise.reject(new Error("first")).catch(fail)  Promise.resolve().finally(fail)  later(fail)
  soon(fail)  ticked(fail)  queued(fail)  emits(fail)  eval('null.x')  (0, eval)('fail()')
  eval('(function inner() { return nope; })()')  new Function('a', 'return a.b.c')({})
  vm.runInThisContext('globalThis.none.x')  vm.runInNewContext('fail()', { fail })  vm.runInNewContext('null.x')
  vm.compileFunction('return fail()', ['fail'])(fail)  import('./none.mjs')  import('none')  require('./none.cjs')
  import('data:text/javascript,null.x')  wasm()  afails()  afails2(1)  new Base().afails()  gen().next()  agen().next()
  drained(agen())  deep(3)  adeep(3)  deep(20)
`
  .trim()
  .split(/\s{2,}/);

/** Values that some of what stands around an expression refuses. */
const REFUSED: readonly string[] = [
  ...[
    'null',
    'undefined',
    '5',
    "'text'",
    'box',
    '{}',
    '[]',
    '[null]',
    'fail',
    'Base',
    'same(null)',
    'box.of',
  ],
  ...[
    'Promise.resolve(null)',
    'Promise.resolve({ a: null })',
    'adeep',
    'box.same',
    'box.none',
    'box?.none?.b',
  ],
  ...[
    '{ then(ok) { ok(null); } }',
    '{ then(ok) { fail(); } }',
    '{ get then() { return fail(); } }',
    '{ then: 1 }',
  ],
  ...[
    '{ [Symbol.asyncIterator]: 1 }',
    '{ [Symbol.iterator]() { return 1; } }',
    'new Base()',
    '() => 1',
    'async () => {}',
  ],
  ...[
    '{ [Symbol.asyncIterator]: () => ({ next: () => 1 }) }',
    '{ [Symbol.iterator]: () => ({ next: () => ({ value: 1, get done() { return fail(); } }) }) }',
  ],
];

/** What an asynchronous function or generator does with an awaited value `v`, in a statement. */
const USED: readonly ((v: string) => string)[] = [
  (v) => `return ${v}.a;`,
  (v) => `return ${v}.a.b;`,
  (v) => `return ${v}.a();`,
  (v) => `return ${v}[nope];`,
  (v) => `return ${v}['a'].b;`,
  (v) => `return ${v}?.a.b;`,
  (v) => `return ${v}?.a();`,
  (v) => `return ${v}?.[0].x;`,
  (v) => `return ${v}();`,
  (v) => `return ${v}(1, nope);`,
  (v) => `return new (${v})();`,
  (v) => `return ${v}\`x\`;`,
  (v) => `return tag\`a${'${'}${v}}b\`;`,
  (v) => `return \`${'${'}${v}}\`.a.b;`,
  (v) => `return [...${v}];`,
  (v) => `return same(...${v});`,
  (v) => `return { ...${v} }.a.b;`,
  (v) => `return { [${v}]: 1 }.a.b;`,
  (v) => `return !${v}.a;`,
  (v) => `return -${v}.a;`,
  (v) => `return ${v} + nope;`,
  (v) => `return nope + ${v};`,
  (v) => `return ${v} instanceof ${v};`,
  (v) => `return 'a' in ${v};`,
  (v) => `return ${v} in null;`,
  (v) => `return ${v} ? nope : null.x;`,
  (v) => `return (${v}, null).a;`,
  (v) => `return ${v} ?? null.x;`,
  (v) => `return ${v} && null.x;`,
  (v) => `${v}.a = 1;`,
  (v) => `${v}.a.b = nope;`,
  (v) => `${v}.a++;`,
  (v) => `${v}.a.b += 1;`,
  (v) => `delete ${v}.a;`,
  (v) => `delete ${v}.a.b;`,
  (v) => `const { a } = ${v};`,
  (v) => `const { a: { b } } = ${v};`,
  (v) => `const [a] = ${v};`,
  (v) => `const [[a]] = ${v};`,
  (v) => `const [a = nope] = [${v}];`,
  (v) => `let a; ({ a } = ${v}); return a.b;`,
  (v) => `let a; [a] = ${v}; return a.b;`,
  (v) => `[box.p.q] = [${v}];`,
  (v) => `const a = ${v}, b = a.c.d;`,
  (v) => `const a = 1; a = ${v};`,
  (v) => `use(${v}); let use;`,
  (v) => `let a = ${v}; a ??= null.x; return a.b.c;`,
  (v) => `if (${v}.a) return 1; return null.x;`,
  (v) => `while (${v}.a) break; return null.x;`,
  (v) => `do { null.x; } while (${v});`,
  (v) => `for (let i = ${v}.a; ; ) break; fail();`,
  (v) => `for (const x of ${v}) return x.y.z;`,
  (v) => `for (const x in ${v}) return x.y.z; fail();`,
  (v) => `for (const [x] of ${v}) return x;`,
  (v) => `for await (const x of ${v}) return x.y.z;`,
  (v) => `for await (const x of ${v}) { fail(); }`,
  (v) => `for await (const [x] of ${v}) { fail(); }`,
  (v) => `switch (${v}.a) { case nope: return 1; }`,
  (v) => `switch (1) { case ${v}: break; default: null.x; }`,
  (v) => `throw ${v};`,
  (v) => `throw new Error('of it', { cause: ${v} });`,
  (v) => `try { ${v}.a.b; } finally { await null; }`,
  (v) => `try { ${v}.a.b; } catch { await null; nope; }`,
  (v) => `try { ${v}.a.b; } catch (e) { throw e; }`,
  (v) => `try { return ${v}; } finally { fail(); }`,
  (v) => `{ ${v}.a.b; }`,
  (v) => `out: { if (${v}) break out; } fail();`,
  (v) => `class A extends ${v} { } return new A().a.b;`,
  (v) => `class A { [${v}]() {} static a = nope; }`,
  (v) => `return import(${v});`,
  (v) => `return await ${v}.a;`,
  (v) => `return await ${v}.a.b;`,
  (v) => `return await ${v}();`,
  (v) => `return (await ${v})(await fail());`,
  (v) => `await Promise.all([${v}, fail()]);`,
  (v) => `await Promise.all(${v});`,
  (v) => `await Promise.race(${v}).a;`,
  (v) => `return same(${v}, ${v}.a.b);`,
  (v) => `assert(${v});`,
  (v) => `assert.ok(${v} === 1);`,
  (v) => `assert.equal(${v}, nope);`,
  (v) => `return require(${v});`,
  (v) => `return eval(${v}).a.b;`,
  (v) => `return new Base(${v}).a.b;`,
  (v) => `return JSON.parse(${v}).a;`,
];

/** `function` expressions and the like that are called at once, around an expression. `n`: a name. */
const AROUND: readonly ((inner: string, n: string) => string)[] = [
  (inner, n) => `(function ${n}() { return ${inner}; })()`,
  (inner) => `(() => ${inner})()`,
  (inner) => `(() => { return ${inner}; })()`,
  (inner, n) => `new (class ${n} { m() { return ${inner}; } })().m()`,
  (inner, n) => `(class ${n} { static m() { return ${inner}; } }).m()`,
  (inner, n) => `new (class ${n} { #p() { return ${inner}; } m() { return this.#p(); } })().m()`,
  (inner, n) => `new (class ${n} { get g() { return ${inner}; } })().g`,
  (inner, n) => `(new (class ${n} { set s(v) { ${inner}; } })().s = 1)`,
  (inner, n) => `new (class ${n} { f = ${inner}; })().f`,
  (inner, n) => `(class ${n} { static f = ${inner}; }).f`,
  (inner, n) => `(class ${n} { static { ${inner}; } })`,
  (inner, n) => `new (class ${n} extends Base { constructor() { super(); this.v = ${inner}; } })().v`,
  (inner, n) => `new (class ${n} { [(() => ${inner})()] = 1; })()`,
  (inner, n) => `(function ${n}(a = ${inner}) { return a; })()`,
  (inner) => `(({ a = ${inner} }) => a)({})`,
  (inner) => `({ m() { return ${inner}; } }).m()`,
  (inner) => `({ get a() { return ${inner}; } }).a`,
  (inner) => `({ [Symbol.iterator]: () => ${inner} })[Symbol.iterator]()`,
  (inner, n) => `[...(function* ${n}() { yield ${inner}; })()][0]`,
  (inner, n) => `(function* ${n}() { return ${inner}; })().next().value`,
  (inner) => `[1].map(() => ${inner})[0]`,
  (inner) => `[1].map(function () { return ${inner}; })[0]`,
  (inner) => `Reflect.apply(() => ${inner}, null, [])`,
  (inner, n) => `(function ${n}() { return ${inner}; }).call({})`,
  (inner, n) => `(function ${n}() { return ${inner}; }).bind(box)()`,
  (inner) => `eval(${JSON.stringify(inner)})`,
  (inner) => `(${inner} ?? 1)`,
  (inner) => `(1, ${inner})`,
  (inner) => `(box.of ? ${inner} : 2)`,
  (inner) => `[${inner}][0]`,
  (inner) => `({ a: ${inner} }).a`,
  (inner) => `box?.same(${inner})`,
  (inner) => `same(${inner})`,
];

/** The same for functions that are asynchronous. */
const AROUND_ASYNC: readonly ((inner: string, n: string) => string)[] = [
  (inner, n) => `(async function ${n}() { return ${inner}; })()`,
  (inner, n) => `(async function ${n}() { return await ${inner}; })()`,
  (inner, n) => `(async function ${n}() { await null; return ${inner}; })()`,
  (inner, n) => `(async function ${n}() {\n  const v = await ${inner};\n  return v;\n})()`,
  (inner, n) => `(async function ${n}() { const v = same(await ${inner}); return v; })()`,
  (inner, n) => `(async function ${n}() { const [v] = await ${inner}; return v; })()`,
  (inner, n) => `(async function ${n}() { return [...await ${inner}]; })()`,
  (inner, n) => `(async function ${n}() { return (await ${inner}).a.b; })()`,
  (inner, n) => `(async function ${n}() { return (await ${inner})(); })()`,
  (inner, n) => `(async function ${n}() { for await (const v of [${inner}]) return v; })()`,
  (inner, n) => `(async function ${n}() { for (const v of [await ${inner}]) { return v; } })()`,
  (inner, n) => `(async function ${n}() { try { return await ${inner}; } finally { await null; } })()`,
  (inner, n) =>
    `(async function ${n}() { try { return await ${inner}; } catch (e) { await null; throw e; } })()`,
  (inner, n) =>
    `(async function ${n}() { try { return await ${inner}; } catch (cause) { throw new RangeError('around', { cause }); } })()`,
  (inner, n) => `(async function ${n}() { if (await ${inner}) { return 1; } return null.x; })()`,
  (inner, n) => `(async function ${n}() { while (await ${inner}) { break; } return fail(); })()`,
  (inner, n) =>
    `(async function ${n}() { switch (await ${inner}) { case 1: return 1; default: return nope; } })()`,
  (inner, n) => `(async function ${n}(a = ${inner}) { await a; return box.none(); })()`,
  (inner) => `(async () => ${inner})()`,
  (inner) => `(async () => await ${inner})()`,
  (inner) => `(async () => { await ${inner}; })()`,
  (inner, n) => `new (class ${n} { async m() { return await ${inner}; } })().m()`,
  (inner, n) => `(class ${n} { static async #p() { await ${inner}; } static m() { return this.#p(); } }).m()`,
  (inner, n) => `new (class ${n} { f = async () => { await ${inner}; }; })().f()`,
  (inner) => `({ async m() { await ${inner}; } }).m()`,
  (inner, n) => `drained((async function* ${n}() { yield await ${inner}; })())`,
  (inner, n) => `drained((async function* ${n}() { yield ${inner}; })())`,
  (inner, n) => `drained((async function* ${n}() { yield* [${inner}]; })())`,
  (inner, n) => `drained((async function* ${n}() { yield* agen(); return ${inner}; })())`,
  (inner, n) => `(async function ${n}() { await Promise.all([${inner}, afails()]); })()`,
  (inner) => `Promise.resolve().then(() => ${inner})`,
  (inner) => `Promise.resolve().then(async () => { await ${inner}; })`,
  (inner) => `[1].map(async () => { await ${inner}; })[0]`,
  (inner) => `later(() => ${inner})`,
  (inner) => `later(async () => { await ${inner}; })`,
  (inner) => `ticked(() => ${inner})`,
];

const AWAITED: readonly ((inner: string) => string)[] = [
  (inner) => `(await ${inner})`,
  (inner) => `(await ${inner})`,
  (inner) => `(await (${inner}))`,
  (inner) => `(await\n  ${inner})`,
  (inner) => `(await /* for it */ ${inner})`,
  (inner) => `((await ${inner}))`,
  (inner) => `(await same(${inner}))`,
  (inner) => `(await box.same(${inner}))`,
  (inner) => `(await await ${inner})`,
];
const YIELDED: readonly ((inner: string) => string)[] = [
  ...AWAITED,
  (inner) => `(yield ${inner})`,
  (inner) => `(yield* [${inner}])`,
  (inner) => `(yield* same([${inner}]))`,
  (inner) => `(yield await ${inner})`,
];
/** Functions with a body that is a statement. */
const WITH_BODY: readonly ((body: string, n: string) => string)[] = [
  (body, n) => `(async function ${n}() { ${body} })()`,
  (body, n) => `(async function ${n}() {\n  ${body}\n})()`,
  (body) => `(async () => { ${body} })()`,
  (body, n) => `new (class ${n} { async m() { ${body} } })().m()`,
  (body, n) => `(class ${n} extends Base { static async m() { await null; ${body} } }).m()`,
  (body) => `({ async m() { ${body} } }).m()`,
];
const WITH_GENERATOR: readonly ((body: string, n: string) => string)[] = [
  (body, n) => `drained((async function* ${n}() { ${body} })())`,
  (body, n) => `drained((async function* ${n}() {\n  ${body}\n})())`,
  (body, n) => `new (class ${n} { async *m() { ${body} } })().m().next()`,
];

/** Programs with these numbers, and one that runs them all. */
export function randomErrors(numbers: readonly number[]): Record<string, string> {
  const programs = numbers.map((number): [string, string] => {
    const type = number % 2 === 0 ? 'esm' : 'cjs';
    return [`p${number}.${type === 'esm' ? 'mjs' : 'cjs'}`, randomProgram(number, type)];
  });
  const main = `
    for (const name of ${JSON.stringify(programs.map(([name]) => name))}) {
      console.log(name);
      const { ran, default: made } = await import('./' + name);
      await (ran ?? made.ran);
    }
  `;
  return { 'main.mjs': main, ...Object.fromEntries(programs) };
}

/** `type`: an ES module or CommonJS. */
function randomProgram(number: number, type: 'esm' | 'cjs'): string {
  const program = new RandomProgram(number);
  const cases = Array.from({ length: 25 }, (_, at) => program.case(at)).join('\n');
  const names =
    'told, fs, vm, assert, box, ring, Base, fail, fails, tag, trap, failing, later, soon, ticked, queued, emits, ' +
    'wasm, afails, afails2, gen, agen, drained, deep, adeep, same';
  return type === 'esm'
    ? `import { createRequire } from 'node:module';\nimport parts from './parts.cjs';\nconst { ${names} } = parts, require = createRequire(import.meta.url);\nexport const ran = true;\n${cases}\n`
    : `const { ${names} } = require('./parts.cjs');\nexports.ran = (async function main() {\n${cases}\n})();\n`;
}

/** Names are numbered, so that each is unique. */
class RandomProgram {
  readonly #by: Chance;
  #made = 0;
  constructor(number: number) {
    this.#by = new Chance(number);
  }

  case(at: number): string {
    const text = this.#around(this.#by.upTo(7));
    const limit = this.#by.pick([10, 10, 10, 3, 30, 1]);
    return `Error.stackTraceLimit = ${limit};\ntry { told(${at}, await ${text}); } catch (error) { told(${at}, error); }`;
  }

  #used(inner: string): string {
    const isGenerator = this.#by.part() < 0.25;
    const value = this.#by.pick(isGenerator ? YIELDED : AWAITED)(inner);
    return this.#by.pick(isGenerator ? WITH_GENERATOR : WITH_BODY)(
      this.#by.pick(USED)(value),
      `n${++this.#made}`,
    );
  }

  #around(depth: number): string {
    if (depth === 0) {
      if (this.#by.part() < 0.5) return this.#by.pick(THROWING);
      return this.#used(this.#by.part() < 0.8 ? `(${this.#by.pick(REFUSED)})` : this.#by.pick(THROWING));
    }
    const inner = this.#around(depth - 1);
    if (this.#by.part() < 0.3) return this.#used(inner);
    const text = this.#by.pick(this.#by.part() < 0.5 ? AROUND : AROUND_ASYNC)(inner, `n${++this.#made}`);
    return this.#by.part() < 0.2 ? `(\n${text}\n)` : text;
  }
}
