import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { sandboxFlags } from '../../scripts/app.mjs';
import { at } from '../../scripts/paths.mjs';
import { ensureTool } from '../../scripts/setup/tools.mjs';
import { BenchWindow } from './bench-window.ts';
import { wheelFrames } from './frames.ts';
import { treeMemory } from './memory.ts';
import { mib, ms, say, spread } from './numbers.ts';
import { writeSpeedscopeFile } from './speedscope-file.ts';

const PATIENCE_MS = 300_000;
const ZOOM = { ctrlKey: true, deltaY: -5 };
const PAN = { shiftKey: true, deltaY: 40 };

/** Opens the same events in Loopscope and in speedscope, one after the other. */
export async function benchSpeedscope(recording: string): Promise<void> {
  await here(recording);
  const without = 'speedscope is left out';
  if (!(await ensureTool('speedscope', 'speedscope (5 MB)', without))) return;
  const browser = findChromium();
  if (browser === null) {
    console.log(`  there is no Chromium on this machine: ${without}`);
    return;
  }
  await there(recording, browser);
}

async function here(recording: string): Promise<void> {
  const window = await BenchWindow.open();
  try {
    await window.openFile(recording);
    await window.finished();
    const { pictures, pressedAtMs } = await window.seen();
    say('Loopscope: open after', ms((pictures.at(-1)?.atMs ?? Number.NaN) - pressedAtMs));
    say('  memory, and over the empty app', both(await window.settledMemory(), window.emptyBytes));
    say('  frames while zooming', spread(await wheelFrames(window.page, '.chart-surface', ZOOM)));
    say('  frames while panning', spread(await wheelFrames(window.page, '.chart-surface', PAN)));
  } finally {
    await window.close();
  }
}

async function there(recording: string, executablePath: string): Promise<void> {
  const profile = `${recording}.speedscope.json`;
  const events = await writeSpeedscopeFile(recording, profile);
  const server = await serve(
    { '/profile.json': profile },
    at('.cache/speedscope/node_modules/speedscope/dist/release'),
  );
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launchServer({ executablePath, headless: false, args: sandboxFlags });
  try {
    const connected = await chromium.connect(browser.wsEndpoint());
    const page = await connected.newPage({ viewport: null });
    await page.goto(`${address}/index.html`);
    await sleep(2000);
    const pid = browser.process().pid as number;
    const empty = treeMemory(pid);
    const from = performance.now();
    await page.goto('about:blank');
    await page.goto(`${address}/index.html#profileURL=${encodeURIComponent(`${address}/profile.json`)}`);
    // The page's title contains the profile's name once that is shown.
    await page.waitForFunction(() => document.title.endsWith(' - speedscope'), null, {
      timeout: PATIENCE_MS,
    });
    await page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
    say(
      'speedscope: open after',
      `${ms(performance.now() - from)} (${events.toLocaleString('en')} of its events)`,
    );
    await sleep(2000);
    say('  memory, and over the empty page', both(treeMemory(pid), empty));
    say('  frames while zooming', spread(await wheelFrames(page, null, ZOOM)));
    say('  frames while panning', spread(await wheelFrames(page, null, PAN)));
    await connected.close();
  } finally {
    await browser.close();
    server.close();
  }
}

const both = (all: number, empty: number): string => `${mib(all)}, ${mib(all - empty)}`;

function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync) ?? null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** Serves a folder, and some files under names of their own. */
async function serve(files: Readonly<Record<string, string>>, folder: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = files[pathname] ?? join(folder, pathname);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}
