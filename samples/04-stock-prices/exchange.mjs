// The stock exchange: a small HTTP server in a process of its own, started by market.mjs. It answers
// GET /AAPL with the price of AAPL, some symbols more slowly than others, as servers do.

import { createServer } from 'node:http';

const stocks = JSON.parse(process.argv[2]);

const server = createServer((request, response) => {
  const stock = stocks.find(({ symbol }) => request.url === `/${symbol}`);
  if (stock === undefined) {
    response.writeHead(404).end();
    return;
  }
  setTimeout(() => response.end(stock.price), stock.delayMs);
});

// Port 0: the system picks a free one. Tell it to the process that started this one.
server.listen(0, '127.0.0.1', () => process.send(server.address().port));

// The exchange closes when whoever opened it is done, or gone.
process.on('disconnect', () => server.close());
