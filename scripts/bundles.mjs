// The parts that run in plain Node, outside Electron: each becomes one file with its libraries inside.
import { basename, dirname, resolve } from 'node:path';
import { root } from './paths.mjs';

/** @typedef {{ part: string, source: string, output: string, format: 'cjs' | 'es', minify?: boolean, besideProgram?: boolean }} Bundle */

/** @type {Bundle[]} */
export const bundles = [
  // Injected with --require, so CommonJS: it must be running before the user's first line.
  { part: 'tracer', source: 'src/tracer/preload.ts', output: 'out/tracer/preload.cjs', format: 'cjs' },
  // Loaded by the preload in a thread that is to be traced.
  {
    part: 'tracer',
    source: 'src/tracer/start.ts',
    output: 'out/tracer/start.cjs',
    format: 'cjs',
    besideProgram: true,
  },
  // Loaded by the tracer with the first file whose markers nobody has left.
  {
    part: 'tracer',
    source: 'src/tracer/instrument/index.ts',
    output: 'out/tracer/instrument.cjs',
    format: 'cjs',
    besideProgram: true,
  },
  // Run by itself, once a runtime: keeps what the two before are compiled to.
  {
    part: 'tracer',
    source: 'src/tracer/compile-tracer.ts',
    output: 'out/tracer/compile-tracer.cjs',
    format: 'cjs',
  },
  // Loaded by processes that the program starts, of whatever Node.
  { part: 'tracer', source: 'src/tracer/attach.ts', output: 'out/tracer/attach.cjs', format: 'cjs' },
  {
    part: 'tracer',
    source: 'src/tracer/sending/flusher.ts',
    output: 'out/tracer/flusher.cjs',
    format: 'cjs',
  },
  // Loaded by the preload when a program first uses OpenTelemetry.
  { part: 'tracer', source: 'src/tracer/telemetry/spans.ts', output: 'out/tracer/spans.cjs', format: 'cjs' },
  // Loaded with the first file that this Node does not take and Loopscope does: TypeScript, JSX.
  {
    part: 'tracer',
    source: 'src/tracer/loader/compiled/translator.ts',
    output: 'out/tracer/translator.cjs',
    format: 'cjs',
    minify: true,
  },
  // Node 20 takes loader hooks only as an ES module handed to module.register().
  {
    part: 'tracer',
    source: 'src/tracer/loader/node20/esm-loader.ts',
    output: 'out/tracer/esm-loader.mjs',
    format: 'es',
  },
  { part: 'cli', source: 'src/cli/index.ts', output: 'out/cli/index.mjs', format: 'es' },
];

/** Without comments, blanks and long names, which every start of a program would read: 280 KB instead of 480. The code stays what was
 * written: what a compressor takes for of no use (`new Promise(() => {})`) is asked for what it does. */
const DENSE = { compress: false, mangle: true, codegen: { removeWhitespace: true } };

/** V8 keeps a text two bytes a character as soon as one needs that: 370 KB more in every program that is traced, for tables of
 * identifiers and a few dots. They stand in strings and regular expressions only, where an escape means the same. */
const ascii = {
  name: 'ascii',
  /** @param {unknown} _options @param {Record<string, { type: string, code?: string }>} files */
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk' && file.code !== undefined)
        file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
    }
  },
};

/** Debuggers and profilers name scripts by this. They do not step into those of the runtime itself, which are called so, unless they are told to. */
const named = {
  name: 'named',
  /** @param {unknown} _options @param {Record<string, { type: string, code?: string, fileName: string }>} files */
  generateBundle(_options, files) {
    for (const file of Object.values(files))
      if (file.type === 'chunk')
        file.code = `${file.code}\n//# sourceURL=node:internal/loopscope/${file.fileName.replace(/\.[cm]js$/, '')}\n`;
  },
};

/** @param {string} unit of UTF-16 */
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * @param {Bundle} bundle
 * @param {{ watch?: boolean }} [how] `watch`: again whenever a source changes
 * @returns {import('vite').InlineConfig}
 */
export function bundleConfig(bundle, { watch = false } = {}) {
  const { part, source, output, format, minify = false, besideProgram = false } = bundle;
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: part === 'tracer' ? [ascii, named] : [],
    // node:* stays outside, everything else goes in.
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: resolve(root, source),
      outDir: resolve(root, dirname(output)),
      emptyOutDir: false, // several bundles share a folder
      target: 'node20',
      minify,
      watch: watch ? {} : null,
      rolldownOptions: {
        // Strict, as the modules are that it is made of: functions would have `caller` otherwise.
        output: {
          format,
          entryFileNames: basename(output),
          codeSplitting: false,
          strict: true,
          // A script of the program's may declare a `process`, and that hides the global one from all code.
          intro: besideProgram ? 'const { process } = globalThis;' : '',
          minify: minify || (part === 'tracer' && DENSE),
        },
      },
    },
  };
}
