import type { Case } from '../check.ts';

export const blockedEventLoop: Case = {
  id: 'blocked-event-loop',
  trap: `
    async function parse() { await sleep(20); compute(200); }
    async function tick() { await sleep(60); }
    await Promise.all([parse(), tick()]);
  `,
  fix: `
    async function parse() { await sleep(20); for (let i = 0; i < 20; i++) { compute(5); await sleep(1); } }
    async function tick() { await sleep(60); }
    await Promise.all([parse(), tick()]);
  `,
  moreTraps: {
    'while others ask its server for something': `
      import { fork } from 'node:child_process';
      import { once } from 'node:events';
      import { createServer, get } from 'node:http';
      const [, , port] = process.argv;
      const ask = (path) => new Promise((resolve) => get({ host: '127.0.0.1', port, path, agent: false }, (answer) => answer.resume().on('end', resolve)));
      if (port === undefined) {
        const server = createServer((request, response) => { if (request.url === '/slow') compute(400); response.end(); });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        await once(fork(process.argv[1], [String(server.address().port)]), 'exit');
        server.close();
      } else {
        const asking = ask('/slow');
        await sleep(150);
        await Promise.all([asking, ask('/a'), ask('/b')]);
      }
    `,
    'a callback of then': `
      async function tick() { await sleep(60); }
      await Promise.all([tick(), sleep(20).then(() => 200).then((ms) => compute(ms))]);
    `,
    'a method of a stream': `
      import { Readable, Transform } from 'node:stream';
      class Hash extends Transform { _transform(chunk, encoding, done) { compute(200); done(null, chunk); } }
      async function* chunks() { await sleep(20); yield 'chunk'; }
      async function tick() { await sleep(60); }
      const ticking = tick();
      Readable.from(chunks()).pipe(new Hash()).resume();
      await ticking;
    `,
    'while an interval that calls a function is due': `
      let beats = 0;
      const heart = setInterval(function beat() { if (++beats === 4) clearInterval(heart); }, 30);
      async function parse() { await sleep(40); compute(200); }
      await parse();
    `,
  },
  lookAlikes: {
    'computing while an interval is due that is not to keep the program': `
      setInterval(function report() {}, 30).unref();
      async function parse() { await sleep(40); compute(100); }
      await parse();
    `,
    'an interval that computes for longer than its delay': `
      let rounds = 0;
      const timer = setInterval(function work() { compute(80); if (++rounds === 3) clearInterval(timer); }, 20);
    `,
    'a job of many parts, each of which reads a file and computes': `
      async function convert() { await readFile(process.execPath); compute(60); }
      await Promise.all([convert(), convert(), convert(), convert(), convert()]);
    `,
    'computing at the start, with nobody waiting': `compute(200); await sleep(1);`,
    'computing while only its caller waits': `
      async function parse() { await sleep(1); compute(200); }
      await parse();
    `,
    'a callback of then that computes while nobody waits': `
      await sleep(1).then(() => compute(200));
    `,
    'computing while others wait for something later': `
      async function tick() { await sleep(1200); }
      const ticking = tick();
      compute(70);
      await ticking;
    `,
    'several tasks that compute one after the other': `
      async function work() { await null; compute(70); }
      await Promise.all([work(), work(), work()]);
    `,
  },
};
