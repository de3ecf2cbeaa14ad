// Five stock prices, one after the other, with await.
//
// Each price is asked for when the one before has come, so the waits add up as in the
// blocking program. But between question and answer the loop is free: everybody else
// gets their turn.
//
// What you should see: five fetchPrice bars like stairs, the next one starting where
// the last one ended. `alarm` goes on after 100 ms, on time, while the first price is
// still on its way. The loop is idle almost all the time.

import { alarm, closeMarket, symbols, urlOf } from './market.mjs';

async function fetchPrice(symbol, url) {
  const response = await fetch(url);
  const price = await response.text();
  console.log(`${symbol} ${price}`);
}

const start = performance.now();
const ringing = alarm();

for (const symbol of symbols) {
  await fetchPrice(symbol, urlOf(symbol));
}

await ringing;
console.log(`all prices after ${((performance.now() - start) / 1000).toFixed(1)} s`);
closeMarket();
