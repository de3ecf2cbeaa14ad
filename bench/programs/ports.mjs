// Messages to and fro through a port, ten at a time.
import { MessageChannel } from 'node:worker_threads';
import { measured } from './measured.mjs';

function load(messages) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let left = messages;
    port2.on('message', (message) => port2.postMessage({ ...message, answer: true }));
    port1.on('message', ({ number }) => {
      if (--left === 0) {
        port1.close();
        resolve();
      } else port1.postMessage({ number: number + 1 });
    });
    for (let number = 0; number < 10; number++) port1.postMessage({ number });
  });
}

await measured(
  () => load(2_000),
  () => load(80_000),
);
