// What a program starts is its own as well: its workers and processes see, write and end as they would without the tracer.

import { describe, expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { same } from '../../support/same.ts';

/** What a worker or a process sees of itself. On Node 20 the thread of loader hooks has opened its output already. */
const SEEN = `
  const { isMainThread, workerData } = require('node:worker_threads');
  const { argv, execArgv, env } = process;
  const names = Object.keys(env).filter((name) => /^(NODE_OPTIONS|OWN|LOOPSCOPE_TRACER)$/.test(name)).sort();
  const seen = () => ({
    argv: argv.slice(2),
    execArgv,
    env: names.map((name) => name + '=' + env[name]),
    workerData,
    modules: Object.keys(require.cache).length,
    listeners: process.eventNames().length,
    globals: Object.keys(globalThis).length,
    ${nodeVersion() < 22 ? '' : 'handles: process.getActiveResourcesInfo(),'}
  });
`;

/** The source map of `async function f() …` and `f(); throw 'mapped';`. The reference is in two pieces, so that it is not taken for one of this file. */
const MAP = {
  version: 3,
  names: [],
  sources: ['written.ts'],
  sourcesContent: ["async function f(): Promise<void> { await null; }\nf(); throw 'mapped' as string;\n"],
  mappings: 'AAAA;AACA,KAAK',
};
const MAPPED = `//# source${'MappingURL='}data:application/json;base64,${Buffer.from(JSON.stringify(MAP)).toString('base64')}`;

describe('workers', () => {
  test('see what they were given, and nothing more', async () => {
    await same({
      'main.cjs': `
        const { getEnvironmentData, setEnvironmentData, SHARE_ENV, Worker } = require('node:worker_threads');
        const { once } = require('node:events');
        const file = __dirname + '/seen.cjs';
        setEnvironmentData('own', 'data');
        const options = [
          undefined,
          { workerData: 1, argv: ['--x'], name: 'named' },
          { execArgv: ['--no-warnings'] },
          { execArgv: ['--no-warnings', '--', '--trace-uncaught'] },
          { execArgv: [] },
          { env: { OWN: 'variable' } },
          { env: { NODE_OPTIONS: '--no-deprecation', OWN: '2' }, execArgv: ['--trace-uncaught'] },
          { env: SHARE_ENV },
          { stdout: true, stderr: true, trackUnmanagedFds: false },
          { resourceLimits: { maxOldGenerationSizeMb: 32 } },
          Object.create({ workerData: 'inherited' }),
        ];
        (async () => {
          for (const each of options) {
            const worker = new Worker(file, each);
            const over = once(worker, 'exit');
            console.log(await once(worker, 'message'), await over);
          }
          console.log(getEnvironmentData('own'), getEnvironmentData('loopscope'));
        })();
      `,
      'seen.cjs': `
        ${SEEN}
        const { getEnvironmentData, parentPort } = require('node:worker_threads');
        parentPort.postMessage(JSON.stringify({ ...seen(), own: getEnvironmentData('own'), limits: require('node:worker_threads').resourceLimits.maxOldGenerationSizeMb }));
      `,
    });
  });

  test('are of the class that they were', async () => {
    await same({
      'main.mjs': `
        import * as namespace from 'node:worker_threads';
        import { createRequire } from 'node:module';
        const { Worker } = namespace;
        const required = createRequire(import.meta.url)('worker_threads').Worker;
        class Own extends Worker {
          constructor(text) { super(text, { eval: true }); this.own = true; }
        }
        const worker = new Own('require("node:worker_threads").parentPort.postMessage("from here")');
        worker.on('message', (text) => console.log(text));
        await new Promise((done) => worker.on('exit', done));
        console.log(worker instanceof Worker, worker.constructor === Own, worker.own, Object.keys(worker).length);
        console.log(Worker === required, Worker === namespace.default.Worker, Worker.prototype.constructor === Worker);
        console.log(Worker.name, Worker.length, Object.getOwnPropertyNames(Worker));
        const wrong = [[], [1], ['relative.js'], ['./x.js', { execArgv: 1 }], ['./x.js', { execArgv: ['--title=x'] }], ['./x.js', { env: 1 }], ['./x.js', { argv: 1 }], ['./x.js', { transferList: 1 }]];
        for (const args of wrong) {
          try {
            new Worker(...args).on('error', ({ code }) => console.log('later', code));
          } catch ({ name, code, message }) {
            console.log(name, code, message);
          }
        }
      `,
    });
  });

  test('write, fail and end as they did', async () => {
    await same({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const run = async (text, options) => {
          const worker = new Worker(text, { eval: true, stderr: true, ...options });
          worker.on('error', (error) => console.log('error', error?.name, error?.message ?? error));
          worker.on('online', () => console.log('online'));
          console.log(await once(worker, 'exit'));
        };
        await run('console.log("from a worker")');
        await run('throw new TypeError("no")');
        await run('Promise.reject(new RangeError("late"))');
        await run('process.exit(9)');
        await run('process.exitCode = 8; process.on("exit", (code) => console.log("exiting", code))');
        await run('await_forever()');
        await run('process.on("uncaughtException", ({ message }) => console.log("caught", message)); throw new Error("mine")');
        const worker = new Worker('setInterval(() => {}, 1e6)', { eval: true });
        await once(worker, 'online');
        console.log(await worker.terminate());
        const { port1, port2 } = new MessageChannel();
        const told = once(port1, 'message');
        const given = new Worker('require("node:worker_threads").workerData.postMessage("through")', { eval: true, workerData: port2, transferList: [port2] });
        const over = once(given, 'exit');
        console.log(await told.then(([event]) => event.data ?? event));
        console.log(await over);
      `,
    });
  });
});

describe('processes', () => {
  test('are left alone in a folder that was removed, where no thread starts', async () => {
    await same(`
      import { spawnSync } from 'node:child_process';
      import { mkdtempSync, rmdirSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      import { setTimeout as sleep } from 'node:timers/promises';
      // The tracer's own thread starts in the folder that the program starts in.
      await sleep(500);
      process.chdir(mkdtempSync(tmpdir() + '/gone-'));
      rmdirSync(process.cwd());
      const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', 'console.log(1); setTimeout(() => console.log(2), 200);']);
      console.log(String(stdout), String(stderr), status);
    `);
  });

  test('see what they were given, and nothing more', async () => {
    const run = await same(
      {
        'main.cjs': `
          const { execFileSync, fork, spawnSync, execSync } = require('node:child_process');
          const { once } = require('node:events');
          const node = process.execPath;
          const file = __dirname + '/seen.cjs';
          const show = (text) => console.log(String(text));
          show(execFileSync(node, ['--no-warnings', file, 'a', '']));
          show(execFileSync(node, [file], { env: {} }));
          show(execFileSync(node, [file], { env: { OWN: 'x', NODE_OPTIONS: '--no-deprecation --require ' + JSON.stringify(__dirname + '/own.cjs') } }));
          show(execSync('"' + node + '" seen.cjs && echo $OWN', { env: { OWN: 'of a shell', PATH: process.env.PATH } }));
          show(spawnSync(node, ['-'], { input: 'console.log("from stdin", process.argv.length, process.execArgv)' }).stdout);
          show(execFileSync(node, ['-p', 'process.execArgv.length + process.argv.length + process._preload_modules.length']));
          const limited = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
          show(execFileSync(node, [limited, '--no-warnings', '-p', 'process.permission.has("worker")']));
          show(execFileSync(node, [limited, '--no-warnings', '--allow-fs-read=*', '-p', '"may read"']));
          // Node 20 alone has policies.
          if (process.allowedNodeEnvironmentFlags.has('--experimental-policy'))
            show(execFileSync(node, ['--no-warnings', '--experimental-policy=policy.json', 'policed.cjs']));
          (async () => {
            const child = fork(file, ['forked'], { execArgv: ['--no-deprecation'], serialization: 'advanced', env: { ...process.env, OWN: 'forked' } });
            const over = once(child, 'exit');
            console.log(await once(child, 'message'), await over);
          })();
        `,
        'policy.json': '{ "resources": { "./policed.cjs": { "integrity": true } } }',
        'policed.cjs': "console.log('within a policy');",
        'seen.cjs': `
          ${SEEN}
          const text = JSON.stringify(seen());
          if (process.send) process.send(text, () => process.disconnect());
          else console.log(text);
        `,
        'own.cjs': `
          console.log('the program’s own', Object.keys(require.cache).length);
        `,
      },
      { env: { NODE_OPTIONS: '--no-deprecation', OWN: 'inherited' } },
    );
    expect(run.stdout).toContain('the program’s own');
    expect(run.stdout).not.toContain('LOOPSCOPE_TRACER');
  });

  test('write, fail and end as they did', async () => {
    await same({
      'main.mjs': `
        import { exec, spawn, spawnSync } from 'node:child_process';
        import { once } from 'node:events';
        const node = process.execPath;
        const show = ({ status, signal, stdout, stderr, error }) =>
          console.log(status, signal, String(stdout), String(stderr).includes('no good'), error?.code);
        show(spawnSync(node, ['-e', 'process.exit(9)']));
        show(spawnSync(node, ['-e', 'throw new Error("no good")']));
        show(spawnSync(node, ['-e', 'process.kill(process.pid, "SIGTERM")']));
        show(spawnSync(node, ['-e', 'setInterval(() => {}, 1e6)'], { timeout: 300 }));
        show(spawnSync('/no/such/command', ['x']));
        show(spawnSync('sh', ['-c', 'echo out; exit 3']));
        const missing = spawn('/no/such/command');
        console.log(await once(missing, 'error').then(([{ code, syscall, path, spawnargs }]) => [code, syscall, path, spawnargs]), missing.pid);
        const child = spawn(node, ['-e', 'process.stdin.pipe(process.stdout); require("fs").writeSync(3, "through 3"); require("fs").writeSync(4, "through 4")'], { stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'] });
        for (const each of [3, 4]) console.log(String(await once(child.stdio[each], 'data')));
        child.stdin.end('echoed');
        for await (const text of child.stdout) console.log(String(text));
        if (child.exitCode === null) await once(child, 'exit');
        console.log(child.exitCode, child.signalCode, child.spawnargs.length, child.spawnfile === node);
        await new Promise((done) => exec('exit 5', (error) => done(console.log(error.code, error.cmd))));
        const controller = new AbortController();
        const aborted = spawn(node, ['-e', 'setInterval(() => {}, 1e6)'], { signal: controller.signal });
        aborted.on('error', ({ name }) => console.log(name));
        controller.abort();
        console.log(await once(aborted, 'exit').catch(({ name }) => name));
      `,
    });
  });

  test('run the jobs that Node queues at its start no sooner: what a test runner in one process reports comes in the same order', async () => {
    const suite = (name: string): string => `
      const { suite, test } = require('node:test');
      suite('suite ${name}', () => test('test ${name}', () => console.log('in ${name}')));
    `;
    await same({
      'main.mjs': `
        import { spawnSync } from 'node:child_process';
        const args = ['--test', '--test-isolation=none', '--test-reporter=spec', 'one.test.cjs', 'two.test.cjs'];
        const { stdout, stderr, status } = spawnSync(process.execPath, args);
        console.log(String(stdout).replace(/[\\d.]+ms|duration_ms.*/g, ''), String(stderr), status);
      `,
      'one.test.cjs': suite('one'),
      'two.test.cjs': suite('two'),
    });
  });

  test('crash with their author’s lines, and tell who watches them what they load', async () => {
    await same({
      'main.mjs': `
        import { fork, spawnSync } from 'node:child_process';
        import { once } from 'node:events';
        const fail = (...args) => console.log(String(spawnSync(process.execPath, args).stderr));
        fail('failing.mjs');
        fail('failing.cjs');
        fail('importing.mjs');
        // As \`node --watch\` starts a program.
        const env = { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' };
        const child = fork('watched.cjs', { env, silent: true, execArgv: ['--pending-deprecation'] });
        let warned = '';
        child.stderr.on('data', (text) => (warned += text));
        child.on('message', (message) => message['watch:require'] ?? console.log(message));
        console.log(await once(child, 'close'), warned.replace(/node:\\d+/, 'node'));
        for (const use of ['process.binding("uv")', 'process._tickCallback()'])
          console.log(use, String(spawnSync(process.execPath, ['--pending-deprecation', '-e', use]).stderr).replace(/node:\\d+/, 'node'));
        const inFile = "console.log(process.title, process.env.NODE_OPTIONS, process.env.A)";
        for (const option of [['--env-file=child.env'], ['--env-file', 'child.env'], ['--env-file=child.env', '--env-file=none.env']])
          console.log(String(spawnSync(process.execPath, [...option, '-e', inFile]).stdout));
        Object.prototype.uid = 1;
        console.log(String(spawnSync('id', ['-u']).stdout));
        delete Object.prototype.uid;
      `,
      'child.env': 'NODE_OPTIONS="--title=from-a-file"\nA=1\n',
      'none.env': 'A=2\n',
      'failing.mjs': `
        async function fails(what) { await null; return what.missing(); }
        await fails('value');
      `,
      'failing.cjs': `
        const error = new RangeError('made elsewhere');
        setTimeout(() => { if (error) throw error; }, 1);
      `,
      'importing.mjs': `import { missing } from './other.mjs'; await missing();`,
      'other.mjs': 'export async function other() { await null; }',
      'watched.cjs': `
        async function answer() { await null; process.send({ answer: 42, buffer: String(new Buffer('old')) }); }
        answer();
      `,
    });
  });

  test('crash with their author’s lines also by what is no error, and as they wait for good', async () => {
    const far = 'await null; '.repeat(20);
    await same({
      'main.mjs': `
        import { spawnSync } from 'node:child_process';
        import { readdirSync } from 'node:fs';
        const files = readdirSync('.').filter((name) => name.startsWith('fails')).sort();
        for (const file of [...files, ...files.slice(-4).map((name) => '--enable-source-maps ' + name)]) {
          const { status, stderr } = spawnSync(process.execPath, file.split(' '));
          console.log(file, status, String(stderr));
        }
      `,
      'fails-mapped.cjs': `async function f() { await null; }\nf(); throw 'mapped';\n${MAPPED}`,
      'fails-1.cjs': "throw 'at once';",
      'fails-2.cjs':
        "async function fails() { await null;\n\tif (await 1) throw { no: 'error' }; }\nvoid fails();\nsetTimeout(async () => { await fails(); }).unref();",
      'fails-3.cjs': "setTimeout(() => { const a = async () => { await null; }; a(); throw 'ä' + '€'; })",
      'fails-4.mjs': `${far}throw { toString: () => eval('"evaluated"') };\n`,
      'fails-5.mjs': `${far.repeat(10)}throw null;`,
      'fails-6.mjs': 'await new Promise(() => {});',
      'fails-7.mjs':
        "const f = async () => {\n  await new Promise(() => {});\n};\nif (1) {\n\tawait f(await 'ü', await null);\n}\n",
      'fails-8.mjs':
        "process.on('uncaughtException', (error) => { const g = async () => { await null; }; g(); throw error + ' again'; });\nawait 1; throw 'once';",
      'fails-9.mjs':
        "process.on('uncaughtException', (error) => { console.error(eval('1 + 1'), error); });\nawait 1; setTimeout(async () => { await 1; throw new Error('then') }); throw 'once';",
    });
  });
});
