import { spawn } from 'node:child_process';
import { SetupError } from './say.mjs';

/**
 * Starts a virtual X display with a number that the X server picks itself, so that any number of them run side by side.
 * @returns {Promise<{ display: string, stop: () => void }>} the value for DISPLAY
 */
export async function startDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const stop = () => void server.kill();
  process.once('exit', stop);
  let complaint = '';
  server.stderr?.on('data', (text) => {
    complaint += text;
  });
  const number = await new Promise((resolve, reject) => {
    let text = '';
    /** @param {string} why */
    const fail = (why) => reject(new SetupError(`the virtual display did not start: ${why} ${complaint}`));
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`Xvfb ended with code ${code}.`));
    server.stdio[3]?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
  server.removeAllListeners('exit');
  // The display must not keep the process alive that started it.
  server.unref();
  for (const stream of [server.stderr, server.stdio[3]]) {
    /** @type {import('node:net').Socket} */ (stream).unref();
  }
  return { display: `:${number}`, stop };
}
