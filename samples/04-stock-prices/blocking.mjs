// Five stock prices, one after the other, with a call that blocks.
//
// execFileSync returns when the other program has ended. Until then this process does nothing else: no other
// task gets a turn, no timer fires.
//
// What you should see: the bar of blocking.mjs is solid from the first price to the last, the event loop is
// busy all the time. `alarm` is done waiting after 100 ms, but stays ready (hatched) until the last price is in.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { alarm, closeMarket, symbols, urlOf } from './market.mjs';

const program = fileURLToPath(new URL('fetch-price.mjs', import.meta.url));

function fetchPrice(url) {
  return execFileSync(process.execPath, [program, url], { encoding: 'utf8' });
}

const start = performance.now();
const ringing = alarm();

for (const symbol of symbols) {
  const price = fetchPrice(urlOf(symbol));
  console.log(`${symbol} ${price}`);
}

await ringing;
console.log(`all prices after ${((performance.now() - start) / 1000).toFixed(1)} s`);
closeMarket();
