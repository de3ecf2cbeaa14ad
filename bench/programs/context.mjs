// Requests with an AsyncLocalStorage context each, as frameworks and loggers use it: small objects, Maps and JSON between the awaits.
import { AsyncLocalStorage } from 'node:async_hooks';
import { measured } from './measured.mjs';

const storage = new AsyncLocalStorage();
const store = new Map();

async function load(id) {
  await null;
  const found = store.get(id % 5000);
  return found === undefined ? { id, items: [id, id + 1], by: 'nobody' } : JSON.parse(found);
}
async function save(order) {
  store.set(order.id % 5000, JSON.stringify(order));
  await null;
}
async function handle(id) {
  const order = await load(id);
  order.by = storage.getStore().user;
  order.total = order.items.reduce((sum, item) => sum + item, 0);
  await save(order);
  return order.total;
}
async function serve(requests) {
  for (let i = 0; i < requests; i += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => storage.run({ user: `user ${at}` }, handle, i + at)),
    );
  }
}

await measured(
  () => serve(100),
  () => serve(200_000),
);
