// A server that parses JSON from requests and answers from a file; 20 requests in flight.
import { createReadStream } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { measured } from './measured.mjs';

const file = fileURLToPath(import.meta.url);
async function answer(request, response) {
  let text = '';
  for await (const piece of request) text += piece;
  const { id } = JSON.parse(text);
  response.setHeader('x-id', id);
  if (id % 4 === 0) createReadStream(file).pipe(response);
  else response.end(text);
}
const server = http.createServer(answer);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
const { port } = server.address();

function post(id) {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: `/orders/${id}`, method: 'POST', agent };
    const request = http.request(options, (response) => {
      let length = 0;
      response.on('data', (piece) => {
        length += piece.length;
      });
      response.on('end', () => resolve(length));
    });
    request.on('error', reject);
    request.end(JSON.stringify({ id, items: ['a', 'b', 'c'] }));
  });
}
async function client(requests) {
  for (let id = 0; id < requests; id++) await post(id);
}
const load = (requests) => Promise.all(Array.from({ length: 20 }, () => client(requests / 20)));

await measured(
  () => load(400),
  () => load(6_000),
);
agent.destroy();
server.close();
