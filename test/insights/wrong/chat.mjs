// Reads a room's messages for ever, and the room never says that it is closed.
import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const room = new EventEmitter();
async function transcript() {
  const lines = [];
  // finds never-settled
  for await (const [line] of on(room, 'message')) lines.push(line);
  return lines;
}
async function talk() {
  for (const line of ['hello', 'bye']) {
    room.emit('message', line);
    await sleep(5);
  }
  room.emit('closed');
}
const [lines] = await Promise.all([transcript(), talk()]);
console.log(lines.length);
