// Makes programs that nobody would write, each of which logs what its tasks do (fixtures/truth/truth.mjs). They have functions in every
// form, with awaits in every position, in a random order. The same number makes the same program.

import { Chance } from './chance.ts';

/** A function's text, and a call of it. `NAME` is the task's name, unless a third text is given. */
type Form = readonly [text: string, call: string, called?: string];

const FUNCTIONS: readonly Form[] = [
  ['async function NAME(v) {BODY}', 'NAME(1)'],
  ['const NAME = async (v) => {BODY};', 'NAME(1)'],
  ['const NAME = async v => {BODY};', 'NAME?.(1)'],
  ['const NAME = async function (v) {BODY};', 'NAME(...[1])'],
  ['const other_NAME = async function NAME(v) {BODY};', 'other_NAME.call(null, 1)'],
  ['const o_NAME = { async NAME(v) {BODY} };', 'o_NAME.NAME(1)'],
  ['const o_NAME = { NAME: async (v) => {BODY} };', 'o_NAME?.NAME?.(1)'],
  ["const o_NAME = { async ['NAME' + 1](v) {BODY} };", 'o_NAME.NAME1(1)', "['NAME' + 1]"],
  ['const o_NAME = { get own() { return { async NAME() {BODY} }; } };', 'o_NAME.own.NAME()'],
  ['class C_NAME { async NAME(v) {BODY} }', 'new C_NAME().NAME(1)'],
  ['class C_NAME { static async NAME(v) {BODY} }', 'C_NAME.NAME(1)'],
  ['class C_NAME { go() { return this.#NAME(1); }\nasync #NAME(v) {BODY} }', 'new C_NAME().go()', '#NAME'],
  ['class C_NAME { static async #NAME(v) {BODY} static go = () => C_NAME.#NAME(); }', 'C_NAME.go()', '#NAME'],
  ['class C_NAME { NAME = async (v) => {BODY}; }', 'new C_NAME().NAME(1)'],
  [
    'class C_NAME { #NAME = async (v) => {BODY}; get go() { return this.#NAME; } }',
    'new C_NAME().go(1)',
    '#NAME',
  ],
  [
    'class B_NAME { async NAME(v) {BODY} }\nclass C_NAME extends B_NAME { go() { return super.NAME(1); } }',
    'new C_NAME().go()',
  ],
  ['class C_NAME { get NAME() { return (async () => {BODY})(); } }', 'new C_NAME().NAME', ''],
  ['let NAME; ({ NAME = async (v) => {BODY} } = {});', 'NAME(1)'],
  ['const { NAME = async () => {BODY} } = {};', 'NAME(1)'],
  ['const o_NAME = {}; o_NAME.own = async function (v) {BODY};', 'o_NAME.own(1)', 'o_NAME.own'],
  ['const NAME = (() => async (v) => {BODY})();', 'NAME(1)', ''],
  ['async function NAME({ v, w: [x] = [1] } = {}) {BODY}', 'NAME()'],
  ['async function NAME(...[a, { b } = same({ b: 1 })]) {BODY}', 'Reflect.apply(NAME, null, [1])'],
  ['async function NAME(v = same(1), w = leaf(v)) {BODY}', 'NAME.apply(null, [])'],
  ['async function NAME(v = Promise.resolve(1).then(same), w = async () => {}) {BODY}', 'NAME.bind(null)()'],
];

const GENERATORS: readonly Form[] = [
  ['async function* NAME(of) {BODY}', 'NAME(OF)'],
  ['const NAME = async function* (of) {BODY};', 'NAME(OF)'],
  ['const o_NAME = { async *NAME(of) {BODY} };', 'o_NAME.NAME(OF)'],
  [
    'class C_NAME { static async *#NAME(of) {BODY} static go = (of) => C_NAME.#NAME(of); }',
    'C_NAME.go(OF)',
    '#NAME',
  ],
  ['async function* NAME(of, w = leaf(1)) {BODY}', 'NAME(OF)'],
];

/** Expressions with awaits: `@` is an await, `%` one within a template, `#` a name that is used once. */
const EXPRESSIONS: readonly string[] = [
  ...[
    '@;',
    'const # = @;',
    '`% %`;',
    '@ ? @ : @;',
    '(@ ?? @);',
    '(@ && @);',
    'let # = null; # ??= @;',
    '!@;',
    'typeof @;',
  ],
  ...[
    'const # = { a: 0 }; #.a ||= @; #.a += @;',
    '[@, ...[@]];',
    'void { a: @, [@]: 1, ...(@) };',
    'same(@, @);',
    '(@)?.x?.(@);',
  ],
  ...[
    'box?.run?.(@)?.[@];',
    'tag`a%b%`;',
    '(@, @);',
    'const { # = @ } = {};',
    'const [# = @] = [];',
    'new (@, Box)(@);',
  ],
  ...[
    'class # { [@] = 1; static [@]() {} }',
    'class # extends (@, Box) {}',
    'for (const # of [@, 1]) void #;',
    'box.p = @;',
  ],
  ...[
    'if (@) @; else @;',
    'switch (@) { case @: @; default: }',
    'for (let i = (@, 0); (@, i < 2); @, i++) @;',
    'delete box[@];',
  ],
  ...[
    'do { @; } while ((@, false));',
    'for (const # in { k: @ }) void #;',
    '((#) => #)(@);',
    'throwsNothing: { @; break throwsNothing; }',
  ],
];

const TIMES = ['process.nextTick', 'queueMicrotask', 'setImmediate'];

interface Made {
  readonly call: string;
  /** What a wait for it is said to be for; null for a function without a name. */
  readonly on: string | null;
}

/** Makes the same program for the same number. With `using`, it contains blocks that only runtimes with that syntax can read. */
export function randomProgram(number: number, syntax: { readonly using: boolean }): string {
  return new RandomProgram(number, syntax.using).text();
}

/** What a statement is in: only a generator may yield. */
type Within = 'function' | 'generator';

class RandomProgram {
  readonly #by: Chance;
  readonly #hasUsing: boolean;
  #names = 0;
  readonly #functions: Made[] = [{ call: 'leaf(1)', on: 'leaf' }];
  readonly #throwing: Made[] = [{ call: 'fails()', on: 'fails' }];
  readonly #generators: Made[] = [];

  constructor(number: number, hasUsing: boolean) {
    this.#by = new Chance(number);
    this.#hasUsing = hasUsing;
  }

  text(): string {
    const lines = [
      "import { AsyncLocalStorage } from 'node:async_hooks'; import { EventEmitter } from 'node:events'; import { setTimeout as sleep } from 'node:timers/promises'; import { enter, fails, leaf } from './truth.mjs';",
      "const main = enter('main.mjs', { kind: 'module' });",
      'const same = (...a) => a[0], tag = same, box = { run: same }; class Box {}',
      ...Array.from({ length: 12 }, () => this.#define(this.#by.part() < 0.3 ? 'generator' : 'function')),
    ];
    for (const made of this.#functions.slice(1)) lines.push(`${waits('main', made)};`);
    for (const { call } of this.#throwing.slice(1))
      lines.push(`${waits('main', { call: `${call}.catch(String)`, on: null })};`);
    for (const { call, on } of this.#generators)
      lines.push(
        `for await (const v of main.each(${call.replace('OF', '')}, ${JSON.stringify(on)})) main.in(v);\nmain.back();`,
      );
    lines.push('main.in(await main.out(sleep(20)));', 'main.end();');
    return `${lines.join('\n')}\n`;
  }

  #fresh(): string {
    return `n${++this.#names}`;
  }

  #define(what: Within): string {
    const isGenerator = what === 'generator';
    const [text, call, called = 'NAME'] = this.#by.pick(isGenerator ? GENERATORS : FUNCTIONS);
    const [name, me] = [this.#fresh(), this.#fresh()];
    const named = (template: string): string => template.replaceAll('NAME', name);
    const throws = !isGenerator && this.#by.part() < 0.2;
    const options = isGenerator ? ", { kind: 'generator', ...(of && { of }) }" : '';
    const enters = `\nconst ${me} = enter(${JSON.stringify(named(called))}${options});\n`;
    const does = `${this.#some(me, 0, what)}\n`;
    const body = isGenerator
      ? `${enters}try {\n${me}.in(yield ${me}.gives(1));\n${does}${this.#by.pick(['', `return ${me}.closes(leaf(1));\n`])}} finally {\n${me}.done();\n}\n`
      : `${enters}${does}${throws ? `throw ${me}.fail(new Error('no'));` : `return ${me}.end(1);`}\n`;
    const made = { call: named(call), on: called === '' ? null : named(called) };
    (isGenerator ? this.#generators : throws ? this.#throwing : this.#functions).push(made);
    return named(text).replace('BODY', () => body);
  }

  /** One or two statements in the function that logs as `me`. */
  #some(me: string, depth: number, within: Within): string {
    const count = 1 + this.#by.upTo(2);
    return Array.from({ length: count }, () => this.#statement(me, depth + 1, within)).join('\n;');
  }

  #statement(me: string, depth: number, within: Within): string {
    if (depth > 3 || this.#by.part() < 0.4) return this.#expression(me);
    const [name, other] = [this.#fresh(), this.#fresh()];
    const called = this.#by.pick([...this.#functions, ...this.#throwing]).call;
    const kinds = [
      ...this.#blocks(me, name, () => this.#some(me, depth, within)),
      ...this.#later(me, name, called),
      `async function ${name}() {\nconst ${other} = enter('${name}');\n${this.#some(other, depth + 1, 'function')}\nreturn ${other}.end();\n}\n${waits(me, { call: `${name}()`, on: name })};`,
      `const ${name} = new EventEmitter();\n${name}.on('x', async function ${other}() {\nconst u = enter('${other}');\n${this.#expression('u')}\nreturn u.end();\n});\n${name}.emit('x');`,
      `new AsyncLocalStorage().run(1, () => ${called}.catch(() => {}));`,
      ...(within === 'generator' ? this.#yields(me) : this.#holds(me, name)),
    ];
    const delegate = this.#by.pick(this.#generators);
    if (within === 'generator' && delegate)
      kinds.push(`${me}.in(yield* ${me}.gives(${delegate.call.replace('OF', me)}));`);
    return this.#by.pick(kinds);
  }

  /** Loops, labels and `try` around other statements. */
  #blocks(me: string, name: string, inner: () => string): string[] {
    const iterable = this.#by.pick<Made>([{ call: '[1, leaf(2), 3]', on: null }, ...this.#generators]);
    const over = iterable.call.replace('OF', '');
    const through = iterable.on === null ? over : `${over}, ${JSON.stringify(iterable.on)}`;
    return [
      `${name}: {\n${inner()}\nif (${waits(me, this.#value())}) { break ${name}; }\n${inner()}\n}`,
      `${name}: for (const a of [1, 2]) {\nfor (const b of [1, 2]) {\n${inner()}\nif (b === 1) continue;\nif (a === 1) continue ${name};\nbreak ${name};\n}\n}`,
      `try {\n${inner()}\n} finally {\n${me}.back();\n${inner()}\n}`,
      `try {\n${inner()}\n${this.#by.pick(["throw new Error('here');", `${waits(me, this.#by.pick(this.#throwing))};`])}\n} catch {\n${me}.back();\n${inner()}\n}`,
      `for await (const ${name} of ${me}.each(${through})) {\n${me}.in(${name});\n${inner()}\n${this.#by.pick(['', 'break;'])}\n}\n${me}.back();`,
    ];
  }

  /** Calls whose promises nobody waits for. */
  #later(me: string, name: string, called: string): string[] {
    return [
      `void ${called}.catch(() => {});`,
      `Promise.resolve().then(() => ${me}.starts(() => ${called})).catch(() => {});`,
      `setTimeout(function ${name}() {\nconst u = enter('${name}', { of: ${me}, kind: 'callback' });\nvoid ${called}.catch(() => {});\nu.end();\n}, 1);`,
      `${this.#by.pick(TIMES)}(async function ${name}() {\nconst u = enter('${name}', { of: ${me} });\n${this.#expression('u')}\nreturn u.end();\n});`,
    ];
  }

  #holds(me: string, name: string): string[] {
    if (!this.#hasUsing) return [];
    return [`{\nawait using ${name} = ${me}.holds(leaf);\n${this.#expression(me)}\n}\n${me}.back();`];
  }

  #yields(me: string): string[] {
    return [
      `${me}.in(yield ${me}.gives(1));`,
      `void [${me}.in(yield ${me}.gives(leaf(1))), ${waits(me, this.#value())}];`,
    ];
  }

  #expression(me: string): string {
    const name = this.#fresh();
    return this.#by
      .pick(EXPRESSIONS)
      .replace(/#/g, name)
      .replace(/%/g, '$${@}')
      .replace(/@/g, () => waits(me, this.#value()));
  }

  /** An expression to wait for. */
  #value(): Made {
    return this.#by.pick<Made>([
      ...[this.#by.pick(this.#functions), this.#by.pick(this.#functions), this.#by.pick(this.#functions)],
      { call: 'sleep(1)', on: 'timer' },
      { call: '5', on: 'unknown' },
      { call: '{ then(ok) { ok(1); } }', on: 'promise' },
      { call: 'new Promise((ok) => setImmediate(ok))', on: null },
      {
        call: `Promise.${this.#by.pick(['all', 'race', 'any', 'allSettled'])}([leaf(1), leaf(2)])`,
        on: null,
      },
    ]);
  }
}

const waits = (me: string, { call, on }: Made): string =>
  `${me}.in(await ${me}.out(${call}${on === null ? '' : `, ${JSON.stringify(on)}`}))`;
