// Requests that the answer to another one leads to.

import { expect, test } from 'vitest';
import { traced } from '../../support/traced.ts';

test('a request that a library sends elsewhere has the name of what was asked for, one that the program sends has its own', async () => {
  const run = await traced({
    'main.mjs': `
      import http from 'node:http';
      import { follow } from 'library';
      const server = http.createServer((request, response) => {
        const step = Number(request.url.at(-1));
        if (step > 0) response.writeHead(302, { location: '/' + (step - 1) });
        response.end();
      });
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = 'http://127.0.0.1:' + server.address().port;
      await follow(url, '/2');
      const { headers } = await new Promise((resolve) => http.get(url + '/1', resolve));
      await new Promise((resolve) => http.get(url + headers.location, resolve));
      server.closeAllConnections();
      server.close();
    `,
    'node_modules/library/index.js': `
      const http = require('node:http');
      exports.follow = async (url, path) => {
        await null;
        return new Promise((resolve) => {
          const get = (to) => http.get(url + to, (response) => {
            response.resume();
            if (response.statusCode === 302) get(response.headers.location);
            else response.on('end', resolve);
          });
          setImmediate(get, path);
        });
      };
    `,
  });
  const [, ...waits] = run.task('main.mjs').waits;
  expect(waits.map(({ on }) => on.name?.replace(/:\d+/, ''))).toEqual([
    'GET 127.0.0.1/2',
    'GET 127.0.0.1/1',
    'GET 127.0.0.1/0',
  ]);
});
