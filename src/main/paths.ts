import { join } from 'node:path';
import { app } from 'electron';

// Everything is found from the folder that holds package.json, so a source checkout and a packaged app look alike.
const inApp = (...parts: string[]): string => join(app.getAppPath(), ...parts);

/** What `--require` injects into the traced program. A program outside Electron cannot read an asar archive. */
export const tracerFile = (): string =>
  inApp('out/tracer/preload.cjs').replace('app.asar', 'app.asar.unpacked');
/** The command line, which plain Node runs, Electron's own too. */
export const commandFile = (): string => inApp('out/cli/index.mjs');
export const preloadFile = (): string => inApp('out/preload/index.cjs');
export const rendererFolder = (): string => inApp('out/renderer');
export const samplesFolder = (): string => inApp('samples').replace('app.asar', 'app.asar.unpacked');
export const recordingsFolder = (): string => join(app.getPath('userData'), 'recordings');
export const settingsFile = (): string => join(app.getPath('userData'), 'settings.json');
export const marksFile = (): string => join(app.getPath('userData'), 'marks.json');
