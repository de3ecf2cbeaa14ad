// The system's dialogs for picking a file or a folder.

import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { Pickable } from '../../protocol/bridge.ts';
import { RECORDING_EXTENSION } from '../../protocol/recording.ts';
import { SCRIPT_EXTENSIONS } from '../../recording/check-script.ts';

const withoutDot = (extension: string): string => extension.slice(1);
const RECORDING = withoutDot(RECORDING_EXTENSION);

const DIALOGS: Readonly<Record<Pickable, OpenDialogOptions>> = {
  program: {
    title: 'Open a Script or a Recording',
    properties: ['openFile'],
    filters: [
      { name: 'Scripts and Recordings', extensions: [...SCRIPT_EXTENSIONS.map(withoutDot), RECORDING] },
      { name: 'All Files', extensions: ['*'] },
    ],
  },
  recording: {
    title: 'Compare With a Recording',
    properties: ['openFile'],
    filters: [{ name: 'Recordings', extensions: [RECORDING] }],
  },
  lessons: { title: 'Open a Folder of Lessons', properties: ['openDirectory'] },
  folder: { title: 'Run in a Folder', properties: ['openDirectory', 'createDirectory'] },
  file: { title: 'A File as Argument', properties: ['openFile', 'showHiddenFiles'] },
  variables: { title: 'Read Variables From a File', properties: ['openFile', 'showHiddenFiles'] },
};

/** Returns the picked path, or null. The dialog starts in the folder `from`; null for where it was last. */
export async function pick(
  window: BrowserWindow,
  what: Pickable,
  from: string | null,
): Promise<string | null> {
  const start = from === null ? {} : { defaultPath: from };
  const { filePaths } = await dialog.showOpenDialog(window, { ...DIALOGS[what], ...start });
  return filePaths[0] ?? null;
}
