import type { Advice, AdviceSubject } from './language.ts';

/** How to fix each kind of finding in JavaScript, on Node. */
export const JAVASCRIPT_ADVICE: Readonly<Record<AdviceSubject, Advice>> = {
  blockedLoop: {
    text: 'While one function computes, nothing else on its thread can go on; to make it async changes nothing about that. Move the computation to a worker thread, or divide it and let the loop on in between. Where there is a call that works elsewhere and returns a promise (crypto, zlib, files), use that.',
    before: 'const report = summarize(rows);',
    after:
      "// summarize.js: parentPort.postMessage(summarize(workerData));\nconst worker = new Worker(new URL('./summarize.js', import.meta.url), { workerData: rows });\nconst [report] = await once(worker, 'message');",
  },
  cutOff: {
    text: 'process.exit ends the program at once, whatever is under way. Await that first; or set the exit code, and let the program end when nothing is left to do.',
    before: 'upload(file);\nprocess.exit(0);',
    after: 'await upload(file);\nprocess.exitCode = 0;',
  },
  droppedByLoop: {
    text: 'forEach throws away what its function returns, filter and some take every promise for true, map hands a list on that somebody has to await: take the promises, and await them all, or await one after the other.',
    before: 'orders.forEach(async (order) => { await save(order); });',
    after:
      'await Promise.all(orders.map((order) => save(order)));\n// or: for (const order of orders) await save(order);',
  },
  failedWhileAwaitedTogether: {
    text: 'Promise.all fails at the first error and stops nobody. Tell the others to stop, with an AbortController, or wait for all of them with Promise.allSettled.',
    before: 'await Promise.all([load(a), load(b)]);',
    after:
      'const control = new AbortController();\ntry {\n  await Promise.all([load(a, control.signal), load(b, control.signal)]);\n} finally {\n  control.abort();\n}',
  },
  ignoredSignal: {
    text: 'A signal stops nobody by itself. Hand it on to what is awaited, or look at it in every round.',
    before: 'for (const url of urls) await load(url);',
    after: 'for (const url of urls) {\n  signal.throwIfAborted();\n  await load(url, { signal });\n}',
  },
  lateTimer: {
    text: 'A timer fires when the loop is free, not before. Make what holds it shorter, or move it to a worker thread.',
    before: 'for (const row of rows) convert(row);',
    after:
      'for (const [at, row] of rows.entries()) {\n  convert(row);\n  if (at % 100 === 0) await new Promise(setImmediate);\n}',
  },
  leftInput: {
    text: 'A program that reads from standard input waits for more as long as there can be. Close what reads from it when nothing more is to come.',
    before: "const rl = createInterface({ input: stdin });\nconst name = await rl.question('Your name? ');",
    after:
      "const rl = createInterface({ input: stdin });\ntry {\n  return await rl.question('Your name? ');\n} finally {\n  rl.close();\n}",
  },
  leftInterval: {
    text: 'A program ends when nothing can happen any more; an interval can for ever. Stop it when it is not needed, or unref it where it is not to keep the program.',
    before: 'setInterval(report, 1000);',
    after:
      'const reporting = setInterval(report, 1000);\ntry {\n  await work();\n} finally {\n  clearInterval(reporting);\n}',
  },
  leftOpen: {
    text: 'A program ends when nothing can happen any more; what is open can. Close it on every way out, or unref it where it is not to keep the program.',
    before: 'server.listen(0);\nawait askIt();',
    after: 'server.listen(0);\ntry {\n  await askIt();\n} finally {\n  server.close();\n}',
  },
  leftPort: {
    text: 'A port that is listened to keeps the program, since more messages can come. Close it when there are no more, which closes the other end as well, or unref it where it is not to keep the program.',
    before: "port1.on('message', take);\nport2.postMessage(order);",
    after:
      "port1.on('message', take);\nport2.postMessage(order);\nport2.close(); // when nothing more is to come",
  },
  leftTimer: {
    text: 'A timer keeps the program until it comes, also when what it was to watch over is done. Stop it then, or unref it where it is not to keep the program.',
    before: 'setTimeout(giveUp, 60_000);\nawait work();',
    after:
      'const patience = setTimeout(giveUp, 60_000);\ntry {\n  await work();\n} finally {\n  clearTimeout(patience);\n}',
  },
  leftWorker: {
    text: 'A worker that listens for messages waits for the next one, and keeps the program. Terminate it when there is no more work for it, or unref it where it is not to keep the program.',
    before: "const worker = new Worker(file);\nconst [answer] = await once(worker, 'message');",
    after:
      "const worker = new Worker(file);\ntry {\n  const [answer] = await once(worker, 'message');\n} finally {\n  await worker.terminate();\n}",
  },
  lostRace: {
    text: 'A race stops nobody: it only stops listening. Hand an AbortSignal to whoever can lose, who hands it on to what it awaits, and abort it when the race is decided.',
    before: 'await Promise.race([search(query), timeout(1000)]);',
    after: 'await search(query, { signal: AbortSignal.timeout(1000) });',
  },
  needlessAwait: {
    text: 'An await gives the thread away and takes it back even when there is nothing to wait for. Where the value is never a promise, leave it out.',
    before: 'for (const row of rows) sum += await row.price;',
    after: 'for (const row of rows) sum += row.price;',
  },
  neverAwaited: {
    text: 'Await it, so that what comes next comes after it, and errors arrive. Where nobody is to wait, say so, and handle errors there.',
    before: 'save(order);',
    after: 'await save(order);\n// or: save(order).catch((error) => log.warn(error));',
  },
  neverSettled: {
    text: 'What follows this await never ran. Look for the path on which the promise is neither resolved nor rejected, often an event that does not come or an error that is not passed on.',
    before: "await new Promise((resolve) => socket.on('end', resolve));",
    after:
      "await new Promise((resolve, reject) => {\n  socket.on('end', resolve);\n  socket.on('error', reject);\n  socket.on('close', () => reject(new Error('closed before its end')));\n});",
  },
  poolFull: {
    text: 'Files, names of hosts (dns.lookup), crypto and compression share the few threads of one pool, in the order in which they ask. Let fewer be under way at a time than there are threads, so that one stays free for the others; UV_THREADPOOL_SIZE makes the pool larger, which for computing helps no further than there are cores.',
    before: 'const hashes = await Promise.all(passwords.map((one) => hash(one)));',
    after:
      'const hashes = [];\nconst rest = passwords.entries(); // all three take from it\nconst worker = async () => {\n  for (const [at, one] of rest) hashes[at] = await hash(one);\n};\nawait Promise.all([worker(), worker(), worker()]);',
  },
  rejectedAfterRace: {
    text: 'A race drops what happens to those that lose it, errors too. Tell them to stop when it is decided, or handle what they throw.',
    before: 'await Promise.race([load(url), timeout(1000)]);',
    after:
      'const loading = load(url);\nloading.catch((error) => log.warn(error));\nawait Promise.race([loading, timeout(1000)]);',
  },
  rejectedWhileAwaitedTogether: {
    text: 'Promise.all hands on the first error and drops all later ones. Promise.allSettled tells of every one; or let each handle its own.',
    before: 'await Promise.all(orders.map((order) => save(order)));',
    after:
      "const results = await Promise.allSettled(orders.map((order) => save(order)));\nconst errors = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);\nif (errors.length > 0) throw new AggregateError(errors);",
  },
  sequentialAwaits: {
    text: 'An await stands still until the answer is there. Start what needs nothing of each other first, and then await all of it; where there are many, a fixed number at a time. When one fails, Promise.all fails at once and the others go on: leave in order what must not happen once another one failed.',
    before: 'const user = await loadUser(id);\nconst news = await loadNews();',
    after: 'const [user, news] = await Promise.all([loadUser(id), loadNews()]);',
  },
  starvedLoop: {
    text: 'An await of what is there already, process.nextTick and queueMicrotask go on before the event loop does: timers, the network and files wait until no more is added. Now and then wait for the loop itself: for setImmediate.',
    before: 'for (const row of rows) {\n  work(row);\n  await null;\n}',
    after:
      'for (const row of rows) {\n  work(row);\n  await nextRound(); // setImmediate of node:timers/promises\n}',
  },
  syncWait: {
    text: 'A synchronous call waits with the event loop in its hands: no timer, no request and no other task goes on until it is back. Use the call that returns a promise.',
    before: "const log = execSync('git log').toString();",
    after: "const { stdout: log } = await promisify(exec)('git log');",
  },
  unboundedConcurrency: {
    text: 'Let a fixed number be under way at a time: connections, open files and memory are limited, and whoever answers is, too.',
    before: 'const pages = await Promise.all(urls.map((url) => load(url)));',
    after:
      'const pages = [];\nconst rest = urls.entries(); // all ten take from it\nconst worker = async () => {\n  for (const [at, url] of rest) pages[at] = await load(url);\n};\nawait Promise.all(Array.from({ length: 10 }, worker));',
  },
  unclosedDescriptor: {
    text: 'A number stands for the open file, so nothing closes it before the program ends, and a system lets a program have so many only. Close it in a finally, or give it to who closes it.',
    before: "const file = openSync('data.txt');\nconst text = readFileSync(file, 'utf8');",
    after:
      "const file = openSync('data.txt');\ntry {\n  return readFileSync(file, 'utf8');\n} finally {\n  closeSync(file);\n}",
  },
  unclosedFile: {
    text: 'Close it in a finally, so that it is closed on every way out. What is left to the garbage collector may be closed late, and an error in newer Nodes.',
    before: "const file = await open('data.txt');\nconst text = await file.readFile('utf8');",
    after:
      "const file = await open('data.txt');\ntry {\n  return await file.readFile('utf8');\n} finally {\n  await file.close();\n}",
  },
  unhandledChain: {
    text: 'Whatever then, new Promise or Promise.reject makes has to come to somebody who handles its errors: hang a catch onto the end of the chain, or return the promise, so that whoever called can await it. A function that then calls may fail, too: the catch belongs behind it.',
    before: 'load().then((page) => show(page.rows));',
    after: 'load()\n  .then((page) => show(page.rows))\n  .catch((error) => log.warn(error));',
  },
  callbackThrew: {
    text: 'What the event loop calls has no caller that could catch its errors. What may fail in a callback belongs in a try there, and an emitter (a socket, a stream, a server) needs a listener of error: without one, it throws.',
    before: "socket.on('data', (chunk) => show(JSON.parse(chunk)));",
    after:
      "socket.on('data', (chunk) => {\n  try {\n    show(JSON.parse(chunk));\n  } catch (error) {\n    socket.destroy(error);\n  }\n});\nsocket.on('error', (error) => log.warn(error));",
  },
  moduleFailed: {
    text: 'What a file does at its top level it does while it is loaded. An error there ends the program, unless whoever loads the file catches it. What may fail belongs in a try, or in a function that is called where its errors are handled. A file that the program can do without is imported where the error can be caught.',
    before: "const { port } = await import('./settings.mjs');",
    after: "const { port } = await import('./settings.mjs').catch(() => ({ port: 8080 }));",
  },
  unhandledRejection: {
    text: 'Await what is started where an error can be handled, and catch it there, or hang a catch onto it. Of several that are started first await all at once, with Promise.all: while one alone is awaited, nobody handles what another one fails with.',
    before: 'save(order);',
    after:
      'try {\n  await save(order);\n} catch (error) {\n  log.warn(error);\n}\n// or, where nobody is to wait: save(order).catch((error) => log.warn(error));',
  },
};
