// A program that closes what it opened, and ends.
//
// The thermometer of left-open.mjs. Whoever opens something closes it, in a `finally`, so that it is closed also when
// the question fails. Then nothing is left that could happen, and that is when Node ends a program.
//
// What you should see: after the last word the event loop has nothing left, and the program is over. Nobody has to stop
// it. readThermometer ran once, while somebody was interested.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

let degrees = 18;

process.on('exit', () => console.log('the program is over'));

function readThermometer() {
  degrees += 0.5;
  console.log(`measured: ${degrees} degrees`);
}

const measuring = setInterval(readThermometer, 800);

const server = createServer((_request, response) => response.end(`${degrees} degrees`));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function askThermometer() {
  await sleep(900);
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
  return await response.text();
}

try {
  console.log(`the answer: ${await askThermometer()}`);
} finally {
  clearInterval(measuring);
  server.close();
  server.closeAllConnections(); // fetch keeps its connection, in case somebody asks again
}
console.log('that was the last word, so the program ends now');
