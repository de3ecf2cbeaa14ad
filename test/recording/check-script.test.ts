import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RECORDING_MAGIC } from '../../src/protocol/recording.ts';
import { checkFile, checkScript } from '../../src/recording/check-script.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopscope-test-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'folder.mjs'));
  symlinkSync('round.mjs', join(folder, 'round.mjs'));
  symlinkSync('gone.mjs', join(folder, 'dangling.mjs'));
  symlinkSync('/dev/zero', join(folder, 'device.mjs'));
  execFileSync('mkfifo', [join(folder, 'pipe.mjs')]);
  const files = {
    'a.js': '1',
    'a.mjs': '1',
    'a.cjs': '1',
    'a.ts': '1',
    'a.mts': '1',
    'a.cts': '1',
    'a.tsx': '1',
    'UPPER.MJS': '1',
    'empty.mjs': '',
    'binary.mjs': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
    'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]),
    'notes.txt': 'notes',
    'package.json': JSON.stringify({
      scripts: { start: 'node --watch src/server.js --port 80', test: 'tsc && node test.mjs', build: 'tsc' },
    }),
    command: '#!/usr/bin/env -S node --no-warnings\nconsole.log(1)',
    'for-bash': '#!/bin/bash\nnode x',
    LICENSE: 'MIT, with node',
    'secret.mjs': '1',
    'large.mjs': '1'.repeat(64 * 1024),
    'run.loopscope': RECORDING_MAGIC,
    'renamed.bin': RECORDING_MAGIC,
    'not-one.loopscope': 'text',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  chmodSync(join(folder, 'secret.mjs'), 0);
  // A gigabyte that takes no room on the disk.
  truncateSync(join(folder, 'large.mjs'), 1024 ** 3);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['a.js', 'a.mjs', 'a.cjs', 'a.ts', 'a.mts', 'a.cts', 'UPPER.MJS', 'empty.mjs', 'command'])(
  '%s is a script',
  async (name) => {
    const path = join(folder, name);
    expect(await checkScript(path)).toEqual({ ok: true, value: { kind: 'script', path } });
  },
);

test.each(['run.loopscope', 'renamed.bin', 'not-one.loopscope'])(
  '%s is to be opened, not run',
  async (name) => {
    expect(await checkFile(join(folder, name))).toMatchObject({ ok: true, value: { kind: 'recording' } });
    expect(await checkScript(join(folder, name))).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('is a recording, not a script.') },
    });
  },
);

describe('anything else is refused by name, with the cause and what to do', () => {
  test.each([
    ['missing.mjs', 'Cannot open missing.mjs', 'There is no file $.'],
    ['a.js/deeper.mjs', 'Cannot open deeper.mjs', 'There is no file $: a part of its path is not a folder.'],
    ['folder.mjs', 'Cannot open folder.mjs', '$ is a folder.'],
    ['round.mjs', 'Cannot open round.mjs', '$ is a symbolic link that leads back to itself.'],
    ['dangling.mjs', 'Cannot open dangling.mjs', 'There is no file $.'],
    ['pipe.mjs', 'Cannot open pipe.mjs', '$ is a device or a pipe, not a file.'],
    ['device.mjs', 'Cannot open device.mjs', '$ is a device or a pipe, not a file.'],
    ['large.mjs', 'Cannot run large.mjs', '$ has 1024 MiB; a script may have at most 64.'],
    ['binary.mjs', 'Cannot run binary.mjs', '$ is a binary file, not a script.'],
    [
      'picture.png',
      'Cannot run picture.png',
      '$ is neither a script nor a recording: Loopscope does not know .png files.',
    ],
    [
      'notes.txt',
      'Cannot run notes.txt',
      '$ is neither a script nor a recording: Loopscope does not know .txt files.',
    ],
    [
      'package.json',
      'Cannot run package.json',
      '$ is not a script itself. What it runs with node: src/server.js (start), test.mjs (test).',
    ],
    [
      'for-bash',
      'Cannot run for-bash',
      '$ has neither an extension nor a first line such as #!/usr/bin/env node, so it is not known to be a script.',
    ],
    [
      'LICENSE',
      'Cannot run LICENSE',
      '$ has neither an extension nor a first line such as #!/usr/bin/env node, so it is not known to be a script.',
    ],
  ])('%s', async (name, title, detail) => {
    const path = join(folder, name);
    const checked = await checkFile(path);
    expect(checked).toMatchObject({ ok: false, problem: { title, detail: detail.replace('$', path) } });
    expect(!checked.ok && checked.problem.action).not.toBe('');
  });

  test.each([
    ['', 'The path is empty.'],
    ['  ', 'The path is empty.'],
    ['a\0b.mjs', 'The path holds a character that no path may hold.'],
  ])('the path %j', async (path, detail) => {
    expect(await checkFile(path)).toMatchObject({ ok: false, problem: { detail } });
  });

  test('a path that is too long', async () => {
    expect(await checkFile(`/${'x'.repeat(300)}.mjs`)).toMatchObject({
      ok: false,
      problem: { detail: 'The path is longer than the system allows.' },
    });
  });

  test('a file that may not be read', () => {
    const path = join(folder, 'secret.mjs');
    // Root may read everything, so the question is put by somebody else.
    const program = `
      import { checkFile } from ${JSON.stringify(join(import.meta.dirname, '../../src/recording/check-script.ts'))};
      console.log(JSON.stringify(await checkFile(${JSON.stringify(path)})));
    `;
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      ...nobody,
      cwd: '/',
    });
    expect(JSON.parse(String(answer))).toMatchObject({
      ok: false,
      problem: { title: 'Cannot open secret.mjs', detail: `You have no permission to use ${path}.` },
    });
  });
});
