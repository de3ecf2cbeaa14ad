// Short messages to and fro over sockets, 20 connections.
import net from 'node:net';
import { measured } from './measured.mjs';

const server = net.createServer((socket) => {
  socket.on('data', (bytes) => socket.write(bytes));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();

function talk(messages) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let left = messages;
    socket.on('connect', () => socket.write('ping'));
    socket.on('data', () => {
      if (--left > 0) socket.write('ping');
      else socket.end();
    });
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}
const load = (messages) => Promise.all(Array.from({ length: 20 }, () => talk(messages / 20)));

await measured(
  () => load(2_000),
  () => load(60_000),
);
server.close();
