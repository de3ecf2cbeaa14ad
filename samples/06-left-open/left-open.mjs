// A program that has said its last word, and does not end.
//
// A thermometer measures every 0.8 seconds and answers over HTTP. The program asks it once, prints the answer, and is
// done. But an open server and a running interval keep a program alive: somebody might call.
//
// What you should see: "the last word" after a second, and a program that goes on. readThermometer runs again and
// again, for nobody. Press Stop to end it: that is part of this lesson. closed.mjs ends by itself.

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

console.log(`the answer: ${await askThermometer()}`);
console.log('that was the last word, so the program ends now');
