import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { findRuntime, listRuntimes } from '../../src/recording/runtime.ts';
import { newFolder } from '../support/folder.ts';

/** A folder with a command `node` that is this shell script. */
function folderWithNode(script: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'node'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'node'), 0o755);
  return folder;
}

test('the first node on PATH is found, with its version', async () => {
  const first = folderWithNode('echo v22.3.0');
  const second = folderWithNode('echo v24.0.0');
  const env = { PATH: [join(first, 'nowhere'), 'relative', first, second].join(delimiter) };
  const runtime = { id: 'path', label: 'node 22.3.0', executable: join(first, 'node'), env: {} };
  expect(await findRuntime(null, env)).toEqual({ ok: true, value: runtime });
  expect(await findRuntime('path', env)).toEqual({ ok: true, value: runtime });
  expect(await listRuntimes(env)).toEqual([runtime]);
});

test('a folder or a text called node is passed over', async () => {
  const folder = folderWithNode('echo v22.3.0');
  const other = newFolder();
  mkdirSync(join(other, 'a/node'), { recursive: true });
  mkdirSync(join(other, 'b'));
  writeFileSync(join(other, 'b/node'), 'text', { mode: 0o644 });
  const env = { PATH: [join(other, 'a'), join(other, 'b'), folder].join(delimiter) };
  expect(await findRuntime(null, env)).toMatchObject({
    ok: true,
    value: { executable: join(folder, 'node') },
  });
});

test('a runtime can be named by its path', async () => {
  expect(await findRuntime(process.execPath)).toEqual({
    ok: true,
    value: {
      id: process.execPath,
      label: `node ${process.versions.node}`,
      executable: process.execPath,
      env: {},
    },
  });
});

test('without any node the problem says so', async () => {
  expect(await findRuntime(null, { PATH: '/nowhere' })).toMatchObject({
    ok: false,
    problem: { title: 'No Node.js was found', action: expect.stringContaining('Install Node.js 20') },
  });
  expect(await listRuntimes({ PATH: '/nowhere' })).toEqual([]);
});

test.each([
  ['too old', 'echo v18.20.1', 'It is Node.js 18.20.1; Loopscope needs 20 or newer.'],
  ['something else', 'echo 1.2.3', 'It does not answer --version as Node.js does, but with “1.2.3”.'],
  ['silent', 'true', 'It does not answer --version as Node.js does, but with “”.'],
  ['broken', 'exit 3', 'Asked for its --version, it failed with exit code 3.'],
])('a node that is %s is refused', async (_what, script, detail) => {
  const folder = folderWithNode(script);
  expect(await findRuntime(null, { PATH: folder })).toMatchObject({
    ok: false,
    problem: { title: `Cannot run programs with ${join(folder, 'node')}`, detail },
  });
});

test.each([
  ['/nowhere/node', 'There is no file /nowhere/node.'],
  ['/tmp', '/tmp is a folder.'],
  ['/etc/passwd', 'You have no permission to use /etc/passwd.'],
])('%s is refused as a runtime', async (path, detail) => {
  expect(await findRuntime(path)).toMatchObject({ ok: false, problem: { detail } });
});
