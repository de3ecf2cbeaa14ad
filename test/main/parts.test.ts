// The parts of main that need no Electron.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ownArguments, parseAppArguments } from '../../src/main/arguments.ts';
import { listLessons, withProgress } from '../../src/main/lessons.ts';
import { checkSyntax } from '../../src/main/programs/check-syntax.ts';
import { fileStem } from '../../src/main/sessions/recordings.ts';
import { runtime } from '../recording/fake-program.ts';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';

describe('the app’s command line', () => {
  const parse = (...argv: string[]) => parseAppArguments(argv, '/home/ada');

  test.each([
    [[], null, []],
    [['a.mjs'], '/home/ada/a.mjs', []],
    [['/x/a.mjs', '--', '-v', '--', 'b'], '/x/a.mjs', ['-v', '--', 'b']],
    [['--no-sandbox', '--user-data-dir=/tmp', 'a.mjs'], '/home/ada/a.mjs', []],
    [['--', 'a.mjs'], null, ['a.mjs']],
  ])('%j', (argv, file, programArgs) => {
    expect(parse(...argv)).toEqual({ file, programArgs, cwd: '/home/ada', headless: null });
  });

  test.each([
    [['electron', '.', 'a.mjs'], ['a.mjs']],
    [
      ['electron', '--inspect=0', '--no-sandbox', '/home/ada/app', '--x', 'a.mjs'],
      ['--x', 'a.mjs'],
    ],
    [['electron', '/home/ada/app'], []],
  ])('of %j, what follows the app’s folder is ours', (argv, own) => {
    expect(ownArguments(argv, '/home/ada/app', '/home/ada/app')).toEqual(own);
  });

  test('in a packaged app all arguments after the executable are the app’s', () => {
    expect(ownArguments(['/opt/loopscope', 'a.mjs'], null, '/')).toEqual(['a.mjs']);
  });

  test('a headless run', () => {
    expect(parse('--headless-run', 'a.mjs', '--out=out', '--theme', 'dark', '--', '--out', 'x')).toEqual({
      file: '/home/ada/a.mjs',
      programArgs: ['--out', 'x'],
      cwd: '/home/ada',
      headless: {
        file: '/home/ada/a.mjs',
        outFolder: '/home/ada/out',
        size: { width: 1280, height: 800 },
        theme: 'dark',
      },
    });
  });

  test.each([[['--headless-run']], [['--headless-run', 'a.mjs', '--out', 'x', '--theme', 'pink']]])(
    '%j is refused',
    (argv) => {
      expect(() => parse(...argv)).toThrow();
    },
  );
});

describe('a syntax error', () => {
  test.each([
    ['in a module', { 'main.mjs': 'await 1;\nconst x = = 1;' }, 2, 11, "Unexpected token '='"],
    [
      'in CommonJS',
      { 'main.cjs': 'return 1;\n\nlet let = 1;' },
      3,
      5,
      'let is disallowed as a lexically bound name',
    ],
    ['in a file that could be either', { 'main.js': 'foo(1 2)' }, 1, 5, 'missing ) after argument list'],
  ])('%s is found before the run, where it stands', async (_what, files, line, column, message) => {
    const script = writeProgram(files);
    const problem = await checkSyntax(script, runtime);
    expect(problem?.title).toMatch(new RegExp(`^main\\.[mc]?js has a syntax error at line ${line}$`));
    expect(problem?.detail).toContain(`${script}:${line}`);
    expect(problem?.detail).toContain(`${script}:${line}:${column}: `);
    expect(problem?.detail).toContain(message);
  });

  test.each([
    ['a module', { 'main.mjs': '#!/usr/bin/env node\nawait 1; import.meta.url;' }],
    ['CommonJS', { 'main.cjs': 'return; with (Math) {}' }],
    [
      'a .js module by its package',
      { 'main.js': 'export {}; await 1;', 'package.json': '{ "type": "module" }' },
    ],
    ['a .js script', { 'main.js': 'const await = 1; return;' }],
    ['TypeScript, which is not looked at', { 'main.ts': 'const x: = 1' }],
    ['syntax newer than our parser', { 'main.mjs': '{ using x = null; }' }],
  ])('is not found in %s', async (_what, files) => {
    expect(await checkSyntax(writeProgram(files), runtime)).toBeNull();
  });

  test('what only a module may say is found in CommonJS', async () => {
    const problem = await checkSyntax(writeProgram({ 'main.cjs': '1;\nimport "node:fs";' }), runtime);
    expect(problem?.title).toBe('main.cjs has a syntax error at line 2');
  });
});

test.each([
  ['/home/ada/app.mjs', 'app'],
  ['/home/ada/données 2.mjs', 'données-2'],
  ['C:\\x\\..\\a:b\u202egpj.mjs', 'C-x-..-a-b-gpj'],
  ['a\0b\n.js', 'a-b-'],
])('a file about %j is called %s', (script, name) => {
  expect(fileStem(script)).toBe(name);
});

describe('lessons', () => {
  test('are read in the order of their folders; other folders are left out', () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => complaints.mockRestore());
    const folder = newFolder();
    const lesson = (title: string, file = 'a.mjs') => ({
      title,
      question: 'Why?',
      explanation: ['Look at `await`.'],
      scripts: [{ title: 'It', role: 'trap', file, lookFor: ['{main} waits.'] }],
    });
    const write = (id: string, content: unknown) => {
      mkdirSync(join(folder, id));
      writeFileSync(
        join(folder, id, 'lesson.json'),
        typeof content === 'string' ? content : JSON.stringify(content),
      );
      writeFileSync(join(folder, id, 'a.mjs'), '');
    };
    write('02-second', lesson('Second'));
    write('01-first', lesson('First'));
    write('03-broken', '{');
    write('04-incomplete', { title: 'x' });
    write('05-outside', lesson('Outside', '../../etc/passwd'));
    write('05-parent', lesson('Parent', '..'));
    write('06-open', { ...lesson('Open'), explanation: ['Look at `await'] });
    write('07-gone', lesson('Gone', 'b.mjs'));
    mkdirSync(join(folder, '08-empty'));
    mkdirSync(join(folder, '09-pipe'));
    execFileSync('mkfifo', [join(folder, '09-pipe/lesson.json')]);
    write('10-large', ' '.repeat(1024 * 1024 + 1));
    writeFileSync(join(folder, 'readme.txt'), '');
    expect(listLessons(folder)).toEqual([
      {
        id: '01-first',
        own: false,
        title: 'First',
        question: 'Why?',
        explanation: ['Look at `await`.'],
        point: null,
        scripts: [
          {
            title: 'It',
            role: 'trap',
            path: join(folder, '01-first/a.mjs'),
            lookFor: ['{main} waits.'],
            predict: null,
            noFinding: null,
            name: '01-first/a.mjs',
          },
        ],
      },
      expect.objectContaining({ id: '02-second' }),
    ]);
    expect(complaints.mock.calls.map(([line]) => String(line).split(':')[0])).toEqual([
      'Loopscope leaves out the lesson 03-broken',
      'Loopscope leaves out the lesson 04-incomplete',
      'Loopscope leaves out the lesson 05-outside',
      'Loopscope leaves out the lesson 05-parent',
      'Loopscope leaves out the lesson 06-open',
      'Loopscope leaves out the lesson 07-gone',
      'Loopscope leaves out the lesson 09-pipe',
      'Loopscope leaves out the lesson 10-large',
    ]);
    expect(listLessons(join(folder, 'nowhere'))).toEqual([]);
    const done = (run: string[]) =>
      withProgress(listLessons(folder), run).map(({ scripts }) => scripts.map((script) => script.done));
    expect(done([])).toEqual([[false], [false]]);
    expect(done(['02-second/a.mjs', '09-gone/b.mjs'])).toEqual([[false], [true]]);
  });
});
