// Alerts on prices: each one closes, but its heartbeat goes on.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const prices = new EventEmitter();

class Alert {
  constructor(symbol) {
    this.listener = (name, price) => {
      if (name === symbol) this.last = price;
    };
    prices.on('price', this.listener);
    // finds leaked-resource: 4 intervals of 100 ms
    this.heartbeat = setInterval(() => this.listener(), 100);
  }
  close() {
    prices.off('price', this.listener);
  }
}

async function show(symbol) {
  const alert = new Alert(symbol);
  await sleep(5);
  prices.emit('price', symbol, 41);
  console.log(symbol, alert.last);
  alert.close();
}
for (const symbol of ['TIN', 'GOLD', 'ZINC', 'LEAD']) await show(symbol);
setTimeout(() => console.log('stop me now'), 700).unref();
