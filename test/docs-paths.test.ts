// Documents that cannot rot: a path that README, CONTRIBUTING, CHANGELOG, docs/ or a comment in the code names has to exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at } from '../scripts/paths.mjs';

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((file) => existsSync(at(file))),
  ...(existsSync(at('docs'))
    ? readdirSync(at('docs'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .map((file) => `docs/${file}`)
    : []),
];

/** What in backticks is a path of this repository, and not a command, a package or a value: it begins like one. */
const topLevel = readdirSync(at(''), { withFileTypes: true })
  .filter((entry) => !['node_modules', '.git', '.cache', 'out', 'dist'].includes(entry.name))
  .map((entry) => entry.name);
const folderNames = [
  'src',
  'test',
  'scripts',
  'docs',
  'samples',
  'bench',
  'bin',
  'tools',
  'tsconfig',
  ...topLevel,
];

function looksLikePath(text: string): boolean {
  if (!/^[\w.@/-]+$/.test(text)) return false;
  const [first = ''] = text.replace(/^\.\//, '').split('/');
  return text.includes('/') ? folderNames.includes(first) : topLevel.includes(text);
}

/** The paths that a document names, each as a path from the repository's folder. */
function pathsNamedIn(document: string, text: string): string[] {
  const named: string[] = [];
  for (const [, target = ''] of text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)) {
    if (/^[a-z][a-z+.-]*:|^#/i.test(target)) continue;
    named.push(posix.join(posix.dirname(document), decodeURI(target.replace(/[#?].*$/, ''))));
  }
  for (const [, , code = ''] of text.matchAll(/(`+)(.+?)\1/g)) {
    // `src/cli/index.ts:12` and `src/cli/index.ts#name` name a place in a file.
    const path = code.trim().replace(/(?::\d+)+$|#.*$/, '');
    if (looksLikePath(path)) named.push(posix.normalize(path));
  }
  return named;
}

function missingFrom(document: string, text: string): string[] {
  return pathsNamedIn(document, text)
    .filter((path) => !existsSync(at(path)))
    .map((path) => `${document} names ${path}`);
}

describe('documents name only paths that exist', () => {
  test.each(documents)('%s', (document) => {
    expect(missingFrom(document, readFileSync(at(document), 'utf8'))).toEqual([]);
  });

  test('a made-up document is caught', () => {
    const text =
      'See `src/no-such-file.ts:3`, [there](no-such.md#part), `scripts/start.mjs` and [here](../LICENSE).';
    expect(missingFrom('docs/made-up.md', text)).toEqual([
      'docs/made-up.md names docs/no-such.md',
      'docs/made-up.md names src/no-such-file.ts',
    ]);
  });

  test('things that are not paths are ignored', () => {
    const text =
      'Run `npm test`, read `a/b`, use `@types/node`, `node:fs`, [site](https://example.org) or `out/main`.';
    expect(missingFrom('README.md', text)).toEqual([]);
  });
});

/** The paths that a file's comments name. Such a path begins with a folder of this repository and ends in a file's name. */
function pathsInComments(source: string): string[] {
  const comments = source.match(/^\s*\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm) ?? [];
  const path =
    /(?<![\w./:-])(?:src|test|docs|scripts|bench|tools|samples)\/[\w./-]+\.(?:[cm]js|tsx?|md|json)\b/g;
  return comments.flatMap((comment) => comment.match(path) ?? []);
}

describe('comments name only paths that exist', () => {
  test.each(['src', 'test', 'scripts', 'bench'])('%s', (folder) => {
    const files = readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.([cm]?[jt]sx?|css)$/.test(file))
      .map((file) => `${folder}/${file}`);
    const named = files.flatMap((file) =>
      pathsInComments(readFileSync(at(file), 'utf8')).map((path) => [file, path] as const),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(([, path]) => !existsSync(at(path)))).toEqual([]);
  });
});

test.each(['src', 'src/tracer', 'src/model', 'src/main', 'src/renderer', 'src/renderer/chart'])(
  'architecture.md names every folder of %s',
  (folder) => {
    const text = readFileSync(at('docs/architecture.md'), 'utf8');
    const row = text.split('\n').find((line) => line.startsWith(`| \`${folder}\` | \``)) ?? text;
    const present = readdirSync(at(folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const named = (name: string) => row.includes(`\`${name}\``) || row.includes(`\`${folder}/${name}\``);
    expect(present.map(({ name }) => name).filter((name) => !named(name))).toEqual([]);
  },
);
