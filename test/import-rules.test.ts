// The import rules of docs/architecture.md, held against the real files. Lint says the same while one types; this test
// resolves every path, so no spelling of a forbidden import gets by.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at, root } from '../scripts/paths.mjs';

const folders = [
  'protocol',
  'node',
  'tracer',
  'recording',
  'model',
  'main',
  'preload',
  'renderer',
  'export',
  'cli',
] as const;
type Folder = (typeof folders)[number];

interface Rule {
  /** Folders of src it may import, besides itself. */
  may: Folder[];
  /** Packages it may import; `node:` stands for all of Node's own modules, '*' for any package. */
  packages: string[];
  /** Packages it may not import, whatever `packages` says. */
  never?: string[];
}

const rules: Record<Folder, Rule> = {
  protocol: { may: [], packages: [] },
  node: { may: [], packages: [] },
  tracer: {
    may: ['protocol', 'node'],
    packages: [
      'node:',
      'acorn',
      'acorn-walk',
      'magic-string',
      '@jridgewell/sourcemap-codec',
      '@jridgewell/trace-mapping',
      '@opentelemetry/api',
      '@typescript/typescript6',
    ],
  },
  recording: { may: ['protocol', 'node'], packages: ['node:'] },
  model: { may: ['protocol'], packages: [] },
  export: {
    may: ['protocol', 'model'],
    packages: ['@opentelemetry/api', '@opentelemetry/otlp-transformer', 'd3-array'],
  },
  main: { may: ['protocol', 'recording', 'model'], packages: ['*'], never: ['react', 'react-dom'] },
  preload: { may: ['protocol'], packages: ['electron'] },
  renderer: { may: ['protocol', 'model'], packages: ['*'], never: ['electron', 'node:'] },
  cli: {
    may: ['protocol', 'recording', 'model', 'export'],
    packages: ['*'],
    never: ['electron', 'react', 'react-dom'],
  },
};

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, `require('x')`, `new Worker(new URL('x', …))`. */
const importPattern =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|\bWorker\s*\(\s*new\s+URL\s*\(\s*)(['"`])([^'"`\n]+)\1/g;

function importsOf(source: string): string[] {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  return [...withoutComments.matchAll(importPattern)].map((match) => match[2] ?? '');
}

function packageOf(specifier: string): string {
  const [scopeOrName = '', name] = specifier.split('/');
  const isBuiltin = specifier.startsWith('node:') || builtinModules.includes(scopeOrName);
  if (isBuiltin) return 'node:';
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}

/** Why this import is forbidden, or null when it is allowed. `file` is a path from the repository's folder. */
function forbidden(file: string, specifier: string): string | null {
  const from = file.split('/')[1] as Folder;
  const { may, packages, never = [] } = rules[from];
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    const allowed = (packages.includes('*') || packages.includes(name)) && !never.includes(name);
    return allowed ? null : `${from} may not import the package ${specifier}`;
  }
  const path = posix.join(posix.dirname(file), specifier);
  // Where the version is.
  if (path === 'package.json' && (from === 'main' || from === 'cli')) return null;
  const [top, to] = path.split('/');
  if (top !== 'src') return `${from} may not import from outside src: ${specifier}`;
  return to === from || may.includes(to as Folder) ? null : `${from} may not import from ${to}`;
}

function violations(file: string, source: string): string[] {
  return importsOf(source)
    .map((specifier) => forbidden(file, specifier))
    .filter((reason) => reason !== null)
    .map((reason) => `${file}: ${reason}`);
}

const filesIn = (folder: string): string[] =>
  readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath, entry.name).slice(root.length + 1));

const files = filesIn('src');
/** Without the programs that tests run: a circle is what one of them is about. */
const others = ['bench', 'scripts', 'test'].flatMap(filesIn).filter((file) => !file.includes('/fixtures/'));

/**
 * Which files of ours each file cannot be read without, its types among them. What is imported later is there by then, and what
 * runs in a thread of its own begins there.
 */
const needs = new Map(
  [...files, ...others].map((file) => {
    const readAtOnce = readFileSync(at(file), 'utf8').replace(/\bimport\s*\(|\bnew\s+URL\s*\(/g, '');
    const own = importsOf(readAtOnce).filter((specifier) => specifier.startsWith('.'));
    return [file, own.map((specifier) => posix.join(posix.dirname(file), specifier))];
  }),
);

/** A way from a file back to itself; null where there is none. */
function circle(
  file: string,
  way: readonly string[] = [],
  done = new Set<string>(),
): readonly string[] | null {
  if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
  if (done.has(file)) return null;
  done.add(file);
  for (const needed of needs.get(file) ?? []) {
    const found = circle(needed, [...way, file], done);
    if (found !== null) return found;
  }
  return null;
}

describe('import rules', () => {
  test('every folder of src has a rule', () => {
    const present = readdirSync(at('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders).toEqual(expect.arrayContaining(present.map((entry) => entry.name)));
  });

  test('no file of src breaks one', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => violations(file, readFileSync(at(file), 'utf8')))).toEqual([]);
  });

  test('lint forbids the same folders', () => {
    const { overrides } = JSON.parse(readFileSync(at('biome.jsonc'), 'utf8').replace(/^\s*\/\/.*$/gm, ''));
    const forbiddenTo = (folder: string): string[] =>
      overrides
        .filter(({ includes }: { includes: string[] }) => includes.includes(`src/${folder}/**`))
        .flatMap((override: object) => [...JSON.stringify(override).matchAll(/"\.\.\/\*\*\/(\w+)\/\*\*"/g)])
        .map(([, forbidden]: string[]) => forbidden)
        .sort();
    for (const folder of folders) {
      const may: readonly string[] = [folder, ...rules[folder].may];
      expect([folder, ...forbiddenTo(folder)]).toEqual([
        folder,
        ...folders.filter((other) => !may.includes(other)).sort(),
      ]);
    }
  });

  test('no file imports itself through others, not even for types', () => {
    const done = new Set<string>();
    expect([...needs.keys()].map((file) => circle(file, [], done)).filter((way) => way !== null)).toEqual([]);
  });

  test.each([
    ['src/protocol/codec.ts', "import { TextDecoder } from 'node:util';"],
    ['src/protocol/codec.ts', "import type { Task } from '../model/tasks.ts';"],
    ['src/model/words.ts', "import { withoutMarkers } from '../node/marker-text.ts';"],
    ['src/model/insights/slow.ts', "import { scaleLinear } from 'd3-scale';"],
    ['src/model/insights/slow.ts', "export * from '../../renderer/colours.ts';"],
    ['src/model/tables/tasks.ts', "const fs = await import('fs/promises');"],
    ['src/tracer/preload.ts', "import { z } from 'zod';"],
    ['src/tracer/preload.ts', "const model = require('../model/index.ts');"],
    ['src/export/csv.ts', "import { writeFile } from 'node:fs/promises';"],
    ['src/recording/spawn.ts', "import { app } from 'electron';"],
    ['src/renderer/app.tsx', "import { ipcMain } from 'electron';"],
    ['src/renderer/app.tsx', "import { spawn } from '../main/spawn.ts';"],
    ['src/renderer/worker/index.ts', "new Worker(new URL('../../main/worker.ts', import.meta.url));"],
    ['src/renderer/app.tsx', "import '../../scripts/setup.mjs';"],
    ['src/cli/index.ts', "import { BrowserWindow } from 'electron/main';"],
    ['src/main/index.ts', "import { App } from '../renderer/app.tsx';"],
  ])('%s with %s breaks one', (file, source) => {
    expect(violations(file, source)).toHaveLength(1);
  });

  test.each([
    ['src/protocol/codec.ts', "import type { Nanoseconds } from './units.ts';"],
    ['src/model/insights/slow.ts', "import type { Nanoseconds } from '../../protocol/units.ts';"],
    ['src/tracer/preload.ts', "import { createHook } from 'node:async_hooks'; // from 'zod'"],
    ['src/tracer/preload.ts', "/** not a real import: import 'react' */ import { parse } from 'acorn';"],
    ['src/renderer/app.tsx', "import { useStore } from 'zustand/react';"],
    ['src/main/index.ts', "import { app } from 'electron';"],
  ])('%s with %s does not', (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});
