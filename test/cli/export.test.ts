import { once } from 'node:events';
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { newFolder } from '../support/folder.ts';
import { commandLine, ending, loopscope } from './command.ts';

const folder = newFolder(afterAll);
const recording = join(folder, 'main.loopscope');
beforeAll(async () => {
  const source = `
    import { setTimeout as sleep } from 'node:timers/promises';
    async function order(what) { await sleep(20); }
    await order('soup');
  `;
  writeFileSync(join(folder, 'main.mjs'), source);
  await loopscope(['record', 'main.mjs'], { cwd: folder });
});

test.each([
  ['chrome', 'main.json', '"name":"order(\\"soup\\")"'],
  ['otlp', 'main.jsonl', '"name":"order(\\"soup\\")"'],
  ['otlp-protobuf', 'main.pb', 'order("soup")'],
  ['svg', 'main.svg', 'order(&quot;soup&quot;)'],
  ['csv', 'main.csv', 'order(""soup"")'],
])('--to %s writes %s', async (format, name, content) => {
  const cwd = newFolder();
  const { stdout, stderr, exitCode } = await loopscope(['export', recording, '--to', format], { cwd });
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  expect(readFileSync(join(cwd, name), 'utf8')).toContain(content);
});

describe('to an OTLP receiver', () => {
  async function receiver(status: number, answer: string) {
    const got: { path: string | undefined; type: string | undefined; body: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      got.push({ path: request.url, type: request.headers['content-type'], body });
      response.writeHead(status).end(answer);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  test.each([
    ['otlp', 'application/json'],
    ['otlp-protobuf', 'application/x-protobuf'],
  ])('%s is sent to /v1/traces as %s', async (format, type) => {
    const { got, url } = await receiver(200, '{}');
    const { stderr, exitCode } = await loopscope(['export', recording, '--to', format, '--endpoint', url]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(got).toMatchObject([{ path: '/v1/traces', type, body: expect.stringContaining('order(') }]);
  });

  test('a refusal is reported with the receiver’s answer', async () => {
    const { url } = await receiver(401, 'who are \x1b[31myou?');
    const { stderr, exitCode } = await loopscope(['export', recording, '--to', 'otlp', '--endpoint', url]);
    expect(stderr).toBe(
      `loopscope: --endpoint: ${url}/v1/traces answered 401: “who are ␛[31myou?”. Check the address, and what the collector takes.\n`,
    );
    expect(exitCode).toBe(2);
  });

  test.each([
    ['http://127.0.0.1:1', '--endpoint: cannot reach http://127.0.0.1:1/v1/traces'],
    ['localhost', '--endpoint: localhost is not an http or https address'],
  ])('%s: %s', async (endpoint, words) => {
    const { stderr, exitCode } = await loopscope([
      'export',
      recording,
      '--to',
      'otlp',
      '--endpoint',
      endpoint,
    ]);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});

test.each([
  ['a format it does not know', () => ['--to', 'pdf'], '--to: there is no "pdf". There are chrome, otlp'],
  ['no format', () => [], "required option '--to <format>' not specified"],
  ['a recording as the output', () => ['--to', 'csv', '-o', recording], 'is a recording'],
  [
    'a folder that is not there',
    () => ['--to', 'csv', '-o', '/nowhere/a.csv'],
    '--output: There is no folder /nowhere. Choose another file.',
  ],
  ['a folder', () => ['--to', 'csv', '-o', dirname(recording)], ' is a folder. Choose another file.'],
  [
    'csv to an endpoint',
    () => ['--to', 'csv', '--endpoint', 'http://localhost'],
    'csv can only be written to a file',
  ],
  [
    'a file beside an endpoint',
    () => ['--to', 'otlp', '--endpoint', 'http://localhost', '-o', 'a.json'],
    '--output: with --endpoint no file is written. Leave one of the two out.',
  ],
])('%s is refused', async (_what, options, words) => {
  const { stderr, exitCode } = await loopscope(['export', recording, ...options()]);
  expect(stderr).toContain(words);
  expect(exitCode).toBe(2);
});

test('a pipe is written to and not replaced, and a link stays a link', async () => {
  const cwd = newFolder();
  const to = (file: string) =>
    commandLine('export', recording, '--to', 'csv', '-o', file)
      .map((word) => `'${word}'`)
      .join(' ');
  const script = `mkfifo pipe && (cat pipe > piped & ${to('pipe')} && wait && test -p pipe)`;
  expect(await ending('sh', ['-c', script], { cwd }, '')).toMatchObject({ stderr: '', exitCode: 0 });
  expect(readFileSync(join(cwd, 'piped'), 'utf8')).toContain('order(""soup"")');

  writeFileSync(join(cwd, 'there.csv'), 'an earlier one');
  symlinkSync('there.csv', join(cwd, 'link.csv'));
  await ending('sh', ['-c', to('link.csv')], { cwd }, '');
  expect(lstatSync(join(cwd, 'link.csv')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(cwd, 'there.csv'), 'utf8')).toBe(readFileSync(join(cwd, 'piped'), 'utf8'));
});

test('whoever reads the export may stop', async () => {
  const cwd = newFolder();
  const command = commandLine('export', recording, '--to', 'chrome', '-o', 'pipe').map((word) => `'${word}'`);
  const script = `mkfifo pipe && (true < pipe & ${command.join(' ')} && wait)`;
  expect(await ending('sh', ['-c', script], { cwd }, '')).toMatchObject({ stderr: '', exitCode: 0 });
});
