import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { aboutOf, type Insight } from '../model/index.ts';
import type { KnownInsight } from '../protocol/insights.ts';
import { fileCause } from '../recording/problem.ts';
import { CommandError } from './errors.ts';
import { writeText } from './written-files.ts';

const FORMAT = 'loopscope-baseline/1';

const schema = z.object({
  format: z.literal(FORMAT),
  known: z.array(
    z.object({
      id: z.string(),
      file: z.string().nullable(),
      code: z.string().nullable(),
      about: z.string().exactOptional(),
    }),
  ),
});

/**
 * Reads the known findings. Each is identified by the text of its line, so that lines may be added above it. Paths in the file are
 * relative to its folder, so that it can be committed.
 */
export async function readBaseline(path: string, { mayBeMissing = false } = {}): Promise<KnownInsight[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && mayBeMissing) return [];
    const cause = missing
      ? `there is no file ${path}. --update-baseline writes one.`
      : fileCause(path, error);
    throw new CommandError(`--baseline: ${cause}`);
  }
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    const [wrong] = z.prettifyError(parsed.error).split('\n');
    throw new CommandError(
      `--baseline: ${path} is not a baseline (${wrong}). Choose another file, or one that is not there for --update-baseline to write.`,
    );
  }
  const folder = dirname(path);
  return parsed.data.known.map((known) => ({
    ...known,
    file: known.file === null ? null : resolve(folder, known.file),
  }));
}

/** Adds new findings to the known ones. A finding without a place is identified by its message. */
export async function writeBaseline(
  path: string,
  known: readonly KnownInsight[],
  found: readonly Insight[],
): Promise<void> {
  const folder = dirname(path);
  const lines = new Set(
    [...known, ...found.map(asKnown)].map(({ file, ...rest }) =>
      JSON.stringify({ ...rest, file: file === null ? null : relative(folder, file).split(sep).join('/') }),
    ),
  );
  const list = [...lines].sort().map((line) => `\n    ${line}`);
  const text = `{\n  "format": "${FORMAT}",\n  "known": [${list.join(',')}${list.length > 0 ? '\n  ' : ''}]\n}\n`;
  await writeText('--baseline', path, text);
}

function asKnown(insight: Insight): KnownInsight {
  const { id, file, code } = insight;
  return file === null ? { id, file, code, about: aboutOf(insight) } : { id, file, code };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
