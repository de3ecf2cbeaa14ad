// What `check` writes for other tools, and what it takes as known.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Checked, FORMATS, FORMATTERS } from '../../src/cli/check-formats.ts';
import type { RecordingEnd } from '../../src/recording/recorder.ts';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { loopscope } from './command.ts';
import { placeless } from './placeless.ts';

const stuck = (name: string) => `
async function ${name}() {
  await new Promise(() => {});
}
${name}();
`;

/** The official schema, as OASIS publishes it. zod takes a URI reference, which may be relative, for a whole URL. */
const schema = readFileSync(join(import.meta.dirname, 'sarif-2.1.0.schema.json'), 'utf8');
const sarif = z.fromJSONSchema(
  JSON.parse(schema, (key, value) => (key === 'format' && value === 'uri-reference' ? undefined : value)),
  { defaultTarget: 'draft-4' },
);

test('SARIF is valid, names the rule and the place, and says what to do', async () => {
  const program = writeProgram(stuck('main'));
  const cwd = dirname(program);
  const output = join(newFolder(), 'found.sarif');
  const { stderr, exitCode } = await loopscope(
    ['check', '--format', 'sarif', '--output', output, 'main.mjs'],
    { cwd },
  );
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  const log = JSON.parse(readFileSync(output, 'utf8'));
  sarif.parse(log);
  const [run] = log.runs;
  expect(run.results).toMatchObject([
    {
      ruleId: 'never-settled',
      level: 'warning',
      message: { text: expect.stringContaining('main() (main.mjs:2)') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'main.mjs', uriBaseId: 'SRCROOT' },
            region: { startLine: 2 },
          },
        },
      ],
    },
  ]);
  const [result] = run.results;
  expect(run.tool.driver.rules[result.ruleIndex].id).toBe('never-settled');
  expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 0 }]);
});

test('a place in a package: sentences name the package, and other tools get the path that there is', async () => {
  const program = writeProgram({
    'main.mjs': `import { open } from 'cart'; open();`,
    'node_modules/cart/package.json': '{ "name": "cart", "type": "module", "exports": "./lib/index.js" }',
    'node_modules/cart/lib/index.js': `export ${stuck('open').trim().replace('open();', '')}`,
  });
  const cwd = dirname(program);
  const found = async (format: string): Promise<string> => {
    const args = ['check', '--include-modules', '--format', format, 'main.mjs'];
    return (await loopscope(args, { cwd })).stderr;
  };
  const path = 'node_modules/cart/lib/index.js';
  expect(await found('text')).toContain(`${path}:2 The program ended while open() (cart/lib/index.js:2)`);
  expect(await found('github')).toContain(`::warning file=${path},line=2,`);
  const log = JSON.parse(await found('sarif'));
  expect(log.runs[0].results[0]).toMatchObject({
    message: { text: expect.stringContaining('open() (cart/lib/index.js:2)') },
    locations: [{ physicalLocation: { artifactLocation: { uri: path, uriBaseId: 'SRCROOT' } } }],
  });
});

test('names cannot control a terminal or Markdown', () => {
  const insight = placeless('![x](https://a.b/c)<b>\u001b[2J\u202e\n::stop-commands::() still waited.');
  const checked: Checked = {
    insights: { found: [insight], more: {}, muted: 0 },
    known: new Set(),
    end: { exitCode: 0, signal: null, problem: null } as RecordingEnd,
    version: '1.2.3',
  };
  const written = FORMATS.filter((format) => format !== 'json').map((format) => FORMATTERS[format](checked));
  const shown = '![x](https://a.b/c)<b>␛[2J\ufffd␊::stop-commands::() still waited.';
  expect(written[0]).toBe(`${shown} [never-settled]\n    Wait.\n`);
  expect(written[1]).toBe(`::warning title=never-settled::${shown}%0AWait.\n`);
  expect(JSON.parse(written[2]!).runs[0].results[0].message).toMatchObject({
    text: `${shown} Wait.`,
    markdown: expect.stringContaining('\\!\\[x\\](https://a.b/c)\\<b\\>␛'),
  });
});

test('the schema refuses something that is not SARIF', async () => {
  const { stderr } = await loopscope(['check', '--format', 'sarif', writeProgram(stuck('main'))]);
  const log = JSON.parse(stderr);
  expect(sarif.safeParse(log).success).toBe(true);
  const [run] = log.runs;
  const [result] = run.results;
  for (const wrong of [
    { ...log, version: '3' },
    { ...log, runs: [{ ...run, tool: {} }] },
    { ...log, runs: [{ ...run, results: [{ ...result, level: 'grave' }] }] },
    { ...log, runs: [{ ...run, results: [{ ...result, nonsense: 1 }] }] },
  ]) {
    expect(sarif.safeParse(wrong).success).toBe(false);
  }
});

test('findings of the baseline do not count, even after lines were added above them', async () => {
  const program = writeProgram({ 'main.mjs': stuck('main') });
  const cwd = dirname(program);
  const baseline = ['--baseline', 'known.json'];
  const check = (...args: string[]) => loopscope(['check', ...args, 'main.mjs'], { cwd });

  const missing = await check(...baseline);
  expect({ exitCode: missing.exitCode, stdout: missing.stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(missing.stderr).toContain('--update-baseline');

  expect(await check(...baseline, '--update-baseline')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8'))).toEqual({
    format: 'loopscope-baseline/1',
    known: [{ id: 'never-settled', file: 'main.mjs', code: 'await new Promise(() => {});' }],
  });
  expect(await check(...baseline)).toMatchObject({ exitCode: 0, stderr: '' });

  writeFileSync(program, `// A line more.\n${stuck('main')}`);
  expect(await check(...baseline)).toMatchObject({ exitCode: 0, stderr: '' });
  const json = await check(...baseline, '--format', 'json');
  expect(JSON.parse(json.stderr).insights).toMatchObject([{ id: 'never-settled', line: 4, known: true }]);
  const log = JSON.parse((await check(...baseline, '--format', 'sarif')).stderr);
  sarif.parse(log);
  expect(log.runs[0].results).toMatchObject([
    { baselineState: 'unchanged', suppressions: [{ kind: 'external' }] },
  ]);

  writeFileSync(program, stuck('main').replace('=> {}', '=> 0'));
  const changed = await check(...baseline);
  expect(changed.exitCode).toBe(1);
  expect(changed.stderr).toContain('main.mjs:3');
});

test('a baseline’s paths are relative to its folder, and what it has stays', async () => {
  const program = writeProgram({ 'a.mjs': stuck('one'), 'b.mjs': stuck('two') });
  const cwd = dirname(program);
  mkdirSync(join(cwd, 'ci'));
  const baseline = ['--baseline', 'ci/known.json'];
  await loopscope(['check', ...baseline, '--update-baseline', 'a.mjs'], { cwd });
  await loopscope(['check', ...baseline, '--update-baseline', 'b.mjs'], { cwd });
  const { known } = JSON.parse(readFileSync(join(cwd, 'ci/known.json'), 'utf8'));
  expect(known.map(({ file }: { file: string }) => file)).toEqual(['../a.mjs', '../b.mjs']);
  for (const file of ['a.mjs', 'b.mjs'])
    expect(await loopscope(['check', ...baseline, file], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a file that is not a baseline is refused before the program runs', async () => {
  const program = writeProgram("console.log('ran')");
  for (const text of ['nonsense', '{}', '{"format":"loopscope-baseline/2","known":[]}']) {
    const file = join(newFolder(), 'known.json');
    writeFileSync(file, text);
    const { stdout, stderr, exitCode } = await loopscope(['check', '--baseline', file, program]);
    expect({ stdout, exitCode }, text).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('is not a baseline');
  }
});

test('thresholds are set by id', async () => {
  const program = writeProgram(`
    import { setTimeout as sleep } from 'node:timers/promises';
    const load = async (ms) => { await sleep(ms); return ms; };
    const one = await load(60);
    const other = await load(70);
    console.log(one, other);
  `);
  expect((await loopscope(['check', program])).stderr).toContain('[sequential-awaits]');
  const patient = await loopscope(['check', '--threshold', 'sequential-awaits=60s', program]);
  expect(patient.stderr).not.toContain('[sequential-awaits]');
  for (const wrong of ['nonsense=1', 'late-timer=soon', 'unbounded-concurrency=5ms']) {
    const { stdout, stderr, exitCode } = await loopscope(['check', '--threshold', wrong, program]);
    expect({ stdout, exitCode }, wrong).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(wrong.startsWith('n') ? wrong.split('=')[0] : wrong.split('=')[1]);
  }
});
