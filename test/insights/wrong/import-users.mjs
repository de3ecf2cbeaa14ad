// One line of a file is wrong: the import fails, and goes on writing.
import { setTimeout as sleep } from 'node:timers/promises';

const written = [];
async function save(user, at) {
  await sleep(5);
  if (!user.includes('@')) throw new Error(`line ${at}: no address`);
  for (let step = 0; step < 4; step++) await sleep(15);
  written.push(user);
}

async function importUsers(text) {
  const users = text.split('\n');
  // finds orphaned-siblings: save(
  await Promise.all(users.map((user, at) => save(user, at)));
  return users.length;
}

try {
  await importUsers('ann@example.org\nben\ncora@example.org');
} catch (error) {
  console.log('nothing was imported:', error.message);
}
await sleep(120);
console.log(written.length, 'written');
