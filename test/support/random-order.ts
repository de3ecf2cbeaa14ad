// Makes programs that nobody would write, each of which notes the order of everything that it does and the stack of every error. If what
// such a program prints differs with the tracer, the tracer can be seen. The same number makes the same program.
//
// Nothing in them depends on the clock, and each function has a name, because V8 infers other names in instrumented text for functions
// without one.

import { Chance } from './chance.ts';

/** Whether the program is an ES module or CommonJS, and whether the runtime has `using`. */
export interface RandomOrder {
  readonly type: 'esm' | 'cjs';
  readonly hasUsing: boolean;
}

/** What a statement or an expression at a place may contain. */
interface Place {
  readonly awaits: boolean;
  readonly yields: boolean;
  readonly depth: number;
  /** The labels of the blocks and loops around it, and of the loops alone. */
  readonly labels: readonly string[];
  readonly loops: readonly string[];
  readonly returns: boolean;
}

export function randomOrder(number: number, options: RandomOrder): string {
  return new RandomProgram(number, options).text();
}

/** Makes one program. Names and notes are numbered, so that each is unique. */
class RandomProgram {
  readonly #by: Chance;
  readonly #isModule: boolean;
  readonly #hasUsing: boolean;
  /** How many names and notes have been made. */
  #made = 0;
  #notes = 0;
  /** The functions that have been defined so far, as they are called. */
  readonly #plain: string[] = ['Base.also'];
  readonly #asyncs: string[] = [];
  readonly #generators: string[] = [];
  readonly #asyncGenerators: string[] = [];
  /** The top level of the program. */
  readonly #top: Place;

  constructor(number: number, { type, hasUsing }: RandomOrder) {
    this.#by = new Chance(number);
    this.#isModule = type === 'esm';
    this.#hasUsing = hasUsing;
    this.#top = { awaits: this.#isModule, yields: false, depth: 0, labels: [], loops: [], returns: false };
  }

  text(): string {
    const defined = Array.from({ length: 8 }, () => this.#define());
    const calls = [...this.#asyncs, ...this.#plain].map(
      (call) =>
        `try { ${this.#note(this.#isModule ? `await ${call}(1)` : `${call}(1)`)}; } catch (error) { ${this.#note('error')}; }`,
    );
    const gone = this.#asyncGenerators.map((call) =>
      this.#isModule
        ? `try { for await (const v of ${call}(1)) ${this.#note('v')}; } catch (error) { ${this.#note('error')}; }`
        : `{ const it = ${call}(1); it.next().then(function asked(v) { ${this.#note('v.value')}; return it.${this.#by.pick(['return', 'throw', 'next'])}(1); }).then(function left(v) { ${this.#note('v.done')}; }); }`,
    );
    const from = this.#isModule
      ? "import notes from './notes.cjs';"
      : "const notes = require('./notes.cjs');";
    const names =
      'at, tag, thenable, failing, counted, counting, held, box, Base, end, traced, cloned, inspected';
    const body = [
      `${from} const { ${names} } = notes; at('module');`,
      ...defined,
      ...calls,
      ...gone,
      ...Array.from({ length: 4 }, () => this.#statement({ ...this.#top, returns: false })),
    ];
    return `${body.join('\n')}\n`;
  }

  #chance(part: number): boolean {
    return this.#by.part() < part;
  }

  #fresh(of = 'n'): string {
    return `${of}${++this.#made}`;
  }

  #note(value: string): string {
    return `at(${++this.#notes}, ${value})`;
  }

  /** An expression for parameters and fields, which must not contain `await` or `yield`. */
  #without(place: Place): string {
    return this.#expression({ ...inner(place), awaits: false, yields: false });
  }

  #expression(place: Place): string {
    const x = (): string => this.#expression(inner(place));
    if (place.depth > 4)
      return this.#by.pick(['1', '0', 'null', 'undefined', "'s'", this.#note('2'), 'box.of']);
    const kinds: (() => string)[] = [
      () => this.#note(x()),
      () => this.#note(`\`\${${x()}}-\${${x()}}\``),
      () => `tag\`a\${${x()}}b\${${x()}}\``,
      () => `(${x()} ?? ${x()})`,
      () => `(${x()} ? ${x()} : ${x()})`,
      () => `(${x()}, ${x()})`,
      () => `(${x()} || ${x()})`,
      () => `(${x()} && ${x()})`,
      () => `box?.run?.(${x()})`,
      () => `(${x()})?.a?.[${x()}]`,
      () => `(box.p ${this.#by.pick(['=', '??=', '||=', '&&='])} ${x()})`,
      () => `[${x()}, ...counted(${++this.#notes}, [${x()}])]`,
      () =>
        `({ a: ${x()}, [${this.#note("'k'")}]: ${x()}, ...${x()}, get g() { return ${this.#note('3')}; } })`,
      () => `({ a: ${x()} }).a`,
      () => `new Base(${x()})`,
      () => `${this.#by.pick(this.#plain)}(${x()})`,
      () => `typeof ${x()}`,
      () => `!${x()}`,
      () => `(${x()} === ${x()})`,
      () => `new (class ${this.#fresh('C')} extends Base { f = ${this.#without(place)}; })(${x()})`,
      () => `(({ a = ${this.#without(place)}, ...rest } = {}) => ${this.#note('rest')})(${x()} ?? undefined)`,
      () => `(function ${this.#fresh('i')}(v = ${this.#note('4')}) { return ${this.#note('v')}; })(${x()})`,
      () => `(${x()})?.of?.b?.[${x()}]?.(${x()})?.p`,
      () => `box?.of.b?.at?.(${x()}, ${x()})`,
      () =>
        `(class ${this.#fresh('C')} { static p = ${this.#without(place)}; static { ${this.#note('this.p')}; } get g() { return ${this.#without(place)}; } static [${x()}] = 1; })`,
      () =>
        `new (class ${this.#fresh('C')} { get g() { return ${this.#without(place)}; } set g(v) { ${this.#note('v')}; } })().g`,
      () => `new AggregateError([new Error('one'), ${x()}], 'several', { cause: ${x()} })`,
      () =>
        `traced(function ${this.#fresh('c')}() { return traced(null, ${x()}); })`.replace(
          /await|yield/g,
          'void',
        ),
      () => `cloned(new RangeError('cloned', { cause: ${x()} }))`,
      () => `inspected(${x()})`,
      () => `inspected(${this.#promise(place)})`,
      () => `inspected(async function ${this.#fresh('s')}() {})`,
    ];
    kinds.push(() => this.#chained(place));
    if (place.awaits)
      kinds.push(
        ...Array(9).fill(() => `(await ${this.#promise(place)})`),
        () => `(await ${this.#chained(place)})`,
      );
    if (place.yields) kinds.push(...Array(3).fill(() => `(yield ${x()})`));
    if (this.#generators.length > 0) kinds.push(() => `[...${this.#by.pick(this.#generators)}(${x()})]`);
    return this.#by.pick(kinds)();
  }

  #promise(place: Place): string {
    const x = (): string => this.#expression(inner(place));
    const kinds: (() => string)[] = [
      () => `Promise.resolve(${x()})`,
      () => `Promise.reject(new Error('r${++this.#notes}'))`,
      () =>
        `new Promise(function ${this.#fresh('e')}(ok, no) { ${this.#by.pick([`ok(${this.#note('5')})`, `no(new Error('n${++this.#notes}'))`, `setImmediate(ok, ${this.#note('6')})`, `process.nextTick(ok, 7)`, "throw new Error('executor')"])}; })`,
      () => `thenable(${++this.#notes}, ${x()})`,
      () => `failing(${++this.#notes})`,
      () => `(async () => ${this.#expression({ ...this.#top, awaits: true, depth: place.depth + 1 })})()`,
      () =>
        `Promise.${this.#by.pick(['all', 'race', 'any', 'allSettled'])}([${x()}, ${this.#expression({ ...inner(place), depth: 4 })}])`,
      () => x(),
    ];
    if (this.#asyncs.length > 0) kinds.push(...Array(4).fill(() => `${this.#by.pick(this.#asyncs)}(${x()})`));
    return this.#by.pick(kinds)();
  }

  #chained(place: Place): string {
    const callbacks = [
      () => `.then(function ${this.#fresh('t')}(v) { return ${this.#note('v')}; })`,
      () => `.then(function ${this.#fresh('t')}(v) { throw new Error('t' + ${this.#note('8')}); })`,
      () => `.catch(function ${this.#fresh('c')}(e) { return ${this.#note('e')}; })`,
      () => `.finally(function ${this.#fresh('f')}() { ${this.#note('9')}; })`,
      () =>
        `.then(async function ${this.#fresh('a')}(v) { ${this.#note('await v')}; return ${this.#note('10')}; })`,
    ];
    return `Promise.resolve(${this.#promise(place)})${Array.from({ length: 1 + this.#by.upTo(3) }, () => this.#by.pick(callbacks)()).join('')}`;
  }

  #block(place: Place): string {
    return Array.from({ length: 1 + this.#by.upTo(3) }, () => this.#statement(inner(place))).join('\n');
  }

  #statement(place: Place): string {
    const x = (): string => this.#expression(place);
    if (place.depth > 3) return `${this.#note(x())};`;
    const label = this.#fresh('l');
    const name = this.#fresh();
    const looping: Place = { ...place, labels: [...place.labels, label], loops: [...place.loops, label] };
    const own: Place = { ...this.#top, depth: place.depth + 1, returns: true };
    const kinds: (() => string)[] = [
      () => `${this.#note(x())};`,
      () => `${this.#note(x())};`,
      () => `const ${name} = ${x()};\n${this.#note(name)};`,
      () => `const { a: ${name} = ${x()}, ...${this.#fresh()} } = Object(${x()});\n${this.#note(name)};`,
      () =>
        `const [${name} = ${x()}, ...${this.#fresh()}] = counted(${++this.#notes}, [${x()}, 1]);\n${this.#note(name)};`,
      () => `if (${x()}) {\n${this.#block(place)}\n} else {\n${this.#block(place)}\n}`,
      () => `${label}: for (let i = 0; i < 2; i++) {\n${this.#block(looping)}\n}`,
      () =>
        `${label}: for (const ${name} of counted(${++this.#notes}, [1, ${x()}])) {\n${this.#block(looping)}\n}`,
      () => `${label}: for (const ${name} in { a: 1, b: 2 }) {\n${this.#block(looping)}\n}`,
      () => `${label}: do {\n${this.#block(looping)}\n} while (${x()} === 5);`,
      () => `${label}: {\n${this.#block({ ...place, labels: [...place.labels, label] })}\n}`,
      () =>
        `switch (${x()}) { case ${x()}: ${this.#note('11')}; case ${x()}: {\n${this.#block(place)}\n} default: ${this.#note('12')}; }`,
      () =>
        `try {\n${this.#block(place)}\n} catch (${name}) {\n${this.#note(name)};\n${this.#block(place)}\n}`,
      () =>
        `try {\n${this.#block(place)}\n} catch {\n${this.#note('13')};\n} finally {\n${this.#note('14')};\n${this.#block(place)}\n}`,
      () =>
        `try {\n${this.#block(place)}\nthrow new Error('${name}', { cause: ${x()} });\n} catch ({ message }) { ${this.#note('message')}; }`,
      () =>
        `try { ${this.#note(`(${x()}).missing.more`)}; } catch (${name}) { ${this.#note(`${name} instanceof Error`)}; }`,
      () =>
        `${this.#by.pick(['process.nextTick', 'queueMicrotask', 'setImmediate'])}(function ${name}() {\n${guarded(`${this.#note('15')};`)}\n});`,
      () =>
        `${this.#by.pick(['process.nextTick', 'queueMicrotask', 'setImmediate'])}(async function ${name}() {\n${this.#block({ ...own, awaits: true })}\n});`,
      () => `setImmediate(function ${name}() {\n${guarded(this.#block({ ...own, awaits: false }))}\n});`,
      () => `void (async function ${name}() {\n${this.#block({ ...own, awaits: true })}\n})();`,
    ];
    if (this.#chance(0.3)) kinds.push(() => `throw ${this.#note(`new Error('${name}')`)};`);
    if (place.returns) kinds.push(() => `if (${x()}) return ${x()};`);
    if (place.labels.length > 0) kinds.push(() => `if (${x()}) break ${this.#by.pick(place.labels)};`);
    if (place.loops.length > 0) kinds.push(() => `if (${x()}) continue ${this.#by.pick(place.loops)};`);
    if (place.awaits) kinds.push(...this.#awaiting(place, looping, label, name));
    if (this.#generators.length > 0)
      kinds.push(() => this.#leaves(this.#by.pick(this.#generators), name, place, ''));
    if (place.awaits && this.#asyncGenerators.length > 0)
      kinds.push(() => this.#leaves(this.#by.pick(this.#asyncGenerators), name, place, 'await '));
    if (this.#hasUsing)
      kinds.push(() => `{\nusing ${name} = held(${++this.#notes});\n${this.#block(place)}\n}`);
    if (place.yields) {
      kinds.push(() => `${this.#note(`yield ${x()}`)};`);
      kinds.push(
        () =>
          `try {\n${this.#note(`yield ${x()}`)};\n${this.#block(place)}\n} finally {\n${this.#note(`yield ${x()}`)};\n}`,
        () =>
          `try {\n${this.#note(`yield ${x()}`)};\n} catch (${name}) {\n${this.#note(name)};\n${this.#note(`yield ${x()}`)};\n}`,
      );
      const delegates = [...this.#generators, ...(place.awaits ? this.#asyncGenerators : [])];
      if (delegates.length > 0)
        kinds.push(() => `${this.#note(`yield* ${this.#by.pick(delegates)}(${x()})`)};`);
    }
    return this.#by.pick(kinds)();
  }

  /** Asks a generator as no loop does. */
  #leaves(generator: string, name: string, place: Place, words: string): string {
    const steps = Array.from({ length: 1 + this.#by.upTo(3) }, () => {
      const way = this.#by.pick(['next', 'next', 'return', 'throw']);
      const value = way === 'throw' ? `new Error('into')` : this.#expression(place);
      return this.#note(`(${words}${name}.${way}(${value})).value`);
    });
    return `{ const ${name} = ${generator}(${this.#expression(place)});\ntry { ${steps.join('; ')}; } catch (error) { ${this.#note('error')}; } finally { ${this.#note(`(${words}${name}.return(2)).done`)}; } }`;
  }

  /** What only an asynchronous function may contain. */
  #awaiting(place: Place, looping: Place, label: string, name: string): (() => string)[] {
    const x = (): string => this.#expression(place);
    const over = (): string =>
      this.#by.pick([
        () => `[${x()}, Promise.resolve(2)]`,
        () => `counting(${++this.#notes}, [1, ${x()}])`,
        () => `counted(${++this.#notes}, [Promise.resolve(1), ${x()}])`,
        ...this.#asyncGenerators.map((each) => () => `${each}(${x()})`),
      ])();
    const loop = (): string =>
      `${label}: for await (const ${name} of ${over()}) {\n${this.#note(name)};\n${this.#block(looping)}\n}`;
    const using = () => `{\nawait using ${name} = held(${++this.#notes});\n${this.#block(place)}\n}`;
    return [loop, loop, loop, ...(this.#hasUsing ? [using] : [])];
  }

  /**
   * Defines a function, a method, a field or an accessor of either kind under a name of its own, and adds its call to those that other code
   * may use.
   */
  #define(): string {
    const name = this.#fresh('f');
    const isAsync = this.#chance(0.7);
    const isGenerator = this.#chance(0.25);
    const body = `${this.#note(`'${name}'`)};\n${this.#block({ ...this.#top, awaits: isAsync, yields: isGenerator, returns: true })}\n${this.#by.pick(['', `return ${this.#expression({ ...this.#top, awaits: isAsync })};`, `throw new Error('${name}');`])}`;
    const [words, star] = [isAsync ? 'async ' : '', isGenerator ? '*' : ''];
    const parameters = this.#by.pick([
      'v',
      `v = ${this.#note('16')}`,
      `{ v } = {}`,
      `v, w = ${this.#note('v')}`,
      '...v',
    ]);
    const forms: [text: string, call: string][] = [
      [`${words}function${star} ${name}(${parameters}) {\n${body}\n}`, name],
      [`const ${name} = ${words}function${star} ${name}(${parameters}) {\n${body}\n};`, name],
      [`const o_${name} = { ${words}${star}${name}(${parameters}) {\n${body}\n} };`, `o_${name}.${name}`],
      [
        `class C_${name} extends Base { static ${words}${star}${name}(${parameters}) {\n${body}\n} }`,
        `C_${name}.${name}`,
      ],
      [
        `class C_${name} extends Base { go(v) { return this.#${name}(v); } ${words}${star}#${name}(${parameters}) {\n${body}\n} }`,
        `(new C_${name}(0)).go`,
      ],
    ];
    if (!isGenerator) forms.push([`const ${name} = ${words}(${parameters}) => {\n${body}\n};`, name]);
    const [text, call] = this.#by.pick(forms);
    const callers = isGenerator
      ? isAsync
        ? this.#asyncGenerators
        : this.#generators
      : isAsync
        ? this.#asyncs
        : this.#plain;
    callers.push(call);
    return text;
  }
}

const inner = (place: Place): Place => ({ ...place, depth: place.depth + 1 });

/**
 * A function that the loop calls must not throw: the order of the next ticks could then depend on when another thread begins
 * (docs/async-hooks-notes.md).
 */
const guarded = (body: string): string => `try {\n${body}\n} catch (error) { end(error); }`;

/** Programs of both kinds with these numbers, and a main file that runs them one after the other and prints their notes. */
export function randomOrders(numbers: readonly number[], hasUsing: boolean): Record<string, string> {
  const programs = numbers.map((number): [string, string] => {
    const type = number % 2 === 0 ? 'esm' : 'cjs';
    return [`p${number}.${type === 'esm' ? 'mjs' : 'cjs'}`, randomOrder(number, { type, hasUsing })];
  });
  const main = `
    import { createRequire } from 'node:module';
    import notes from './notes.cjs';
    const require = createRequire(import.meta.url);
    const rounds = async (times) => {
      for (let i = 0; i < times; i++) await new Promise(setImmediate);
    };
    for (const name of ${JSON.stringify(programs.map(([name]) => name))}) {
      notes.begin(name);
      try {
        if (name.endsWith('.cjs')) require('./' + name);
        // What it waits for may never come.
        else await Promise.race([import('./' + name), notes.begun().then(() => rounds(200))]);
      } catch (error) {
        notes.end(error);
      }
      await rounds(20);
    }
    notes.print();
  `;
  return { 'main.mjs': main, ...Object.fromEntries(programs) };
}
