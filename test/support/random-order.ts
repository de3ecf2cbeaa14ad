// Makes programs that nobody would write, each of which notes the order of everything that it does and the stack of every error: what
// it prints is the same with the tracer as without, or the tracer is to be seen. The same number makes the same program.
//
// Nothing in them goes by the clock, and each function has a name (V8 infers others in instrumented text for those that have none).

/** What the program is to be: a module of ES or CommonJS, and whether the runtime has `using`. */
export interface RandomOrder {
  readonly type: 'esm' | 'cjs';
  readonly hasUsing: boolean;
}

/** What a statement or an expression may have in it, by where it stands. */
interface Place {
  readonly awaits: boolean;
  readonly yields: boolean;
  readonly depth: number;
  /** Of the loops and blocks around it, and those of them that are loops. */
  readonly labels: readonly string[];
  readonly loops: readonly string[];
  readonly returns: boolean;
}

export function randomOrder(number: number, { type, hasUsing }: RandomOrder): string {
  let state = number;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(of: readonly T[]): T => of[upTo(of.length)] as T;
  const chance = (part: number): boolean => random() < part;
  let made = 0;
  const fresh = (of = 'n'): string => `${of}${++made}`;
  let notes = 0;
  const note = (value: string): string => `at(${++notes}, ${value})`;
  const plain: string[] = ['Base.also'];
  const asyncs: string[] = [];
  const generators: string[] = [];
  const asyncGenerators: string[] = [];

  const TOP: Place = {
    awaits: type === 'esm',
    yields: false,
    depth: 0,
    labels: [],
    loops: [],
    returns: false,
  };
  const inner = (place: Place): Place => ({ ...place, depth: place.depth + 1 });

  /** What the loop calls throws nothing: which ticks then run first may depend on when another thread begins (docs/async-hooks-notes.md). */
  const guarded = (body: string): string => `try {\n${body}\n} catch (error) { end(error); }`;

  /** Where neither may stand: parameters and fields. */
  const without = (place: Place): string => expression({ ...inner(place), awaits: false, yields: false });

  function expression(place: Place): string {
    const x = (): string => expression(inner(place));
    if (place.depth > 4) return pick(['1', '0', 'null', 'undefined', "'s'", note('2'), 'box.of']);
    const kinds: (() => string)[] = [
      () => note(x()),
      () => note(`\`\${${x()}}-\${${x()}}\``),
      () => `tag\`a\${${x()}}b\${${x()}}\``,
      () => `(${x()} ?? ${x()})`,
      () => `(${x()} ? ${x()} : ${x()})`,
      () => `(${x()}, ${x()})`,
      () => `(${x()} || ${x()})`,
      () => `(${x()} && ${x()})`,
      () => `box?.run?.(${x()})`,
      () => `(${x()})?.a?.[${x()}]`,
      () => `(box.p ${pick(['=', '??=', '||=', '&&='])} ${x()})`,
      () => `[${x()}, ...counted(${++notes}, [${x()}])]`,
      () => `({ a: ${x()}, [${note("'k'")}]: ${x()}, ...${x()}, get g() { return ${note('3')}; } })`,
      () => `({ a: ${x()} }).a`,
      () => `new Base(${x()})`,
      () => `${pick(plain)}(${x()})`,
      () => `typeof ${x()}`,
      () => `!${x()}`,
      () => `(${x()} === ${x()})`,
      () => `new (class ${fresh('C')} extends Base { f = ${without(place)}; })(${x()})`,
      () => `(({ a = ${without(place)}, ...rest } = {}) => ${note('rest')})(${x()} ?? undefined)`,
      () => `(function ${fresh('i')}(v = ${note('4')}) { return ${note('v')}; })(${x()})`,
    ];
    const promise = (): string => {
      const kinds: (() => string)[] = [
        () => `Promise.resolve(${x()})`,
        () => `Promise.reject(new Error('r${++notes}'))`,
        () =>
          `new Promise(function ${fresh('e')}(ok, no) { ${pick([`ok(${note('5')})`, `no(new Error('n${++notes}'))`, `setImmediate(ok, ${note('6')})`, `process.nextTick(ok, 7)`, "throw new Error('executor')"])}; })`,
        () => `thenable(${++notes}, ${x()})`,
        () => `failing(${++notes})`,
        () => `(async () => ${expression({ ...TOP, awaits: true, depth: place.depth + 1 })})()`,
        () =>
          `Promise.${pick(['all', 'race', 'any', 'allSettled'])}([${x()}, ${expression({ ...inner(place), depth: 4 })}])`,
        () => x(),
      ];
      if (asyncs.length > 0) kinds.push(...Array(4).fill(() => `${pick(asyncs)}(${x()})`));
      return pick(kinds)();
    };
    const chained = (): string => {
      const callbacks = [
        () => `.then(function ${fresh('t')}(v) { return ${note('v')}; })`,
        () => `.then(function ${fresh('t')}(v) { throw new Error('t' + ${note('8')}); })`,
        () => `.catch(function ${fresh('c')}(e) { return ${note('e')}; })`,
        () => `.finally(function ${fresh('f')}() { ${note('9')}; })`,
        () => `.then(async function ${fresh('a')}(v) { ${note('await v')}; return ${note('10')}; })`,
      ];
      return `Promise.resolve(${promise()})${Array.from({ length: 1 + upTo(3) }, () => pick(callbacks)()).join('')}`;
    };
    kinds.push(chained);
    if (place.awaits)
      kinds.push(...Array(9).fill(() => `(await ${promise()})`), () => `(await ${chained()})`);
    if (place.yields) kinds.push(...Array(3).fill(() => `(yield ${x()})`));
    if (generators.length > 0) kinds.push(() => `[...${pick(generators)}(${x()})]`);
    return pick(kinds)();
  }

  const block = (place: Place): string =>
    Array.from({ length: 1 + upTo(3) }, () => statement(inner(place))).join('\n');

  function statement(place: Place): string {
    const x = (): string => expression(place);
    if (place.depth > 3) return `${note(x())};`;
    const label = fresh('l');
    const name = fresh();
    const looping: Place = { ...place, labels: [...place.labels, label], loops: [...place.loops, label] };
    const own: Place = { ...TOP, depth: place.depth + 1, returns: true };
    const kinds: (() => string)[] = [
      () => `${note(x())};`,
      () => `${note(x())};`,
      () => `const ${name} = ${x()};\n${note(name)};`,
      () => `const { a: ${name} = ${x()}, ...${fresh()} } = Object(${x()});\n${note(name)};`,
      () => `const [${name} = ${x()}, ...${fresh()}] = counted(${++notes}, [${x()}, 1]);\n${note(name)};`,
      () => `if (${x()}) {\n${block(place)}\n} else {\n${block(place)}\n}`,
      () => `${label}: for (let i = 0; i < 2; i++) {\n${block(looping)}\n}`,
      () => `${label}: for (const ${name} of counted(${++notes}, [1, ${x()}])) {\n${block(looping)}\n}`,
      () => `${label}: for (const ${name} in { a: 1, b: 2 }) {\n${block(looping)}\n}`,
      () => `${label}: do {\n${block(looping)}\n} while (${x()} === 5);`,
      () => `${label}: {\n${block({ ...place, labels: [...place.labels, label] })}\n}`,
      () =>
        `switch (${x()}) { case ${x()}: ${note('11')}; case ${x()}: {\n${block(place)}\n} default: ${note('12')}; }`,
      () => `try {\n${block(place)}\n} catch (${name}) {\n${note(name)};\n${block(place)}\n}`,
      () =>
        `try {\n${block(place)}\n} catch {\n${note('13')};\n} finally {\n${note('14')};\n${block(place)}\n}`,
      () =>
        `try {\n${block(place)}\nthrow new Error('${name}', { cause: ${x()} });\n} catch ({ message }) { ${note('message')}; }`,
      () =>
        `try { ${note(`(${x()}).missing.more`)}; } catch (${name}) { ${note(`${name} instanceof Error`)}; }`,
      () =>
        `${pick(['process.nextTick', 'queueMicrotask', 'setImmediate'])}(function ${name}() {\n${guarded(`${note('15')};`)}\n});`,
      () =>
        `${pick(['process.nextTick', 'queueMicrotask', 'setImmediate'])}(async function ${name}() {\n${block({ ...own, awaits: true })}\n});`,
      () => `setImmediate(function ${name}() {\n${guarded(block({ ...own, awaits: false }))}\n});`,
      () => `void (async function ${name}() {\n${block({ ...own, awaits: true })}\n})();`,
    ];
    if (chance(0.3)) kinds.push(() => `throw ${note(`new Error('${name}')`)};`);
    if (place.returns) kinds.push(() => `if (${x()}) return ${x()};`);
    if (place.labels.length > 0) kinds.push(() => `if (${x()}) break ${pick(place.labels)};`);
    if (place.loops.length > 0) kinds.push(() => `if (${x()}) continue ${pick(place.loops)};`);
    if (place.awaits) {
      const over = (): string =>
        pick([
          () => `[${x()}, Promise.resolve(2)]`,
          () => `counting(${++notes}, [1, ${x()}])`,
          () => `counted(${++notes}, [Promise.resolve(1), ${x()}])`,
          ...asyncGenerators.map((each) => () => `${each}(${x()})`),
        ])();
      const loop = (): string =>
        `${label}: for await (const ${name} of ${over()}) {\n${note(name)};\n${block(looping)}\n}`;
      kinds.push(loop, loop, loop);
      if (hasUsing) kinds.push(() => `{\nawait using ${name} = held(${++notes});\n${block(place)}\n}`);
    }
    if (hasUsing) kinds.push(() => `{\nusing ${name} = held(${++notes});\n${block(place)}\n}`);
    if (place.yields) {
      kinds.push(() => `${note(`yield ${x()}`)};`);
      const delegates = [...generators, ...(place.awaits ? asyncGenerators : [])];
      if (delegates.length > 0) kinds.push(() => `${note(`yield* ${pick(delegates)}(${x()})`)};`);
    }
    return pick(kinds)();
  }

  /** A function, a method, a field or an accessor of either kind, by its own name; what calls it is added to those that may be called. */
  function define(): string {
    const name = fresh('f');
    const isAsync = chance(0.7);
    const isGenerator = chance(0.25);
    const body = `${note(`'${name}'`)};\n${block({ ...TOP, awaits: isAsync, yields: isGenerator, returns: true })}\n${pick(['', `return ${expression({ ...TOP, awaits: isAsync })};`, `throw new Error('${name}');`])}`;
    const [words, star] = [isAsync ? 'async ' : '', isGenerator ? '*' : ''];
    const parameters = pick(['v', `v = ${note('16')}`, `{ v } = {}`, `v, w = ${note('v')}`, '...v']);
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
    const [text, call] = pick(forms);
    const callers = isGenerator ? (isAsync ? asyncGenerators : generators) : isAsync ? asyncs : plain;
    callers.push(call);
    return text;
  }

  const defined = Array.from({ length: 8 }, define);
  const calls = [...asyncs, ...plain].map(
    (call) =>
      `try { ${note(type === 'esm' ? `await ${call}(1)` : `${call}(1)`)}; } catch (error) { ${note('error')}; }`,
  );
  const gone = asyncGenerators.map((call) =>
    type === 'esm'
      ? `try { for await (const v of ${call}(1)) ${note('v')}; } catch (error) { ${note('error')}; }`
      : `{ const it = ${call}(1); it.next().then(function asked(v) { ${note('v.value')}; return it.${pick(['return', 'throw', 'next'])}(1); }).then(function left(v) { ${note('v.done')}; }); }`,
  );
  const from = type === 'esm' ? "import notes from './notes.cjs';" : "const notes = require('./notes.cjs');";
  const names = 'at, tag, thenable, failing, counted, counting, held, box, Base, end';
  const body = [
    `${from} const { ${names} } = notes; at('module');`,
    ...defined,
    ...calls,
    ...gone,
    ...Array.from({ length: 4 }, () => statement({ ...TOP, returns: false })),
  ];
  return `${body.join('\n')}\n`;
}

/** Programs with these numbers, of both kinds, and what runs one after the other and prints what they have noted. */
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
