// Asynchronous members of classes and objects, in every position that the language allows.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('static, private and computed methods are tasks with their names', async () => {
  const run = await traced(`
    class Shop {
      static async open() {
        await null;
        return new Shop();
      }
      async order() {
        await this.#cook();
      }
      async #cook() {
        await Shop.#wash();
      }
      static async #wash() {
        await null;
      }
      async ['clo' + 'se']() {
        await null;
      }
    }
    const shop = await Shop.open();
    await shop.order();
    await shop.close();
    console.log(Shop.open.name, shop.order.name, shop.close.name, Shop.open.length);
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :19, await :20, await :21
      open fulfilled: await :3
      order fulfilled: await :7
        #cook fulfilled: await :10
          #wash fulfilled: await :13
      ['clo' + 'se'] fulfilled: await :16
  `);
  expect(run.stdout).toBe('open order close 0\n');
});

test('super works in asynchronous methods of classes and objects', async () => {
  const run = await traced(`
    class Bakery {
      async bake(what) {
        await null;
        return 'a ' + what;
      }
    }
    class Patisserie extends Bakery {
      async bake(what) {
        return 'sweet ' + (await super.bake(what));
      }
    }
    console.log(await new Patisserie().bake('cake'));
    const base = { async greet() { return 'hello'; } };
    const derived = {
      __proto__: base,
      async greet() {
        return (await super.greet()) + ' again';
      },
    };
    console.log(await derived.greet());
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :12, await :20
      bake fulfilled: await :9
        bake fulfilled: await :3
      greet fulfilled: await :17
        greet fulfilled
  `);
  expect(run.stdout).toBe('sweet a cake\nhello again\n');
});

test('getters and field initialisers start tasks of whoever reads or makes the object', async () => {
  const run = await traced(`
    class Shop {
      stock = this.count();
      static opened = Shop.open();
      refill = async () => {
        await null;
      };
      get menu() {
        return this.load();
      }
      async count() {
        return 3;
      }
      async load() {
        await null;
        return ['soup'];
      }
      static async open() {
        await null;
      }
    }
    const shop = new Shop();
    console.log(await shop.menu, await shop.stock);
    await shop.refill();
    await Shop.opened;
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :22 ×2, await :23, await :24
      open fulfilled: await :18
      count fulfilled
      load fulfilled: await :14
      refill fulfilled: await :5
  `);
  expect(run.stdout).toBe("[ 'soup' ] 3\n");
});

test('a static block, a constructor and an accessor start tasks of whoever runs them', async () => {
  const run = await traced(`
    async function note(what) {
      await null;
      console.log(what);
    }
    class Diary {
      static {
        note('block');
      }
      constructor() {
        note('constructor');
      }
      set page(text) {
        note(text);
      }
    }
    async function write() {
      new Diary().page = 'setter';
    }
    await write();
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :19
      note fulfilled: await :2
      write fulfilled
        note fulfilled: await :2
        note fulfilled: await :2
  `);
  expect(run.stdout).toBe('block\nconstructor\nsetter\n');
});

test('methods of objects are named by their keys', async () => {
  const run = await traced(`
    const key = 'later';
    const shop = {
      async order() {},
      cook: async function () {},
      serve: async () => {},
      'wash up': async () => {},
      async 42() {},
      async [key]() {},
      async async() {},
      async await() {},
      async get() {},
    };
    for (const name of Object.keys(shop)) await shop[name]();
    console.log(Object.values(shop).map((method) => method.name).join());
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :13 ×9
      42 fulfilled
      order fulfilled
      cook fulfilled
      serve fulfilled
      wash up fulfilled
      [key] fulfilled
      async fulfilled
      await fulfilled
      get fulfilled
  `);
  expect(run.stdout).toBe('42,order,cook,serve,wash up,later,async,await,get\n');
});

test('methods may be asynchronous generators', async () => {
  const run = await traced(`
    class Feed {
      #entries = ['a', 'b'];
      async *[Symbol.asyncIterator]() {
        yield* this.#entries;
      }
      static async *empty() {}
      async *#secret() {
        yield 's';
      }
      reveal() {
        return this.#secret();
      }
    }
    const feed = new Feed();
    for await (const entry of feed) console.log(entry);
    for await (const entry of Feed.empty()) console.log(entry);
    for await (const entry of feed.reveal()) console.log(entry);
  `);
  expect(run.stdout).toBe('a\nb\ns\n');
  expect(run.tasks('[Symbol.asyncIterator]').map(({ kind }) => kind)).toEqual(['generator']);
  expect(run.tasks('empty').map(({ kind }) => kind)).toEqual(['generator']);
  expect(run.tasks('#secret').map(({ kind }) => kind)).toEqual(['generator']);
  expect(run.report.tasks.every(({ outcome }) => outcome === 'fulfilled')).toBe(true);
});
