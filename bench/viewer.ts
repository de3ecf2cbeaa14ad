// How the window copes with large recordings, in real Electron, with the real app.
//
//   npm run bench:viewer -- [PART…] [--events 10000000] [--seconds 20] [--compared 1000000]
//
//   open        the time until something is shown, and until all is; memory; cancelling
//   move        frames while zooming, panning and scrolling
//   showing     the same while more is shown: folded time, counters, links, the critical path, the Tasks tab, groups, a filter
//   point       finding and describing what is under the pointer
//   search      the time until the first hits
//   compare     two recordings side by side: the time until they are shown, and memory
//   flood       a program that makes 200,000 events a second, with and without a window
//   speedscope  the same events in speedscope: opening, memory, frames
//
// Each part takes a minute or two and can be run alone. Recordings are made once, into .cache/bench.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDisplay } from '../scripts/display.mjs';
import { at } from '../scripts/paths.mjs';
import { hasDisplay } from '../scripts/setup/system-libraries.mjs';
import { makeRecording } from './recording.ts';
import { benchCompare } from './viewer/compare.ts';
import { benchFlood } from './viewer/flood.ts';
import { benchMove, benchShowing } from './viewer/move.ts';
import { benchOpen } from './viewer/open.ts';
import { benchPoint } from './viewer/point.ts';
import { benchSearch } from './viewer/search.ts';
import { benchSpeedscope } from './viewer/speedscope.ts';

const { values: options, positionals } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    seconds: { type: 'string', default: '20' },
    compared: { type: 'string', default: '1000000' },
  },
  allowPositionals: true,
});
const events = Number(options.events);
/** How many quiet times the recording for folded time has. */
const QUIET = 9;

const parts: Readonly<Record<string, () => Promise<void>>> = {
  open: async () => benchOpen(await recordingOf(events)),
  move: async () => benchMove(await recordingOf(events)),
  showing: async () => benchShowing(await recordingOf(events), await recordingOf(events, QUIET)),
  point: async () => benchPoint(await recordingOf(events)),
  search: async () => benchSearch(await recordingOf(events)),
  compare: async () => benchCompare(await recordingOf(Number(options.compared))),
  flood: () => benchFlood(Number(options.seconds)),
  speedscope: async () => benchSpeedscope(await recordingOf(Number(options.compared))),
};

/** A recording with this many events. It is made if there is none from the present sources. */
async function recordingOf(events: number, quiet = 0): Promise<string> {
  const sources = [
    'bench/recording.ts',
    'src/protocol/codec.ts',
    'src/protocol/events.ts',
    'src/recording/chunk.ts',
  ];
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(at(source)));
  const name = quiet === 0 ? `${events}` : `${events}-quiet-${quiet}`;
  const file = at(`.cache/bench/${name}-${hash.digest('hex').slice(0, 12)}.loopscope`);
  if (existsSync(file)) return file;
  mkdirSync(at('.cache/bench'), { recursive: true });
  const made = await makeRecording(`${file}.part`, events, quiet);
  renameSync(`${file}.part`, file);
  console.log(
    `made a recording of ${made.events.toLocaleString('en')} events, ${made.tasks.toLocaleString('en')} tasks`,
  );
  return file;
}

const display = hasDisplay ? null : await startDisplay();
if (display !== null) process.env.DISPLAY = display.display;
for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
  const part = parts[name];
  if (part === undefined) throw new Error(`there is no part ${name}: ${Object.keys(parts).join(', ')}`);
  console.log(`\n${name}`);
  await part();
}
display?.stop();
