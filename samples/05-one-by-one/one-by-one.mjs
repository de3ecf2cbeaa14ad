// The morning page, one thing after the other.
//
// A page shows the weather, the news, today's calendar, and the way to the first
// appointment. Each answer takes a while. Only the way needs another answer: the
// appointment from the calendar. The others need nobody.
//
// What you should see: four bars like stairs, 2.3 seconds in all. weather, news and
// calendar each wait for one that has nothing to do with it. together.mjs shows the
// same page after 1.1 seconds.

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

const sky = await weather();
const headline = await news();
const appointment = await calendar();
const way = await wayTo(appointment);

console.log([sky, headline, appointment, way].join(', '));
