// Makes tasks for a given number of seconds, without keeping any. Prints how many there were, and, ten times, its private memory at that
// moment.
import { readFileSync } from 'node:fs';

const SECONDS = Number(process.argv[2] ?? 5);
const LOOKS = 10;
const looks = [];
let tasks = 0;

async function leaf(number) {
  await null;
  return number;
}
async function round() {
  await Promise.all(Array.from({ length: 500 }, (_, at) => leaf(at)));
  await new Promise(setImmediate);
  tasks += 501;
}
function look() {
  const status = readFileSync('/proc/self/status', 'latin1');
  looks.push({ tasks, private: Number(/RssAnon:\s+(\d+)/.exec(status)[1]) * 1024 });
}

const startMs = performance.now();
for (let at = 1; at <= LOOKS; at++) {
  const untilMs = startMs + (SECONDS * 1000 * at) / LOOKS;
  while (performance.now() < untilMs) await round();
  look();
}
console.log(JSON.stringify(looks));
