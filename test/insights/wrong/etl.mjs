// Extract, transform, load: every row of a file is sent at once, and the file is never closed.
import { once } from 'node:events';
import { open, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = join(tmpdir(), `rows-${process.pid}.csv`);
await writeFile(path, Array.from({ length: 1200 }, (_, id) => `${id};row ${id}`).join('\n'));

const warehouse = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
await once(warehouse, 'listening');
const socket = connect(warehouse.address().port, '127.0.0.1');
socket.setMaxListeners(0);
await once(socket, 'connect');

async function extract() {
  // finds leaked-resource: opened at etl.mjs:19 by extract()
  const file = await open(path);
  const rows = [];
  for await (const line of file.createReadStream({ autoClose: false }))
    rows.push(...String(line).split('\n'));
  return rows;
}

async function load(row) {
  socket.write(`${row}\n`);
  // finds unbounded-concurrency
  await once(socket, 'data');
}

const rows = await extract();
await Promise.all(rows.map((row) => load(row)));
socket.destroy();
warehouse.close();
await rm(path);
