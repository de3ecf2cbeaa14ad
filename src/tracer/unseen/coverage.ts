// Code coverage that Node was told to write (NODE_V8_COVERAGE; c8, `node --test`). V8 counts in the text that runs; the files are corrected as
// soon as they are written.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { keepTexts, type Texts, textsOf } from '../loader/remembered.ts';
import { pathOfUrl } from '../loader/user-files.ts';
import { watch } from '../names/watched.ts';
import { internals } from '../runtime/internals.ts';
import { countingBegins } from './counted.ts';
import { type FunctionCoverage, writtenCoverage } from './coverage-ranges.ts';
import { OWN_SCRIPTS } from './own-scripts.ts';
import { lineLengths, namedMap } from './source-maps.ts';
import { textsAgain } from './written-columns.ts';

interface ScriptCoverage {
  readonly url: string;
  functions: readonly FunctionCoverage[];
}
interface CoverageFile {
  result: readonly ScriptCoverage[];
  readonly 'source-map-cache'?: Record<string, { lineLengths?: readonly number[]; data?: unknown }>;
}
interface Profiler {
  takeCoverage(): void;
  setSourceMapCacheGetter(getter: () => unknown): void;
}

/** This thread's real number, taken before `threadId` shows a lower one. */
const id = threadId;

/** Corrects what is written while the program runs. Returns a function that writes the rest, to be called last of all in this thread. */
export function restoreCoverage(): () => void {
  const profiler = internals()?.internalBinding<Profiler>('profiler');
  if (profiler === undefined) return () => {};
  const { takeCoverage } = profiler;
  /** `coverage-<process>-<time>-<thread>.json` */
  const ours = new RegExp(`^coverage-${process.pid}-\\d+-${id}\\.json$`);
  let folder = '';
  const isWritten = (where = ''): void => {
    folder = where;
    if (folder === '') return;
    keepTexts();
    countingBegins();
  };
  const restoreFiles = (): void => {
    if (folder === '') return;
    try {
      for (const file of readdirSync(folder)) if (ours.test(file)) restoreFile(join(folder, file));
    } catch {
      // The folder cannot be written to. Node has reported that already.
    }
  };
  const after = (owner: object, key: string, then: (argument: string) => void): void =>
    watch(owner, key, (call, args) => {
      const result = call();
      then(String(args[0]));
      return result;
    });
  isWritten(process.env.NODE_V8_COVERAGE);
  let isOver = folder === '';
  const end = (): void => {
    isOver = true;
  };
  // With `--experimental-test-coverage` the test runner has coverage written, and reads it, within its own process.
  after(profiler, 'setCoverageDirectory', isWritten);
  after(profiler, 'endCoverage', end);
  after(profiler, 'takeCoverage', restoreFiles);
  const v8 = createRequire(__filename)('node:v8') as object;
  after(v8, 'takeCoverage', restoreFiles);
  after(v8, 'stopCoverage', end);
  return () => {
    if (isOver) return;
    isOver = true;
    takeCoverage();
    restoreFiles();
    // Node would write the file once more as it ends. But it asks this function first, and gives up if that throws.
    profiler.setSourceMapCacheGetter(() => {
      throw new Error();
    });
  };
}

function restoreFile(file: string): void {
  const content = JSON.parse(readFileSync(file, 'utf8')) as CoverageFile;
  const own = content.result.filter(({ url }) => url.startsWith(OWN_SCRIPTS));
  // The file was corrected before.
  if (own.length === 0) return;
  content.result = content.result.filter((script) => !own.includes(script));
  for (const script of content.result) {
    const texts = textsFor(script.url);
    if (texts === null) continue;
    script.functions = writtenCoverage(script.functions, texts);
    const mapped = content['source-map-cache']?.[script.url];
    if (mapped === undefined) continue;
    mapped.lineLengths = lineLengths(texts.source);
    mapped.data = namedMap(script.url)?.payload ?? mapped.data;
  }
  writeFileSync(file, JSON.stringify(content));
}

function textsFor(url: string): Texts | null {
  const path = pathOfUrl(url);
  return path === null ? null : (textsOf(path) ?? textsAgain(path));
}
