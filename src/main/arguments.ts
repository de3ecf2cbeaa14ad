// The app's command line: `electron . [FILE] [-- ARGS…]`, and for a headless run
// `--headless-run FILE --out FOLDER [--size 1280x800] [--theme dark] [-- ARGS…]`.

import { resolve } from 'node:path';
import type { ThemeChoice } from '../protocol/bridge.ts';

export interface AppArguments {
  /** Absolute path of a script or recording to open at once. */
  readonly file: string | null;
  /** The program's own arguments: everything after `--`. */
  readonly programArgs: readonly string[];
  /** The folder in which the command was given. */
  readonly cwd: string;
  readonly headless: HeadlessArguments | null;
}

export interface HeadlessArguments {
  /** Absolute path of the script or recording. */
  readonly file: string;
  /** Absolute path of a folder for screenshot.png and run.loopscope. */
  readonly outFolder: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: ThemeChoice;
}

/**
 * The part of `process.argv` that is meant for the app. In development Electron runs as `electron [its own options] FOLDER …`; a packaged
 * app is the executable itself.
 */
export function ownArguments(
  argv: readonly string[],
  appFolder: string | null,
  cwd: string,
): readonly string[] {
  if (appFolder === null) return argv.slice(1);
  const at = argv.findIndex((argument, index) => index > 0 && resolve(cwd, argument) === appFolder);
  return argv.slice(at === -1 ? 1 : at + 1);
}

/**
 * Parses `argv`, which begins after the executable and the app's folder. Unknown options belong to Chromium (`--no-sandbox`) and are
 * ignored. Throws an Error with a sentence for the user if a value makes no sense.
 */
export function parseAppArguments(argv: readonly string[], cwd: string): AppArguments {
  const end = argv.indexOf('--');
  const ours = end === -1 ? argv : argv.slice(0, end);
  const programArgs = end === -1 ? [] : argv.slice(end + 1);
  const values = new Map<string, string>();
  let file: string | null = null;
  for (let at = 0; at < ours.length; at++) {
    const argument = ours[at] as string;
    const [name, joined] = splitOption(argument);
    if (HEADLESS_OPTIONS.has(name)) {
      const value = joined ?? ours[++at];
      if (value === undefined) throw new Error(`${name}: needs a value.`);
      values.set(name, value);
    } else if (!argument.startsWith('-')) {
      file ??= argument;
    }
  }
  const headlessFile = values.get('--headless-run');
  const path = headlessFile ?? file;
  return {
    file: path === null ? null : resolve(cwd, path),
    programArgs,
    cwd,
    headless: headlessFile === undefined ? null : headlessArguments(headlessFile, values, cwd),
  };
}

const HEADLESS_OPTIONS = new Set(['--headless-run', '--out', '--size', '--theme']);

function headlessArguments(
  file: string,
  values: ReadonlyMap<string, string>,
  cwd: string,
): HeadlessArguments {
  const out = values.get('--out');
  if (out === undefined)
    throw new Error('--headless-run: needs --out FOLDER, where the screenshot and the recording go.');
  const sizeText = values.get('--size') ?? '1280x800';
  const size = /^(\d{3,5})x(\d{3,5})$/.exec(sizeText);
  if (size === null)
    throw new Error(`--size: "${sizeText}" is no width and height in pixels such as 1280x800.`);
  const theme = values.get('--theme') ?? 'light';
  if (theme !== 'light' && theme !== 'dark')
    throw new Error(`--theme: there is no "${theme}". There are light, dark.`);
  return {
    file: resolve(cwd, file),
    outFolder: resolve(cwd, out),
    size: { width: Number(size[1]), height: Number(size[2]) },
    theme,
  };
}

function splitOption(argument: string): [name: string, value: string | undefined] {
  const equals = argument.indexOf('=');
  return equals === -1 ? [argument, undefined] : [argument.slice(0, equals), argument.slice(equals + 1)];
}
