// The markers in the source must not change what a name means: scopes, hoisting, `arguments`, `eval`, `this`. Each program runs without and with
// the tracer, and has to say the same.

import { expect, test } from 'vitest';
import type { ProgramOptions } from '../../support/program.ts';
import { same } from '../../support/same.ts';

const cjs: ProgramOptions = { type: 'cjs' };

test('declarations inside asynchronous functions are hoisted as before', async () => {
  const run = await same(
    `
    async function hoisted() {
      console.log(typeof later, typeof variable, inner());
      var variable = await 1;
      function inner() { return 'inner'; }
      function later() {}
      { function inBlock() { return 'block'; } }
      console.log(variable, typeof inBlock);
    }
    async function shadowed(parameter) {
      var parameter;
      console.log(parameter);
      var parameter = 2;
      function twice() { return 1; }
      function twice() { return 2; }
      console.log(parameter, twice());
      await null;
    }
    async function clash() {
      var value = 1;
      function value() {}
      await null;
      console.log(typeof value);
    }
    async function dead() {
      try { tooEarly; } catch (error) { console.log(error.name); }
      let tooEarly = await 1;
      return tooEarly;
      function unreachable() {}
    }
    hoisted().then(() => shadowed(1)).then(clash).then(dead).then(console.log);
  `,
    cjs,
  );
  expect(run.task('hoisted').outcome).toBe('fulfilled');
  expect(run.task('dead').outcome).toBe('fulfilled');
});

test('variables of parameters and of the body are two worlds', async () => {
  await same(`
    const value = 'outside';
    async function worlds(a = () => value, b = () => typeof inner) {
      var value = 'inside';
      const inner = 1;
      await null;
      return [a(), b(), value, inner];
    }
    console.log(await worlds());
    async function own(arguments_, { length } = 'four') {
      return [arguments_, length];
    }
    console.log(await own(1), own.length);
  `);
});

test('arguments in sloppy functions are those of the function', async () => {
  await same(
    `
    async function aliased(a) {
      arguments[0] = 'changed';
      await null;
      a += '!';
      return [a, arguments[0], arguments.length, typeof arguments.callee];
    }
    async function shadowed(arguments) {
      await null;
      return arguments;
    }
    async function declared() {
      var arguments = 1;
      return arguments;
    }
    aliased('x', 'y').then(console.log).then(() => shadowed(3)).then(console.log).then(declared).then(console.log);
  `,
    cjs,
  );
});

test('direct eval sees and declares what it did', async () => {
  await same(
    `
    async function evaluates(a) {
      const local = 'local';
      eval('var declared = "declared"');
      await null;
      return [eval('local + a'), declared, eval('this === globalThis'), eval('arguments.length')];
    }
    evaluates(1).then(console.log);
  `,
    cjs,
  );
});

test('names that only some places allow are allowed there', async () => {
  await same(
    `
    var await = 1, async = 2, yield = 3, let = 4, of = 5, get = 6, static = 7;
    console.log(await + async + yield + let + of + get + static);
    function call(await) { return await(1); }
    console.log(call((value) => value));
    async: for (;;) break async;
    await: for (const item of [of]) break await;
  `,
    cjs,
  );
  await same(
    `
    var async = (value) => value;
    const called = async
    (1);
    async
    function notAsync() { return 'plain'; }
    console.log(called, notAsync(), async (2), async(3));
    console.log(((async) => async)(4), { async, get: async, async await() {} });
    for (async of => 1; false; );
    class C { async; static async; get; async
      method() { return 'also plain'; } }
    console.log(new C().method());
  `,
    cjs,
  );
});

test('names that the markers might have wanted are the program’s', async () => {
  await same(
    `
    var $ls = 'mine', $le = 'too', M = 1, __loopscope_ = 2;
    async function uses($ls, Promise) {
      const $le = await $ls;
      try { throw 1; } catch ($ls) { console.log($ls); }
      return [$ls, $le, Promise];
    }
    uses('given', 'not a promise').then((result) => console.log(result, $ls, $le, M, __loopscope_));
    async function shadow() {
      const Promise = class { then(resolve) { resolve('own promise'); } };
      return await new Promise((r) => r());
    }
    shadow().then(console.log);
  `,
    cjs,
  );
});

test('this, super and new.target are the same in every kind of function', async () => {
  await same(`
    class Base { async who() { return 'base ' + this?.name; } static async make() { return new this(); } }
    class Derived extends Base {
      name = 'derived';
      arrow = async () => [await super.who(), this.name];
      async who(suffix = super.who()) { return (await suffix) + '!'; }
      get later() { return (async () => this.name)(); }
      static async make() { return await super.make(); }
      constructor() {
        const before = async () => { await null; return this.name; };
        super();
        this.before = before();
        this.target = (async () => new.target === Derived)();
      }
    }
    const derived = await Derived.make();
    console.log(await derived.arrow(), await derived.who(), await derived.later, await derived.before, await derived.target);
    const { who } = derived;
    await who.call(undefined, 'no this').then(console.log);
    async function bare() { return this; }
    console.log(await bare(), await bare.call(1));
  `);
});
