// Is told to stop, and asks on.
import { setTimeout as sleep } from 'node:timers/promises';

let asked = 0;
async function status() {
  await sleep(8);
  return ++asked === 12 ? 'done' : 'running';
}
async function untilDone({ signal }) {
  signal.addEventListener('abort', () => console.log('stopping'), { once: true });
  for (;;) {
    // finds uncancelled-task: untilDone
    if ((await status()) === 'done') return asked;
  }
}
const control = new AbortController();
setTimeout(() => control.abort(), 20);
console.log(await untilDone({ signal: control.signal }));
