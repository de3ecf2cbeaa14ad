// Attempts that are given up after a while go on all the same, each beside the next.
import { setTimeout as sleep } from 'node:timers/promises';

const withTimeout = (work, ms) =>
  Promise.race([work, sleep(ms).then(() => Promise.reject(new Error('too slow')))]);

let attempts = 0;
async function upload(name) {
  attempts++;
  for (let part = 0; part < 4; part++) await sleep(attempts < 3 ? 60 : 1);
  return name;
}

async function reliably(name) {
  for (let attempt = 0; ; attempt++) {
    try {
      // finds uncancelled-task: upload("photo.jpg") (retries.mjs:8) went on
      return await withTimeout(upload(name), 40);
    } catch (error) {
      if (attempt === 5) throw error;
      await sleep(5);
    }
  }
}
console.log(await reliably('photo.jpg'));
