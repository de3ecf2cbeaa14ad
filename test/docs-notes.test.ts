// Each surprise in docs/async-hooks-notes.md says the same things in the same order, and names the tests that pin it:
// *file: title; another title; file: title.*
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../scripts/paths.mjs';

const notes = readFileSync(at('docs/async-hooks-notes.md'), 'utf8');

/** The tests of the tracer, by their names: two of one name would be one too many. */
const tests = new Map(
  readdirSync(at('test/tracer'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => [basename(file, '.test.ts'), at(`test/tracer/${file}`)]),
);

/** What a note refers to, as `file: title`. */
const references = [...notes.matchAll(/(?<![*\w])\*([\w-]+: [^*]+?)\.?\*(?!\*)/g)].flatMap(
  ([, text = '']) => {
    let file = '';
    return text
      .replace(/\s+/g, ' ')
      .split('; ')
      .map((part) => {
        const [, name = '', title = ''] = /^([\w-]+): (.*)$/.exec(part) ?? [];
        if (!tests.has(name)) return [file, part] as const;
        file = name;
        return [file, title] as const;
      });
  },
);

test('every surprise names the Node versions, what is done about it, and the test that pins it', () => {
  const [surprises = ''] = notes.split('\n## What cannot be hidden\n');
  const sections = surprises.split(/^### /m).slice(1);
  expect(sections.length).toBeGreaterThan(10);
  for (const section of sections) {
    const labels = [...section.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, label]) => label);
    expect(labels, section).toEqual(['On', 'Here', 'Pinned by']);
    expect(section, section).toMatch(/\*[\w-]+: [^*]+\*/);
  }
});

test.each(references)('%s: %s', (file, title) => {
  expect(readFileSync(tests.get(file) ?? '', 'utf8')).toContain(`'${title}`);
});
