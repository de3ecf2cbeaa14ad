// What the programs of this lesson share: the exchange, which is started here, and an alarm clock.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// What is traded, and how long the exchange takes to answer for each.
const stocks = [
  { symbol: 'AAPL', price: '227.52', delayMs: 400 },
  { symbol: 'GOOG', price: '163.24', delayMs: 1000 },
  { symbol: 'MSFT', price: '430.81', delayMs: 200 },
  { symbol: 'NVDA', price: '116.14', delayMs: 800 },
  { symbol: 'TSLA', price: '238.25', delayMs: 400 },
];

// In a process of its own, so that a blocked event loop here does not block it too.
const exchange = fork(fileURLToPath(new URL('exchange.mjs', import.meta.url)), [JSON.stringify(stocks)]);
const [port] = await once(exchange, 'message');

export const symbols = stocks.map(({ symbol }) => symbol);

export const urlOf = (symbol) => `http://127.0.0.1:${port}/${symbol}`;

/** Lets the exchange go, which ends then. */
export function closeMarket() {
  exchange.disconnect();
}

/** Somebody else in the same program, who wants to go on after a tenth of a second. */
export async function alarm() {
  await sleep(100);
  console.log('alarm: a tenth of a second is over');
}
