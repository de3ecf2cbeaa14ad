import { join } from 'node:path';
import { app } from 'electron';

// All paths start from the folder that contains package.json, so that a checkout and a packaged app are alike.
const inApp = (...parts: string[]): string => join(app.getAppPath(), ...parts);

/** What `--require` loads into the traced program. It is unpacked, because plain Node cannot read an asar archive. */
export const tracerFile = (): string =>
  inApp('out/tracer/preload.cjs').replace('app.asar', 'app.asar.unpacked');
/** The command line's bundle, which runs in plain Node, also in Electron's own. */
export const commandFile = (): string => inApp('out/cli/index.mjs');
export const preloadFile = (): string => inApp('out/preload/index.cjs');
export const rendererFolder = (): string => inApp('out/renderer');
export const samplesFolder = (): string => inApp('samples').replace('app.asar', 'app.asar.unpacked');
export const recordingsFolder = (): string => join(app.getPath('userData'), 'recordings');
export const settingsFile = (): string => join(app.getPath('userData'), 'settings.json');
export const marksFile = (): string => join(app.getPath('userData'), 'marks.json');
