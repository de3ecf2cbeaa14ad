// A small framework and a server: one handler asks for three things one after the other, another one computes its report on the loop.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const routes = new Map();
const app = { get: (path, handler) => routes.set(path, handler) };

const db = {
  async query(sql) {
    await sleep(30);
    return [{ sql, total: sql.length }];
  },
};
const findUser = async (id) => (await db.query(`select * from users where id = ${id}`))[0];
const findOrders = async (id) => db.query(`select * from orders where user_id = ${id}`);
const findReviews = async (id) => db.query(`select * from reviews where user_id = ${id}`);

app.get('/dashboard', async (url) => {
  const id = Number(url.searchParams.get('id'));
  // finds sequential-awaits: findUser(id) (line 22), findOrders(id) (line 23) and findReviews(id) (line 24)
  const user = await findUser(id);
  const orders = await findOrders(id);
  const reviews = await findReviews(id);
  return { user, orders, reviews };
});

// finds blocked-event-loop: from its await on line 30 on
app.get('/report', async () => {
  const rows = await db.query('select * from sales');
  let sum = 0;
  // By the time for which this thread has a processor: a machine that is busy with other things makes it take longer.
  for (const start = process.threadCpuUsage(); process.threadCpuUsage(start).user < 400_000; )
    sum += rows.length;
  return { rows: sum > 0 };
});

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const handler = routes.get(url.pathname);
  try {
    response.end(JSON.stringify(await handler(url)));
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const get = async (path) => (await fetch(base + path)).json();
await get('/dashboard?id=1');
let isDone = false;
async function heartbeat() {
  while (!isDone) await sleep(20);
}
const beating = heartbeat();
await get('/report');
isDone = true;
await beating;
server.close();
server.closeAllConnections();
