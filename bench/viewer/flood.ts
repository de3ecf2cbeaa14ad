import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../../scripts/paths.mjs';
import { decodeUtf8, RecordDecoder } from '../../src/protocol/codec.ts';
import { BlobKind, RecordType } from '../../src/protocol/events.ts';
import type { Hello } from '../../src/protocol/payloads.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { BenchWindow } from './bench-window.ts';
import { frameLengths, mib, ms, say, spread } from './numbers.ts';
import type { DrawnPicture, Seen } from './probe.ts';

const PROGRAM = at('bench/programs/flood.mjs');
const EVENTS_A_SECOND = 200_000;
/** How often the probe's data are fetched, so that they do not pile up in the window. */
const LOOK_MS = 5000;

interface Ran {
  readonly requests: number;
  readonly seconds: number;
  readonly workMs: number;
  readonly cpuMs: number;
  readonly events: number;
  /** For how long the program was blocked because its events could not be sent fast enough. */
  readonly stalledMs: number;
  readonly startEpochMs: number;
}

/** A program that makes 200,000 events a second: what the window makes of it, and what that costs the program. */
export async function benchFlood(seconds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-bench-'));
  try {
    const probe = await recorded(join(folder, 'probe.loopscope'), 1000, 2);
    const requests = Math.round((EVENTS_A_SECOND * probe.requests) / probe.events);
    // The run without a window comes before and after, because the load of the machine changes.
    const aloneSeconds = Math.min(seconds, 15);
    const before = await recorded(join(folder, 'before.loopscope'), requests, aloneSeconds);
    const shown = await inWindow(requests, seconds);
    const after = await recorded(join(folder, 'after.loopscope'), requests, aloneSeconds);
    const work = (ran: Ran): number => ran.workMs / ran.requests;
    const row = (what: string, ran: Ran): void =>
      say(
        what,
        `${Math.round(ran.events / ran.seconds).toLocaleString('en')} events/s, ${(work(ran) * 1000).toFixed(1)} µs a request, ` +
          `${((100 * ran.cpuMs) / ran.seconds / 1000).toFixed(0)} % of a core, stood still ${ms(ran.stalledMs)}`,
      );
    row('the program without a window, before', before);
    row('  in the window', shown);
    row('  without one, after', after);
    const alone = (work(before) + work(after)) / 2;
    say('a request in the window : without', (work(shown) / alone).toFixed(2), '1');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the program under the tracer, without a window. */
async function recorded(file: string, requests: number, seconds: number): Promise<Ran> {
  const env = { ...process.env, FLOOD_REQUESTS: String(requests), FLOOD_SECONDS: String(seconds) };
  const args = ['record', PROGRAM, '-o', file];
  const { status, stderr } = spawnSync(at('bin/loopscope'), args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the program ended with ${status}: ${stderr}`);
  return ranIn(file);
}

async function inWindow(requests: number, seconds: number): Promise<Ran> {
  const window = await BenchWindow.open({
    FLOOD_REQUESTS: String(requests),
    FLOOD_SECONDS: String(seconds),
  });
  try {
    await window.openFile(PROGRAM);
    const before = window.shares();
    await window.page.getByRole('button', { name: 'Run this script' }).click();
    await window.page.locator('html[data-session=live]').waitFor({ state: 'attached' });
    const looks: Seen[] = [];
    let over = false;
    const finished = window.finished((seconds + 60) * 1000).then(() => {
      over = true;
    });
    while (!over) {
      await Promise.race([finished, new Promise((done) => setTimeout(done, LOOK_MS))]);
      looks.push(await window.seen());
    }
    const file = newestIn(join(window.userData, 'recordings'));
    const ran = await ranIn(file);
    const pictures = looks.flatMap((look) => look.pictures);
    const lastMs = looks.at(-1)!.originMs + (looks.at(-1)?.nowMs ?? 0);
    const latencies = eventsToPixels(pictures, looks[0]!.originMs, ran.startEpochMs);
    // Only the frames between the first picture and the program's end belong to this flood.
    const frames = looks.flatMap((look) => look.frames).filter((atMs) => atMs > (pictures[0]?.atMs ?? 0));
    say('frames', spread(frameLengths(frames)), 'p95 16.7 ms');
    say('event to pixel', spread(latencies.map(({ tookMs }) => tookMs)), 'p95 150 ms');
    const longest = latencies.reduce((most, one) => (one.tookMs > most.tookMs ? one : most));
    say('  the longest, so long after the start', ms(longest.atMs));
    say('pictures drawn a second', (pictures.length / seconds).toFixed(0));
    say('the window’s longest task', ms(Math.max(...looks.map(({ longestTaskMs }) => longestTaskMs))));
    say('memory over the empty app at the end', mib(window.memory() - window.emptyBytes));
    for (const [kind, { bytes, cpuMs }] of window.shares()) {
      const { bytes: bytesBefore, cpuMs: cpuMsBefore } = before.get(kind) ?? { bytes: 0, cpuMs: 0 };
      const ofCore = (100 * (cpuMs - cpuMsBefore)) / (ran.seconds * 1000);
      say(`  ${kind}`, `${mib(bytes - bytesBefore)}, ${ofCore.toFixed(0)} % of a core`);
    }
    say('behind when the program ended', ms(lastMs - ran.startEpochMs - ran.seconds * 1000));
    return ran;
  } finally {
    await window.close();
  }
}

/**
 * The time from an event to the first picture on the screen that contains it. Events come evenly, so every moment between the ends of two
 * pictures stands for one.
 */
function eventsToPixels(
  pictures: readonly DrawnPicture[],
  originMs: number,
  startEpochMs: number,
): { readonly atMs: number; readonly tookMs: number }[] {
  const latencies: { atMs: number; tookMs: number }[] = [];
  let knownMs = Number.NaN;
  for (const { atMs, endNs } of pictures) {
    const shownMs = originMs + atMs - startEpochMs;
    const endMs = endNs / 1e6;
    // One sample per millisecond of the program.
    for (let at = Math.ceil(knownMs); at <= endMs; at++) latencies.push({ atMs: at, tookMs: shownMs - at });
    if (!(endMs <= knownMs)) knownMs = endMs;
  }
  return latencies;
}

function newestIn(folder: string): string {
  return join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith('.loopscope'))
      .sort()
      .at(-1) as string,
  );
}

/** What the program printed about itself, and what the tracer reported about it. */
async function ranIn(file: string): Promise<Ran> {
  const opened = await openRecording(file);
  if (!opened.ok) throw new Error(opened.problem.detail);
  let stdout = '';
  let events = 0;
  let stalledMs = 0;
  let startEpochMs = 0;
  const visitor = {
    record(type: RecordType, _argument: number, _timeNs: number, _a: number, b: number): void {
      events++;
      if (type === RecordType.bye) stalledMs = b;
    },
    blob(kind: BlobKind, _ref: number, _timeNs: number, bytes: Uint8Array): void {
      if (kind === BlobKind.stdout) stdout += decodeUtf8(bytes);
      if (kind === BlobKind.hello) ({ startEpochMs } = JSON.parse(decodeUtf8(bytes)) as Hello);
    },
  };
  const decoders = new Map<number, RecordDecoder>();
  await opened.value.read((stream, bytes) => {
    const decoder = decoders.get(stream) ?? new RecordDecoder();
    decoders.set(stream, decoder);
    decoder.push(bytes, visitor);
  });
  return { ...(JSON.parse(stdout) as Omit<Ran, 'events'>), events, stalledMs, startEpochMs };
}
