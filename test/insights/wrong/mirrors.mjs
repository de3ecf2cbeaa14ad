// Takes the first of two mirrors, and nobody hears what is wrong with the other one.
import { setTimeout as sleep } from 'node:timers/promises';

// finds hidden-rejection: certificate has expired
async function download(mirror, ms) {
  await sleep(ms); // connects
  await sleep(ms); // reads
  if (mirror === 'slow') throw new Error('certificate has expired');
  return mirror;
}
async function fetchPackage() {
  const from = await Promise.race([download('fast', 5), download('slow', 60)]);
  await sleep(100);
  return from;
}
console.log(await fetchPackage());
