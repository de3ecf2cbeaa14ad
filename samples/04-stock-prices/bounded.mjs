// Five stock prices, two at a time.
//
// All at once is quickest, for five. For five thousand it would open five thousand connections, and the exchange would
// hang up. Two clerks share one list: each takes the next symbol when its own answer has come.
//
// What you should see: two `clerk` bars, side by side, and below them never more than two fetchPrice at a time. It
// takes longer than all at once, and half as long as one after the other.

import { alarm, closeMarket, symbols, urlOf } from './market.mjs';

async function fetchPrice(symbol, url) {
  const response = await fetch(url);
  const price = await response.text();
  console.log(`${symbol} ${price}`);
}

const start = performance.now();
const ringing = alarm();

// One iterator for both: what one clerk has taken the other one does not get.
const list = symbols.values();

async function clerk() {
  for (const symbol of list) {
    await fetchPrice(symbol, urlOf(symbol));
  }
}

await Promise.all([clerk(), clerk()]);

await ringing;
console.log(`all prices after ${((performance.now() - start) / 1000).toFixed(1)} s`);
closeMarket();
