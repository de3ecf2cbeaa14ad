// A listener that is async: nobody can catch what it throws.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

const hooks = new EventEmitter();
// finds unhandled-rejection: went on through
async function parse(body) {
  const { event, user } = JSON.parse(body);
  if (user === undefined) throw new TypeError(`${event} has no user`);
  return { event, user };
}
hooks.on('received', async (body) => {
  const { event, user } = await parse(body);
  console.log(event, user);
});

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  hooks.emit('received', body);
  response.end('thanks');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
await fetch(url, { method: 'POST', body: '{"event":"login","user":"ann"}' });
await fetch(url, { method: 'POST', body: '{"event":"logout"}' });
server.close();
