// Sends to everybody in a forEach, and says that it is done when the first mail is not even written.
import { setTimeout as sleep } from 'node:timers/promises';

const sent = [];
async function send(to) {
  await sleep(10);
  sent.push(to);
}

export async function newsletter(readers) {
  // finds never-awaited: 3 tasks
  readers.forEach(async (reader) => {
    await send(reader);
  });
  return sent.length;
}

async function main() {
  console.log(await newsletter(['ann', 'ben', 'cora']), 'mails are sent');
  await sleep(40);
}
await main();
