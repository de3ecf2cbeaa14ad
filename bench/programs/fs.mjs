// Small files read through fs.promises, 32 in flight.
import fs from 'node:fs/promises';
import { measured } from './measured.mjs';

const file = new URL(import.meta.url);
async function reader(reads) {
  for (let i = 0; i < reads; i++) await fs.readFile(file);
}
const load = (reads) => Promise.all(Array.from({ length: 32 }, () => reader(reads / 32)));

await measured(
  () => load(3_200),
  () => load(50_000),
);
