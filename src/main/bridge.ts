// Main's end of the bridge. Everything that the window sends is validated first.

import { type BrowserWindow, ipcMain } from 'electron';
import { z } from 'zod';
import {
  type Notifications,
  notificationChannel,
  PARTS,
  REQUEST_NAMES,
  type Requests,
  requestChannel,
} from '../protocol/bridge.ts';
import { EXPORT_FORMAT_IDS } from '../protocol/export-formats.ts';
import { marksSchema } from './remembered/marks.ts';
import { runOptionsSchema, settingsSchema } from './remembered/settings.ts';
import { isOurPage } from './window/page.ts';

const MAX_TEXT = 100_000;
/** A limit for copied text; a table of a hundred thousand rows takes less. */
const MOST_COPIED = 100_000_000;
const text = z.string().max(MAX_TEXT);
const sessionId = z.int().nonnegative();

const runRequest = z.tuple([
  runOptionsSchema.extend({
    path: text,
    runtimeId: text.nullable(),
    includesModules: z.boolean(),
  }),
]);

const requestSchemas = {
  getState: z.tuple([]),
  pick: z.tuple([
    z.enum(['program', 'recording', 'lessons', 'folder', 'file', 'variables']),
    text.nullable(),
  ]),
  openPath: z.tuple([text]),
  openBeside: z.tuple([text]),
  closeBeside: z.tuple([]),
  readScript: z.tuple([text]),
  readVariables: z.tuple([text]),
  run: runRequest,
  checkRun: runRequest,
  showPart: z.tuple([sessionId, z.enum(PARTS)]),
  stop: z.tuple([sessionId]),
  type: z.tuple([sessionId, text.nullable()]),
  saveRecording: z.tuple([sessionId]),
  exportRecording: z.tuple([sessionId, z.enum(EXPORT_FORMAT_IDS)]),
  cancelExport: z.tuple([]),
  showWritten: z.tuple([]),
  getMarks: z.tuple([sessionId]),
  setMarks: z.tuple([sessionId, marksSchema]),
  copy: z.tuple([z.string().max(MOST_COPIED)]),
  forgetRecent: z.tuple([text]),
  closeLessons: z.tuple([]),
  forgetCourse: z.tuple([]),
  changeSettings: z.tuple([settingsSchema.partial()]),
  markCommands: z.tuple([z.array(text).max(1000)]),
  offerCommands: z.tuple([z.array(text).max(1000)]),
} satisfies Record<keyof Requests, z.ZodType>;

/** The function that answers each request of the window. */
export type RequestHandlers = {
  readonly [Name in keyof Requests]: (
    ...args: z.output<(typeof requestSchemas)[Name]>
  ) => ReturnType<Requests[Name]> | Promise<ReturnType<Requests[Name]>>;
};

export function setupRequests(handlers: RequestHandlers): void {
  for (const name of REQUEST_NAMES) {
    const handler = handlers[name] as (...args: unknown[]) => unknown;
    ipcMain.handle(requestChannel(name), (event, ...values: unknown[]) => {
      const frame = event.senderFrame;
      if (frame === null || frame.parent !== null || !isOurPage(frame.url)) {
        throw new Error(`${name} was asked for by a page that is not Loopscope's.`);
      }
      const checked = requestSchemas[name].safeParse(values);
      if (!checked.success) throw new Error(`${name}: ${z.prettifyError(checked.error)}`);
      return handler(...checked.data);
    });
  }
}

/**
 * Sends notifications to the window. Those sent before the page listens wait: the page requests `getState` once it listens, and
 * `pageListens` is called then.
 */
export class Notifier {
  readonly #window: BrowserWindow;
  #waiting: (() => void)[] | null = [];

  constructor(window: BrowserWindow) {
    this.#window = window;
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#waiting ??= [];
    });
  }

  notify<Name extends keyof Notifications>(name: Name, ...values: Parameters<Notifications[Name]>): void {
    const send = () => {
      if (!this.#window.isDestroyed()) this.#window.webContents.send(notificationChannel(name), ...values);
    };
    if (this.#waiting === null) send();
    else this.#waiting.push(send);
  }

  pageListens(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const send of waiting) send();
  }
}
