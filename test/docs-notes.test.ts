// Each surprise in docs/async-hooks-notes.md says the same things in the same order, and names the tests that pin it:
// *file: title; another title; file: title.*
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

test('every surprise says on which Node, what is done here, and which test pins it', () => {
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
  expect(readFileSync(at(`test/tracer/${file}.test.ts`), 'utf8')).toContain(`'${title}`);
});
