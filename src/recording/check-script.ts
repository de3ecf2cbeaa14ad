import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { Result } from '../protocol/bridge.ts';
import { RECORDING_EXTENSION, RECORDING_MAGIC } from '../protocol/recording.ts';
import { failure, fileCause, success } from './problem.ts';

export const SCRIPT_EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx'] as const;

/** How much of a file is searched for bytes that no text contains. */
const LOOKED_AT_BYTES = 64 * 1024;

const MIB = 1024 * 1024;
/** Larger than any bundle. A script is read, parsed and shown as a whole. */
const MOST_SCRIPT_BYTES = 64 * MIB;

/** The beginning of a file, and its length. */
interface Start {
  readonly bytes: Uint8Array;
  readonly fileBytes: number;
}

export type FileKind = 'script' | 'recording';

/**
 * Checks a path that the user gave, and returns the absolute path and what kind of file it is. A recording is recognised by its first
 * bytes, whatever its name, or by its extension. The problem says why the file is neither a recording nor a script.
 */
export async function checkFile(path: string): Promise<Result<{ kind: FileKind; path: string }>> {
  const absolute = resolve(path);
  const start = await readStart(path, absolute);
  if (!start.ok) return start;
  // If only its name says that it is a recording, opening it will tell what is wrong.
  if (isRecording(start.value.bytes) || extname(absolute) === RECORDING_EXTENSION) {
    return success({ kind: 'recording', path: absolute });
  }
  return checkText(absolute, start.value);
}

/** The same for a path that is to be run, which must be a script. */
export async function checkScript(path: string): Promise<Result<{ kind: 'script'; path: string }>> {
  const checked = await checkFile(path);
  if (checked.ok && checked.value.kind === 'recording') {
    return failure(
      `Cannot run ${basename(path)}`,
      `${checked.value.path} is a recording, not a script.`,
      'Open it instead of running it.',
    );
  }
  return checked as Result<{ kind: 'script'; path: string }>;
}

async function readStart(path: string, absolute: string): Promise<Result<Start>> {
  const another = 'Check the path, or open another file.';
  if (path.trim() === '')
    return failure('No file was named', 'The path is empty.', 'Choose a script or a recording.');
  const title = `Cannot open ${basename(absolute)}`;
  let file: FileHandle | undefined;
  try {
    // Checked before opening it: opening a pipe without a writer would block for ever.
    const found = await stat(absolute);
    if (found.isDirectory()) {
      return failure(title, `${absolute} is a folder.`, 'Open the script that starts the program.');
    }
    if (!found.isFile()) return failure(title, `${absolute} is a device or a pipe, not a file.`, another);
    file = await open(absolute);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    return success({ bytes: buffer.subarray(0, bytesRead), fileBytes: found.size });
  } catch (error) {
    return failure(title, fileCause(absolute, error), another);
  } finally {
    await file?.close();
  }
}

function checkText(
  path: string,
  { bytes: start, fileBytes }: Start,
): Result<{ kind: 'script'; path: string }> {
  const title = `Cannot run ${basename(path)}`;
  const extension = extname(path).toLowerCase();
  const known = SCRIPT_EXTENSIONS.some((supported) => supported === extension);
  if (known && start.includes(0)) {
    return failure(title, `${path} is a binary file, not a script.`, 'Open a JavaScript or TypeScript file.');
  }
  if (known || (extension === '' && isForNode(start))) {
    if (fileBytes <= MOST_SCRIPT_BYTES) return success({ kind: 'script', path });
    const sizes = `${Math.ceil(fileBytes / MIB)} MiB; a script may have at most ${MOST_SCRIPT_BYTES / MIB}`;
    return failure(title, `${path} has ${sizes}.`, 'Open a script that imports it.');
  }
  if (basename(path) === 'package.json') {
    const run = nodeScripts(start);
    return failure(
      title,
      run.length === 0
        ? `${path} is not a script, and none of the scripts it lists runs a file with node.`
        : `${path} is not a script itself. What it runs with node: ${run.join(', ')}.`,
      'Open the file that it runs, and put the rest of its command into the field for the arguments.',
    );
  }
  return failure(
    title,
    extension === ''
      ? `${path} has neither an extension nor a first line such as #!/usr/bin/env node, so it is not known to be a script.`
      : `${path} is neither a script nor a recording: Loopscope does not know ${extension} files.`,
    `Open a file that ends in ${SCRIPT_EXTENSIONS.slice(0, -1).join(', ')} or ${SCRIPT_EXTENSIONS.at(-1)}, or a recording.`,
  );
}

/** The files that the `scripts` of a package.json run with node: `src/server.js (start)`. */
function nodeScripts(start: Uint8Array): string[] {
  try {
    const { scripts = {} } = JSON.parse(Buffer.from(start).toString()) as {
      scripts?: Record<string, unknown>;
    };
    return Object.entries(scripts).flatMap(([name, command]) => {
      const file = /(?:^|\s)node\s+(?:-\S+\s+)*([^\s-]\S*)/.exec(String(command))?.[1];
      return file === undefined ? [] : `${file} (${name})`;
    });
  } catch {
    // It is malformed, or longer than the part that was read.
    return [];
  }
}

/** Whether a file without an extension, as commands often are, is for Node: a `#!` line says so. */
function isForNode(start: Uint8Array): boolean {
  const [line = ''] = Buffer.from(start).toString('latin1').split('\n', 1);
  return /^#!.*[\s/]node(\s|$)/.test(line) && !start.includes(0);
}

/** Whether a file begins like a recording. */
export function isRecording(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(0, RECORDING_MAGIC.length)).toString('latin1') === RECORDING_MAGIC;
}
