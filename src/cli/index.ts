// The command `loopscope`: works without a window, or opens one.

import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { EXPORT_FORMAT_IDS } from '../protocol/export-formats.ts';
import { fileCause } from '../recording/problem.ts';
import { type CheckOptions, check, findingsHelp } from './check.ts';
import { FORMATS } from './check-formats.ts';
import { type CompareOptions, compare } from './compare.ts';
import { CommandError, EXIT_TROUBLE } from './errors.ts';
import { type ExportOptions, exportRecording } from './export.ts';
import { openApp } from './open-app.ts';
import { type RecordOptions, record } from './record.ts';
import { printReport, type ReportOptions } from './report.ts';
import { isReaderGone } from './written-files.ts';

async function main(argv: readonly string[]): Promise<void> {
  // Everything after `--` belongs to the program.
  const end = argv.indexOf('--');
  const ours = end === -1 ? argv : argv.slice(0, end);
  const programArgs = end === -1 ? [] : argv.slice(end + 1);

  const loopscope = new Command('loopscope')
    .description('Watch a Node program’s async tasks: running, ready, suspended.')
    .usage('[options] [FILE] [-- ARGS…]')
    .argument('[file]', 'a script to open and run, or a recording to open')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'loopscope:')) })
    .showHelpAfterError('--help says what there is.')
    .action((file: string | undefined) => openApp(file, programArgs));
  addRecord(loopscope, programArgs);
  addReport(loopscope);
  addCheck(loopscope, programArgs);
  addCompare(loopscope);
  addExport(loopscope);
  await loopscope.parseAsync(ours, { from: 'user' });
}

function addRecord(loopscope: Command, programArgs: readonly string[]): void {
  loopscope
    .command('record')
    .description('run a script under the tracer and write a recording, without a window')
    .usage('[options] FILE [-- ARGS…]')
    .argument('<file>', 'the script')
    .option('-o, --output <file>', 'where the recording goes (default: the script’s name with .loopscope)')
    .option('--runtime <path>', 'the Node to run it with (default: the one on PATH)')
    .option('--include-modules', 'look into what is under node_modules, too')
    .option('--verbose', 'say on stderr what was recorded')
    .version(version, '-v, --version', 'print the version')
    .action((file: string, options: RecordOptions) => record(file, programArgs, options, version));
}

function addReport(loopscope: Command): void {
  loopscope
    .command('report')
    .description('say what happened in a recording')
    .usage('[options] FILE')
    .argument('<file>', 'the recording')
    .option('--json', 'as JSON, in the format loopscope-report/1')
    .option(
      '--path-of <task>',
      'whose critical path to tell: a name, for the longest task of that name, or an id of --json (default: the program’s)',
    )
    .version(version, '-v, --version', 'print the version')
    .action((file: string, options: ReportOptions) => printReport(file, options));
}

function addCheck(loopscope: Command, programArgs: readonly string[]): void {
  loopscope
    .command('check')
    .description('run a script under the tracer and exit 1 when something is wrong with how it waits')
    .usage('[options] FILE [-- ARGS…]')
    .argument('<file>', 'the script')
    .option('--fail-on <ids>', `what to exit 1 for, with commas between (default: all errors and warnings)`)
    .option('--max-block <time>', 'for how long one piece of code may hold the event loop (default: 50ms)')
    .option(
      '--threshold <id=value>',
      'from where on to tell a finding, such as late-timer=20ms; with commas between',
    )
    .option('--format <format>', `how findings are written: ${FORMATS.join(', ')} (default: text)`)
    .option('-o, --output <file>', 'where findings go (default: stderr)')
    .option('--baseline <file>', 'findings that are known, and do not count')
    .option('--update-baseline', 'add what is found to the baseline')
    .option('--runtime <path>', 'the Node to run it with (default: the one on PATH)')
    .option('--include-modules', 'look into what is under node_modules, too')
    .addHelpText('after', findingsHelp)
    .version(version, '-v, --version', 'print the version')
    .action((file: string, options: CheckOptions) => check(file, programArgs, options, version));
}

function addCompare(loopscope: Command): void {
  loopscope
    .command('compare')
    .description('say what sets two recordings apart')
    .usage('[options] BEFORE AFTER')
    .argument('<before>', 'a recording')
    .argument('<after>', 'the recording to compare with it')
    .option('--format <format>', 'text or json, which is loopscope-comparison/1 (default: text)')
    .option('--max-slower <part>', 'exit 1 when the second took longer by more than this, such as 20%')
    .version(version, '-v, --version', 'print the version')
    .action((before: string, after: string, options: CompareOptions) => compare(before, after, options));
}

function addExport(loopscope: Command): void {
  loopscope
    .command('export')
    .description('write a recording in another tool’s format')
    .usage('[options] FILE')
    .argument('<file>', 'the recording')
    .requiredOption('--to <format>', EXPORT_FORMAT_IDS.join(', '))
    .option('-o, --output <file>', 'where it goes (default: the recording’s name with the format’s ending)')
    .option('--endpoint <url>', 'send otlp to a receiver instead, such as http://localhost:4318')
    .version(version, '-v, --version', 'print the version')
    .action((file: string, options: ExportOptions) => exportRecording(file, options));
}

process.stdout.on('error', (error: Error) => {
  // `report … | head` closes our output before we are done, which is not an error.
  if (isReaderGone(error)) process.exit();
  process.stderr.write(`loopscope: ${fileCause('standard output', error)}\n`);
  process.exit(EXIT_TROUBLE);
});
// Findings would have gone there. If nobody reads them, the exit code stays the same.
process.stderr.on('error', () => {});

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = EXIT_TROUBLE;
  if (error instanceof CommanderError) {
    // Commander has already printed the help, the version, or what is wrong with the command line.
    if (error.exitCode === 0) process.exitCode = 0;
  } else if (error instanceof CommandError) {
    process.stderr.write(`loopscope: ${error.message}\n`);
  } else {
    process.stderr.write(`loopscope: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
});
