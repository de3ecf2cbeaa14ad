// Each surprise in docs/async-hooks-notes.md names the tests that pin it: *file: title; another title; file: title.*
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../scripts/paths.mjs';

const notes = readFileSync(at('docs/async-hooks-notes.md'), 'utf8');

/** What a note refers to, as `file: title`. */
const references = [...notes.matchAll(/(?<![*\w])\*([\w-]+: [^*]+?)\.?\*(?!\*)/g)].flatMap(
  ([, text = '']) => {
    let file = '';
    return text
      .replace(/\s+/g, ' ')
      .split('; ')
      .map((part) => {
        const [, name = '', title = ''] = /^([\w-]+): (.*)$/.exec(part) ?? [];
        if (!existsSync(at(`test/tracer/${name}.test.ts`))) return [file, part] as const;
        file = name;
        return [file, title] as const;
      });
  },
);

test('every surprise names a test', () => {
  const surprises = notes.split(/\n\n+/).filter((paragraph) => paragraph.startsWith('**'));
  expect(surprises.length).toBeGreaterThan(10);
  for (const surprise of surprises) expect(surprise).toMatch(/\*[\w-]+: [^*]+\*/);
});

test.each(references)('%s: %s', (file, title) => {
  expect(readFileSync(at(`test/tracer/${file}.test.ts`), 'utf8')).toContain(`'${title}`);
});
