// Small files read with callbacks, 16 in flight.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measured } from './measured.mjs';

const file = fileURLToPath(import.meta.url);
function load(reads) {
  return new Promise((resolve, reject) => {
    let begun = 0;
    let done = 0;
    const next = () => {
      if (begun === reads) return;
      begun++;
      fs.readFile(file, (error) => {
        if (error) reject(error);
        else if (++done === reads) resolve();
        else next();
      });
    };
    for (let i = 0; i < 16; i++) next();
  });
}

await measured(
  () => load(1_000),
  () => load(30_000),
);
