import type { Case } from '../check.ts';

const ASK = `
  async function weather() { await sleep(40); return 'sunny'; }
  async function news() { await sleep(50); return 'none'; }
  async function calendar() { await sleep(40); return 'dentist'; }
  async function wayTo(place) { await sleep(30); return 'bus to the ' + place; }
`;

export const sequentialAwaits: Case = {
  id: 'sequential-awaits',
  trap: `${ASK}
    const sky = await weather();
    const headline = await news();
    const place = await calendar();
    console.log(sky, headline, place, await wayTo(place));
  `,
  fix: `${ASK}
    const way = async () => { const place = await calendar(); return [place, await wayTo(place)]; };
    console.log(...await Promise.all([weather(), news(), way()]));
  `,
  trapsTogether: {
    'in a loop': `
      async function fetchPrice(symbol) { await sleep(15); return symbol.length; }
      let total = 0;
      for (const symbol of ['AA', 'BB', 'CC', 'DD']) total += await fetchPrice(symbol);
      console.log(total);
    `,
    'in a loop, of a library’s functions': `
      import { createServer } from 'node:http';
      const server = createServer((_request, response) => setTimeout(() => response.end('7'), 30)).listen(0);
      await new Promise((resolve) => server.on('listening', resolve));
      async function main(base) {
        const texts = [];
        for (const name of ['a', 'b', 'c']) {
          const response = await fetch(base + name);
          texts.push(await response.text());
        }
        return texts;
      }
      await main('http://127.0.0.1:' + server.address().port + '/');
      server.close();
      server.closeAllConnections();
    `,
    'in a loop, of a function that waits for what the runtime has in memory': `
      async function textOf(name) { await sleep(20); return await new Blob([name.repeat(100_000)]).text(); }
      let length = 0;
      for (const name of ['a', 'b', 'c']) length += (await textOf(name)).length;
      console.log(length);
    `,
  },
  lookAlikes: {
    'one that only a test lets through': `${ASK}
      const sky = await weather();
      if (sky === 'rain') process.exit(0);
      const headline = await news();
      console.log(headline);
    `,
  },
  lookAlikesTogether: {
    'a lock that whoever is called takes, and a limiter': `
      let last = Promise.resolve();
      const alone = (work) => { const result = last.then(work); last = result; return result; };
      async function temperature() { return alone(async () => { await sleep(20); return 21; }); }
      async function humidity() { return alone(async () => { await sleep(20); return 60; }); }
      const air = { temperature: await temperature(), humidity: await humidity() };
      const waiting = [];
      const letting = setInterval(() => waiting.shift()?.(), 15);
      async function fetchSlowly(name) { await new Promise((resolve) => waiting.push(resolve)); await sleep(1); return name; }
      for (const name of ['a', 'b', 'c']) air[name] = await fetchSlowly(name);
      clearInterval(letting);
      console.log(air);
    `,
    'a lock that is free each time': `
      class Mutex {
        #tail = Promise.resolve();
        async acquire() { let release; const before = this.#tail; this.#tail = new Promise((resolve) => { release = resolve; }); await before; return release; }
      }
      const mutex = new Mutex();
      const store = new Map();
      async function read(key) { const release = await mutex.acquire(); try { await sleep(20); return store.get(key); } finally { release(); } }
      const [one, two] = [await read('one'), await read('two')];
      console.log(one, two);
    `,
    'what a person, or another program, is asked through standard input': `
      import { spawn } from 'node:child_process';
      import { createInterface } from 'node:readline';
      import { fileURLToPath } from 'node:url';
      if (process.argv[2] === 'asking') {
        const lines = createInterface({ input: process.stdin });
        const ask = (what) => new Promise((resolve) => { console.log(what); lines.once('line', resolve); });
        const numberOf = async (what) => Number(await ask(what));
        const name = await ask('name');
        const age = await numberOf('age');
        const size = await numberOf('size');
        lines.close();
        console.log(name, age, size);
      } else {
        const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'asking'], { stdio: ['pipe', 'pipe', 'inherit'] });
        child.stdin.on('error', () => {});
        child.stdout.on('data', () => setTimeout(() => child.stdin.write('7\\n'), 30));
        await new Promise((resolve) => child.on('close', resolve));
      }
    `,
    'each needs the one before': `${ASK}
      const place = await calendar();
      const way = await wayTo(place);
      console.log(await wayTo(way));
    `,
    'a limiter that lets one through at a time': `
      const limiter = () => { let last = Promise.resolve(); return (work) => (last = last.then(work)); };
      const limit = limiter();
      const results = [];
      for (const name of ['a', 'b', 'c', 'd']) results.push(await limit(async () => { await sleep(20); return name; }));
      console.log(results);
    `,
    'workers that share a list': `
      async function load(name) { await sleep(15); return name; }
      const rest = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].values();
      const loaded = [];
      async function worker(names) { for (const name of names) loaded.push(await load(name)); }
      await Promise.all([worker(rest), worker(rest)]);
    `,
    'a lock between': `
      let free = Promise.resolve();
      async function acquire() {
        const before = free;
        let release;
        free = new Promise((resolve) => { release = resolve; });
        await before;
        await sleep(15);
        return release;
      }
      async function count(name) { await sleep(30); return name.length; }
      const release = await acquire();
      const length = await count('a');
      release();
      console.log(length);
    `,
    'pages, each of which names the next': `
      async function fetchPage(cursor) { await sleep(20); return { items: [cursor], next: cursor + 1 }; }
      const items = [];
      let cursor = 0;
      for (let i = 0; i < 4; i++) {
        const page = await fetchPage(cursor);
        items.push(...page.items);
        cursor = page.next;
      }
      console.log(items);
    `,
    'steps that are taken for what they do': `
      async function createFolder(name) { await sleep(25); return name; }
      async function writeReport() { await sleep(25); return 'report'; }
      const folder = await createFolder('a');
      const report = await writeReport();
      console.log(folder, report);
    `,
    'trying again': `
      async function fetchOnce(attempt) { await sleep(15); if (attempt < 3) throw new Error('busy'); return attempt; }
      async function fetchPatiently() {
        for (let attempt = 0; attempt < 5; attempt++) {
          try { return await fetchOnce(attempt); } catch {}
        }
      }
      console.log(await fetchPatiently());
    `,
    'reading one stream in order': `
      async function readHeader(file) { await sleep(20); return file.shift(); }
      async function readBody(file) { await sleep(20); return file.shift(); }
      async function read(file) { const header = await readHeader(file); const body = await readBody(file); return [header, body]; }
      console.log(await read([1, 2]));
    `,
    'work that only computes': `
      async function parse(text) { compute(20); await null; compute(10); return text.length; }
      const one = await parse('a');
      const two = await parse('bb');
      console.log(one, two);
    `,
  },
};
