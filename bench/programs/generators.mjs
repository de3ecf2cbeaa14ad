// Rows go through a chain of async generators, as in a stream of records: they are parsed, filtered and put into batches.
import { measured } from './measured.mjs';

async function* lines(count) {
  for (let i = 0; i < count; i++) {
    if (i % 50 === 0) await null;
    yield `{"id":${i},"name":"row ${i}","tags":["a","b"]}`;
  }
}
async function* parsed(source) {
  for await (const line of source) yield JSON.parse(line);
}
async function* odd(source) {
  for await (const row of source) if (row.id % 2 === 1) yield row;
}
async function* batches(source, size) {
  let batch = [];
  for await (const row of source) {
    batch.push(row);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}
async function total(count) {
  let sum = 0;
  for await (const batch of batches(odd(parsed(lines(count))), 20)) sum += batch.length;
  return sum;
}

await measured(
  () => total(100),
  () => total(200_000),
);
