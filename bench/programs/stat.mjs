// Calls of `stat`, a hundred at a time.
import { stat } from 'node:fs/promises';
import { measured } from './measured.mjs';

const file = new URL(import.meta.url);
async function size() {
  return (await stat(file)).size;
}
async function load(rounds) {
  for (let i = 0; i < rounds; i++) await Promise.all(Array.from({ length: 100 }, size));
}

await measured(
  () => load(10),
  () => load(1_000),
);
