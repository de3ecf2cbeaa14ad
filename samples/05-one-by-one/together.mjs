// The morning page, everything as soon as it can.
//
// The same four answers as in one-by-one.mjs. Whatever needs nobody starts at once. The way needs the calendar, so
// those two stay one after the other, as one piece of work beside the others.
//
// What you should see: weather, news and appointment begin together. wayTo begins where calendar ends. The page takes
// as long as the longest chain of answers that need each other: 1.1 seconds.

import { setTimeout as sleep } from 'node:timers/promises';

async function weather() {
  await sleep(400);
  return 'sunny';
}

async function news() {
  await sleep(800);
  return 'nothing happened';
}

async function calendar() {
  await sleep(600);
  return 'dentist';
}

async function wayTo(place) {
  await sleep(500);
  return `to the ${place}: bus 12`;
}

async function appointment() {
  const place = await calendar();
  return `${place}, ${await wayTo(place)}`;
}

const page = await Promise.all([weather(), news(), appointment()]);

console.log(page.join(', '));
