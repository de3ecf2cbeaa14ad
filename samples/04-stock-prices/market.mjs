// What the programs of this lesson share: starting the exchange, and an alarm clock.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stocks } from './stocks.mjs';

/** Starts the exchange in a process of its own, so that a blocked event loop here does not block it too. */
export async function openMarket() {
  const exchange = fork(fileURLToPath(new URL('exchange.mjs', import.meta.url)));
  const [port] = await once(exchange, 'message');

  return {
    symbols: stocks.map(({ symbol }) => symbol),
    urlOf: (symbol) => `http://127.0.0.1:${port}/${symbol}`,
    async close() {
      exchange.disconnect();
      await once(exchange, 'exit');
    },
  };
}

/** Somebody else in the same program, who wants to go on after a tenth of a second. */
export async function alarm() {
  await sleep(100);
  console.log('alarm: a tenth of a second is over');
}
