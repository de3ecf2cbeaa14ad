// The lessons as a learner without Loopscope would run them: plain Node, real time, nothing traced.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at } from '../scripts/paths.mjs';
import { lessonSchema } from '../src/main/lessons.ts';
import { lessonText } from '../src/protocol/lesson.ts';
import { answerTo, LESSON_PROGRAMS, wrongOutput } from './support/lesson-programs.ts';
import { runPlain } from './support/program.ts';

const lessons = readdirSync(at('samples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const read = (name: string): unknown => JSON.parse(readFileSync(at(`samples/${name}/lesson.json`), 'utf8'));
const scriptsOf = (name: string) => lessonSchema.parse(read(name)).scripts;

// What computes is run in the traced tests only: here it would keep other tests waiting.
const quiet = LESSON_PROGRAMS.filter(({ computes, endless }) => !computes && !endless);
// All under way at once: they do little else than wait.
const endings = new Map(quiet.map((program) => [program.file, runPlain(at(`samples/${program.file}`))]));

test.each(quiet)('$file runs to its end on plain Node', { timeout: 60_000 }, async (program) => {
  const ending = await endings.get(program.file);
  expect(wrongOutput(program, ending?.stdout ?? '')).toBeNull();
  expect(ending).toMatchObject({ exitCode: program.exitCode, signal: null });
  if (program.exitCode === 0) expect(ending?.stderr).toBe('');
});

describe('every lesson says what it is', () => {
  test('there are fourteen, numbered so that they sort', () => {
    expect(lessons.map((name) => Number(/^(\d\d)(-[a-z]+)+$/.exec(name)?.[1]))).toEqual(
      Array.from({ length: 14 }, (_, index) => index + 1),
    );
  });

  test('each of their programs is among those that are run here', () => {
    const all = lessons.flatMap((name) => scriptsOf(name).map(({ file }) => `${name}/${file}`));
    expect(LESSON_PROGRAMS.map(({ file }) => file).sort()).toEqual(all.sort());
  });

  test.each(lessons)('%s has a trap and a fix, or several, and a question', (name) => {
    const lesson = lessonSchema.parse(read(name));
    const roles = lesson.scripts.map(({ role }) => role);
    expect(roles).toContain('trap');
    expect(roles).toContain('fix');
    expect(lesson.question).toMatch(/\?$/);
    expect(lesson.point).not.toBeNull();
    for (const { file } of lesson.scripts) {
      const path = at(join('samples', name, file));
      expect(existsSync(path), path).toBe(true);
      // A learner opens the script first: its head says what to look for, its length leaves room to see it.
      const text = readFileSync(path, 'utf8');
      expect(text).toContain('// What you should see:');
      expect(text.split('\n').length, `lines of ${file}`).toBeLessThanOrEqual(55);
    }
  });

  test.each(lessons)('%s begins with its trap, and says what to see where nothing is found in it', (name) => {
    const pairs = scriptsOf(name).filter(({ role }) => role !== 'example');
    expect(pairs[0]?.role).toBe('trap');
    for (const { file, role, noFinding } of pairs) {
      const isFound = LESSON_PROGRAMS.some(
        (it) => it.file === `${name}/${file}` && it.insights !== undefined,
      );
      expect(noFinding !== null, file).toBe(role === 'trap' && !isFound);
    }
  });

  test.each(lessons)('%s asks before each run, and only for what can be told apart', (name) => {
    for (const { predict } of scriptsOf(name)) {
      expect(predict).not.toBeNull();
      const texts = predict?.choices.map(({ text }) => text) ?? [];
      expect(new Set(texts).size).toBe(texts.length);
      if (predict) expect(predict.question).toMatch(/[?.]$/);
    }
  });

  test.each(lessons)('%s tells of a wrong answer what is wrong with it', (name) => {
    for (const { file, predict } of scriptsOf(name)) {
      const right = answerTo(LESSON_PROGRAMS.find((it) => it.file === `${name}/${file}`)!, predict!);
      const { pick, choices, mistakes } = predict!;
      const said = mistakes.map((mistake) => mistake.said.map((text) => right.indexOf(text)));
      if (pick === 'order') {
        expect(said.length, file).toBeGreaterThan(0);
        for (const [earlier, later] of said) expect(earlier, file).toBeGreaterThan(later!);
      } else {
        const wrong = choices.map(({ text }) => text).filter((text) => text !== right[0]);
        expect(mistakes.map((mistake) => mistake.said[0]).sort(), file).toEqual(wrong.sort());
      }
    }
  });

  test('a text of words, code, tasks and tabs is read, and one with an unclosed bracket is not', () => {
    expect(lessonText('select {alarm}: its `await` ends, as [Console] says')).toEqual([
      { kind: 'words', text: 'select ' },
      { kind: 'task', text: 'alarm' },
      { kind: 'words', text: ': its ' },
      { kind: 'code', text: 'await' },
      { kind: 'words', text: ' ends, as ' },
      { kind: 'tab', text: 'Console' },
      { kind: 'words', text: ' says' },
    ]);
    for (const open of [
      'an {alarm',
      'an alarm}',
      'an `await',
      '{}',
      '``',
      '[Console',
      'Console]',
      '[Nothing]',
    ])
      expect(lessonText(open)).toBeNull();
  });
});
