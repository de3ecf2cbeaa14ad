// Objects through a pipeline of streams.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { measured } from './measured.mjs';

function* rows(count) {
  for (let id = 0; id < count; id++) yield { id, name: `row ${id}` };
}
const changed = (change) =>
  new Transform({
    objectMode: true,
    transform(row, _encoding, done) {
      done(null, change(row));
    },
  });
async function load(count) {
  let last = 0;
  await pipeline(
    Readable.from(rows(count)),
    changed((row) => ({ ...row, length: row.name.length })),
    changed((row) => JSON.stringify(row)),
    async (lines) => {
      for await (const line of lines) last += line.length;
    },
  );
  return last;
}

await measured(
  () => load(1_000),
  () => load(150_000),
);
