// Five stock prices, all at once.
//
// All questions are asked before the first answer is waited for. The whole takes as long as the slowest answer.
//
// What you should see: five fetchPrice bars that begin together and end one by one, the quickest answer first.
// Compare the time at the end with that of the other programs.

import { alarm, closeMarket, symbols, urlOf } from './market.mjs';

async function fetchPrice(symbol, url) {
  const response = await fetch(url);
  const price = await response.text();
  return `${symbol} ${price}`;
}

const start = performance.now();
const ringing = alarm();

const prices = await Promise.all(symbols.map((symbol) => fetchPrice(symbol, urlOf(symbol))));

// Promise.all keeps the order of the questions, whatever the order of the answers.
for (const price of prices) console.log(price);

await ringing;
console.log(`all prices after ${((performance.now() - start) / 1000).toFixed(1)} s`);
closeMarket();
