// Asynchronous generators and for await, over whatever can be iterated.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('a generator is a task; who iterates waits for it', async () => {
  const run = await traced(`
    async function* numbers() {
      yield 1;
      yield 2;
    }
    for await (const number of numbers()) console.log(number);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: for-await task numbers :5 ×3
      numbers (generator) fulfilled
  `);
  expect(run.stdout).toBe('1\n2\n');
  expect(run.task('numbers').yields).toBe(2);
  expect(run.task('numbers').suspensions).toBe(0);
});

test('a generator may wait itself', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function* ticks() {
      for (let tick = 0; tick < 3; tick++) {
        await sleep(1);
        yield tick;
      }
    }
    for await (const tick of ticks()) console.log(tick);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: for-await task ticks :8 ×4
      ticks (generator) fulfilled: await timer :4 ×3
  `);
  expect(run.task('ticks').yields).toBe(3);
});

test('a generator may be asked by hand', async () => {
  const run = await traced(`
    async function* talk() {
      const answer = yield 'question';
      return answer + '!';
    }
    const talking = talk();
    console.log(await talking.next());
    console.log(await talking.next('answer'));
    console.log(await talking.next());
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task talk :6, await task talk :7, await promise :8
      talk (generator) fulfilled
  `);
  expect(run.stdout).toBe(
    "{ value: 'question', done: false }\n{ value: 'answer!', done: true }\n{ value: undefined, done: true }\n",
  );
});

test('a loop that is left early waits even where there is nothing to close', async () => {
  const run = await traced(`
    async function leaves() {
      outer: for await (const number of [1, 2]) {
        for await (const other of new Set([3, 4])) continue outer;
      }
      return 'left';
    }
    for await (const number of [1, 2]) {
      break;
    }
    console.log(await leaves());
  `);
  expect(run.task('main.mjs').outcome).toBe('fulfilled');
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([7, 7, 10]);
  expect(run.task('leaves').waits.map(({ line }) => line)).toEqual([2, 3, 3, 2, 3, 3, 2]);
  expect(run.stdout).toBe('left\n');
});

test('a loop that is left early runs the generator’s finally and ends it', async () => {
  const run = await traced(`
    async function* numbers() {
      try {
        yield 1;
        yield 2;
      } finally {
        await null;
        console.log('closed');
      }
    }
    for await (const number of numbers()) {
      console.log(number);
      break;
    }
    console.log('after');
  `);
  expect(run.task('numbers').outcome).not.toBe('pending');
  expect(run.task('numbers').outcome).not.toBe('rejected');
  expect(run.task('numbers').waits.map(({ line }) => line)).toEqual([6]);
  // The loop waits once for the value, and once more until the generator has closed.
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([10, 10]);
  expect(run.endsInOrder('numbers', 'main.mjs')).toBe(true);
  expect(run.stdout).toBe('1\nclosed\nafter\n');
});

test('a generator takes return and throw from outside as its code says', async () => {
  const run = await traced(`
    async function* returned() {
      yield 1;
      console.log('never');
    }
    async function* thrown() {
      yield 1;
      console.log('never');
    }
    async function* stubborn() {
      try {
        yield 1;
      } catch (error) {
        yield error.message;
      }
    }
    const first = returned();
    await first.next();
    console.log(await first.return('enough'));
    const second = thrown();
    await second.next();
    await second.throw(new Error('stop')).catch((error) => console.log(error.message));
    const third = stubborn();
    await third.next();
    console.log(await third.throw(new Error('go on')), await third.next());
  `);
  expect(run.task('returned').outcome).not.toBe('pending');
  expect(run.task('returned').outcome).not.toBe('rejected');
  expect(run.task('thrown').outcome).toBe('rejected');
  expect(run.task('stubborn').outcome).toBe('fulfilled');
  expect(
    run.task('main.mjs').waits.map(({ on }) => (on.taskId === null ? on.kind : run.taskById(on.taskId).name)),
  ).toEqual(['returned', 'returned', 'thrown', 'promise', 'stubborn', 'stubborn', 'stubborn']);
  expect(run.stdout).toBe(
    "{ value: 'enough', done: true }\nstop\n{ value: 'go on', done: false } { value: undefined, done: true }\n",
  );
});

test('the body never runs after a return before the first next', async () => {
  const run = await traced(`
    async function* never() {
      console.log('never');
    }
    console.log(await never().return('nothing'));
    await never().throw(new Error('not begun')).catch((error) => console.log(error.message));
  `);
  expect(run.stdout).toBe("{ value: 'nothing', done: true }\nnot begun\n");
  expect(run.task('main.mjs').outcome).toBe('fulfilled');
});

test('a generator that throws is rejected', async () => {
  const run = await traced(`
    async function* failing() {
      yield 1;
      throw new Error('no more');
    }
    try {
      for await (const number of failing()) console.log(number);
    } catch (error) {
      console.log(error.message);
    }
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: for-await task failing :6 ×2
      failing (generator) rejected
  `);
  expect(run.stdout).toBe('1\nno more\n');
});

test('yield* hands over to another generator', async () => {
  const run = await traced(`
    async function* inner() {
      await null;
      yield 1;
      yield 2;
      return 'inner is done';
    }
    async function* outer() {
      console.log(yield* inner());
      yield* [3, Promise.resolve(4)];
    }
    for await (const number of outer()) console.log(number);
  `);
  expect(run.stdout).toBe('1\n2\ninner is done\n3\n4\n');
  expect(run.task('outer').outcome).toBe('fulfilled');
  expect(run.task('inner').outcome).toBe('fulfilled');
  expect(run.task('inner').parentId).toBe(run.task('outer').id);
  expect(run.task('inner').waits.map(({ line }) => line)).toEqual([2]);
});

test('a yielded promise is waited for', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function* prices() {
      yield sleep(1, 'slow');
      yield Promise.reject(new Error('none'));
    }
    try {
      for await (const price of prices()) console.log(price);
    } catch (error) {
      console.log(error.message);
    }
  `);
  expect(run.task('prices').outcome).toBe('rejected');
  expect(run.stdout).toBe('slow\nnone\n');
});

test('a generator left in the middle stays pending', async () => {
  const run = await traced(`
    async function* endless() {
      for (let number = 0; ; number++) yield number;
    }
    const numbers = endless();
    await numbers.next();
    await numbers.next();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task endless :5, await task endless :6
      endless (generator) pending
  `);
});

test('several next calls at once are answered in order', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function* slow() {
      await sleep(5);
      yield 1;
      await sleep(1);
      yield 2;
    }
    const numbers = slow();
    const results = await Promise.all([numbers.next(), numbers.next(), numbers.next()]);
    console.log(results.map(({ value }) => value));
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :9
      slow (generator) fulfilled: await timer :3, await timer :5
  `);
  expect(run.stdout).toBe('[ 1, 2, undefined ]\n');
});

test('for await waits for each promise of an array', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    const waiting = [sleep(5, 'a'), sleep(1, 'b'), 'c'];
    for await (const letter of waiting) console.log(letter);
  `);
  // There are three values, and then the answer that there are no more.
  expect(tree(run)).toBe('main.mjs fulfilled: for-await timer :3 ×2, for-await unknown :3 ×2');
  expect(run.stdout).toBe('a\nb\nc\n');
});

test('for await waits for the pieces of a stream', async () => {
  const run = await traced(`
    import { Readable } from 'node:stream';
    for await (const piece of Readable.from(['a', 'b'])) console.log(piece);
  `);
  expect(tree(run, { kinds: false })).toBe('main.mjs fulfilled: for-await :2 ×3');
  expect(run.stdout).toBe('a\nb\n');
});

test('for await waits for the lines of a file', async () => {
  const run = await traced({
    'main.mjs': `
      import { createReadStream } from 'node:fs';
      import { createInterface } from 'node:readline';
      const lines = createInterface({ input: createReadStream(new URL('poem.txt', import.meta.url)) });
      for await (const line of lines) console.log(line);
    `,
    'poem.txt': 'one\ntwo\n',
  });
  expect(tree(run, { kinds: false })).toBe('main.mjs fulfilled: for-await :4 ×3');
  expect(run.stdout).toBe('one\ntwo\n');
});

test('for await works with labels, continue, destructuring and an existing variable', async () => {
  const run = await traced(`
    async function* pairs() {
      yield [1, { name: 'one' }];
      yield [2, { name: 'two' }];
      yield [3, { name: 'three' }];
    }
    let last;
    outer: for await (const [number, { name }] of pairs()) {
      for (;;) {
        if (number === 2) continue outer;
        console.log(number, name);
        if (number === 3) break outer;
        break;
      }
    }
    for await (last of [Promise.resolve('x')]);
    console.log(last);
  `);
  expect(run.stdout).toBe('1 one\n3 three\nx\n');
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([
    7,
    7,
    7,
    7, // leaving the loop waits until the generator has closed
    15,
    15,
  ]);
});

test('for await works with an iterator of one’s own', async () => {
  const run = await traced(`
    const countdown = {
      [Symbol.asyncIterator]() {
        let left = 2;
        return {
          next: async () => ({ value: left, done: left-- === 0 }),
          async return() {
            console.log('returned');
            return {};
          },
        };
      },
    };
    for await (const number of countdown) console.log(number);
    for await (const number of countdown) break;
  `);
  expect(run.stdout).toBe('2\n1\nreturned\n');
  expect(run.tasks('next').length).toBe(4);
  expect(run.tasks('return').length).toBe(1);
});

test('for await over what cannot be iterated fails in the same words', async () => {
  await same(`
    const o = { a: 1, list: [1], f: () => 2 };
    class Own { #p = 1; async own() { for await (const x of this.#p); } }
    const all = [
      async () => { for await (const x of 5); }, async () => { for await (const x of true); },
      async () => { for await (const x of /re/); }, async () => { for await (const x of {}); },
      async () => { for await (const x of o); }, async () => { for await (const x of o.a); },
      async () => { for await (const x of o['a']); }, async () => { for await (const x of o.list[0]); },
      async () => { for await (const x of o.f()); }, async () => { for await (const x of new Own()); },
      async () => { for await (const x of await 3); }, async () => { for await (const x of () => {}); },
      async () => { for await (const x of null); }, async () => { for await (const x of 5n); },
      () => new Own().own(),
    ];
    for (const each of all) await each().catch((error) => console.log(error.message));
  `);
});
