// Sessions of the inspector that a program opens within itself are told what its author wrote.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';

/** Begins a session whose `post` returns the answer. */
const SESSION = `
  const inspector = require('node:inspector');
  const session = new inspector.Session();
  session.connect();
  function post(method, params = {}) {
    let answer;
    session.post(method, params, (error, result) => (answer = error ?? result));
    return answer;
  }
  const scripts = new Map();
  session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params));
  const nameOf = ({ scriptId }) => scripts.get(scriptId)?.url.split('/').at(-1);
  const place = (at) => at && nameOf(at) + ' ' + at.lineNumber + ':' + at.columnNumber;
  const isOurs = ({ url }) => url.startsWith('file:');
`;

test('scripts, their texts and places are those that the author wrote', async () => {
  const run = await same({
    'main.cjs': `
      ${SESSION}
      async function inner(a) { const b = a + 1; return [b, await later(b)]; }
      const later = async (a) => { await null; return a; };
      const twice = (a) => a * 2; const concise = async (a) => await later(a);
      class Shown { async shown() { await 1; } }
      post('Debugger.enable');
      require('./ends.cjs');
      for (const script of [...scripts.values()].filter(isOurs))
        console.log(script.startLine, script.endLine, script.endColumn, script.length, script.hash, script.sourceMapURL, script.isModule,
          post('Debugger.getScriptSource', { scriptId: script.scriptId }).scriptSource,
          post('Debugger.searchInContent', { scriptId: script.scriptId, query: 'Await|await (null|1)', isRegex: true }));
      console.log([...new Set([...scripts.values()].map(({ url }) => url))].filter((url) => !url.startsWith('node:')));
      console.log([...scripts.values()].filter(({ url }) => /^node:.*loop.cope/.test(url)));
      const ours = [...scripts.values()].find(isOurs);
      const lineNumber = inner.line = 1 + require('fs').readFileSync(__filename, 'utf8').split('\\n').findIndex((line) => line.startsWith('async function inner'));
      for (const columnNumber of [0, 27, 45, 58])
        console.log(post('Debugger.setBreakpointByUrl', { url: ours.url, lineNumber: lineNumber - 1, columnNumber }).locations.map(place));
      const { scriptId } = ours;
      const { locations } = post('Debugger.getPossibleBreakpoints', {
        start: { scriptId, lineNumber: lineNumber - 1, columnNumber: 0 },
        end: { scriptId, lineNumber: lineNumber + 2, columnNumber: 40 },
      });
      // A task returns at its end.
      console.log(locations.filter(({ type }) => type !== 'return').map((at) => place(at) + at.type));
      Object.assign(globalThis, { inner, Shown });
      for (const expression of ['inner', 'Shown', 'new Shown().shown', '({ value: inner.toString(), scriptId: ' + scriptId + ', lineNumber: 1, columnNumber: 90 })']) {
        const { result } = post('Runtime.evaluate', { expression, returnByValue: expression.startsWith('(') });
        console.log(result.description, result.value);
        if (result.objectId)
          for (const { name, value } of post('Runtime.getProperties', { objectId: result.objectId }).internalProperties)
            if (name === '[[FunctionLocation]]') console.log(place(value.value));
      }
    `,
    'ends.cjs': `exports.ends = async () => { await null; }; // the end`,
  });
  expect(run.stdout).toContain('ends.cjs');
});

test('where a program stops, frames, scopes and what expressions see are as written', async () => {
  const run = await same({
    'main.cjs': `
      ${SESSION}
      session.on('Debugger.paused', ({ params }) => {
        const frames = params.callFrames.filter(({ location }) => isOurs(scripts.get(location.scriptId)));
        console.log(params.reason, frames.map((frame) => [frame.functionName, place(frame.location), place(frame.functionLocation)]));
        for (const { type, name, object, startLocation, endLocation } of frames[0].scopeChain) {
          if (type === 'global') continue;
          const { result } = post('Runtime.getProperties', { objectId: object.objectId, ownProperties: true });
          console.log(type, name, place(startLocation), place(endLocation), result.map((each) => each.name).join());
        }
        console.log(post('Debugger.evaluateOnCallFrame', { callFrameId: frames[0].callFrameId, expression: 'typeof b + typeof c' }).result);
      });
      session.on('Runtime.consoleAPICalled', ({ params }) => {
        process.stdout.write(JSON.stringify(params.stackTrace.callFrames.filter(isOurs).map((f) => [f.functionName, f.lineNumber, f.columnNumber])));
      });
      session.on('Runtime.exceptionThrown', ({ params: { exceptionDetails: { lineNumber, columnNumber, text, exception } } }) => {
        process.stdout.write([lineNumber, columnNumber, text, exception.description.split('\\n', 2)].join() + '\\n');
      });
      async function outer(a) {
        const b = a + 1; let c = () => b;
        debugger; await inner(await null, () => c); { let d = 1; debugger; }
        for await (const e of [1]) { debugger; await e; }
        try { throw b; } catch (error) { debugger; await error; }
      }
      async function inner(a, b) { await a; debugger; [1].forEach((c) => { debugger; return b; }); }
      async function fails(a) { throw new Error('failed' + (await a)); }
      post('Debugger.enable');
      post('Runtime.enable');
      outer(1).then(async () => {
        debugger;
        console.warn(await null);
        post('Debugger.disable');
        const { scriptId, ...first } = post('Runtime.evaluate', { expression: '1' });
        globalThis.fails = fails;
        session.post('Runtime.evaluate', { expression: 'fails(1)', awaitPromise: true }, (_, { exceptionDetails: { text, lineNumber, columnNumber } }) => {
          console.log(text, lineNumber, columnNumber, first);
          process.on('uncaughtException', () => session.disconnect());
          fails(await_);
        });
        const await_ = 3;
      });
    `,
  });
  expect(run.stdout).toContain('closure');
});

test('profiles and coverage know the program’s functions, at their places, and none of the tracer', async () => {
  const run = await same({
    'main.cjs': `
      ${SESSION}
      const { readFileSync } = require('node:fs');
      function burn(ms) { const end = Date.now() + ms; while (Date.now() < end) readFileSync(__filename); }
      async function first() { burn(40); await null; await second(1); }
      async function second(a) { if (a > 1) return a; burn(40); await null; burn(40); }
      async function counted(a) { await a; return [a, a].map((b) => b + 1); }
      const kept = [];
      async function grow() { for (let at = 0; at < 3000; at++) kept.push([at, await at]); }
      const places = (frames) => console.log([...new Set(frames.map(({ functionName, url, lineNumber, columnNumber }) =>
        /main.cjs/.test(url) ? functionName + ' ' + lineNumber + ':' + columnNumber : /^node:.*loop.cope/.test(url) ? url : ''))]
        .filter((shown) => !/^(?: |post|places)/.test(shown)).sort());
      (async () => {
        post('Profiler.enable');
        post('Profiler.setSamplingInterval', { interval: 500 });
        post('Profiler.start');
        await first();
        const { profile } = post('Profiler.stop');
        places(profile.nodes.map(({ callFrame }) => callFrame));
        const ids = new Set(profile.nodes.map(({ id }) => id));
        console.log(profile.samples.every((id) => ids.has(id)), profile.nodes.every(({ children = [] }) => children.every((id) => ids.has(id))));
        console.log(profile.samples.length === profile.timeDeltas.length, new Set(profile.nodes.flatMap(({ children = [] }) => children)).size === ids.size - 1);
        post('HeapProfiler.enable');
        post('HeapProfiler.startSampling', { samplingInterval: 64 });
        await grow();
        const frames = [];
        const walk = ({ callFrame, children }) => { frames.push(callFrame); children.forEach(walk); };
        walk(post('HeapProfiler.stopSampling').profile.head);
        places(frames);
        post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
        await counted(await 1); await counted(2);
        const { result } = post('Profiler.takePreciseCoverage');
        console.log(JSON.stringify(result.filter(({ url }) => /main.cjs/.test(url)).map(({ functions }) => functions.filter(({ functionName }) => functionName === 'counted'))));
        console.log(result.filter(({ url }) => /^node:.*loop.cope/.test(url)).length);
      })();
    `,
  });
  expect(run.stdout).toContain('second');
});

test('a worker that debugs the main thread sees it as written, and the tracer’s thread is no worker', async () => {
  const run = await same({
    'main.mjs': `
      import inspector from 'node:inspector';
      import { Worker } from 'node:worker_threads';
      const session = new inspector.Session();
      session.connect();
      session.on('NodeWorker.attachedToWorker', ({ params }) => console.log(params.workerInfo.workerId, params.workerInfo.title));
      session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
      const worker = new Worker(new URL('./worker.mjs', import.meta.url), { name: 'looks' });
      worker.on('message', async () => {
        async function pausing(a) { const b = a; const c = () => b; debugger; return c; }
        await pausing(1);
        worker.postMessage('it goes on');
      });
      worker.on('exit', () => session.disconnect());
    `,
    'worker.mjs': `
      import { writeSync } from 'node:fs';
      import inspector from 'node:inspector/promises';
      import { parentPort } from 'node:worker_threads';
      import { inspect } from 'node:util';
      const say = (...all) => writeSync(1, all.map((each) => inspect(each)).join(' ') + '\\n');
      const session = new inspector.Session();
      session.connectToMainThread();
      const scripts = new Map();
      session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params));
      session.on('Debugger.paused', async ({ params: { reason, callFrames: { 0: frame } } }) => {
        const { functionName, location: { lineNumber, columnNumber }, scopeChain } = frame;
        say(reason, functionName, lineNumber, columnNumber);
        for (const { type, name, object: { objectId } } of scopeChain.filter(({ type }) => /local|block|closure/.test(type)))
          say(type, name, (await session.post('Runtime.getProperties', { objectId, ownProperties: true })).result.map((each) => each.name));
        await session.post('Debugger.resume');
      });
      parentPort.once('message', async () => {
        await session.post('Debugger.disable');
        parentPort.close();
      });
      await session.post('Debugger.enable');
      say([...scripts.values()].filter(({ url }) => /^node:.*loop.cope/.test(url)));
      for (const script of [...scripts.values()].filter(({ url }) => url.startsWith('file:'))) {
        const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId: script.scriptId });
        say(script.length, script.hash, script.endLine, script.endColumn, script.sourceMapURL, scriptSource);
      }
      parentPort.postMessage(1);
    `,
  });
  expect(run.stdout).toContain('pausing');
});
