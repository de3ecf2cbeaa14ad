// A command-line tool that shows that it is at work, and stands still while it is.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

async function spin(signal) {
  for (const sign of '|/-\\|/-\\') {
    if (signal.aborted) return;
    process.stderr.write(`\r${sign}`);
    await sleep(20);
  }
}

async function notes() {
  await sleep(5);
  // finds sync-wait: called by notes()
  const log = execFileSync(process.execPath, ['-e', 'setTimeout(() => console.log("one\\ntwo"), 300)']);
  return String(log).trim().split('\n');
}

const control = new AbortController();
const spinning = spin(control.signal);
const lines = await notes();
control.abort();
await spinning;
console.log(lines.length, 'changes');
