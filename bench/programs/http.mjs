// A server and a keep-alive client in one process, 50 requests in flight.
import http from 'node:http';
import { measured } from './measured.mjs';

const server = http.createServer(async (request, response) => {
  await null;
  response.end(request.url);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });
const { port } = server.address();

function get(path) {
  return new Promise((resolve, reject) => {
    http
      .get({ port, path, agent, host: '127.0.0.1' }, (response) => {
        response.resume();
        response.on('end', resolve);
      })
      .on('error', reject);
  });
}
async function client(requests) {
  for (let i = 0; i < requests; i++) await get(`/${i}`);
}
const load = (requests) => Promise.all(Array.from({ length: 50 }, () => client(requests / 50)));

await measured(
  () => load(2_000),
  () => load(20_000),
);
agent.destroy();
server.close();
