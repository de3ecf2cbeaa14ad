// Exports are written by the command line in a separate process, so that the window stays responsive however large the recording is.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { type BrowserWindow, dialog, shell } from 'electron';
import type { Result, Session } from '../../protocol/bridge.ts';
import { type ExportFormat, type ExportProgress, exportFormat } from '../../protocol/export-formats.ts';
import { failure, success } from '../../recording/problem.ts';
import { commandFile } from '../paths.ts';
import { fileStem } from './recordings.ts';

export class Exports {
  readonly #window: BrowserWindow;
  readonly #onProgress: (file: string, progress: ExportProgress) => void;
  #current: ChildProcess | null = null;
  #cancelled = false;
  #lastFile: string | null = null;

  constructor(window: BrowserWindow, onProgress: (file: string, progress: ExportProgress) => void) {
    this.#window = window;
    this.#onProgress = onProgress;
  }

  /** Asks where to, and writes a session's recording there; null if the user cancels, before or during the export. */
  async write(session: Session | null, format: ExportFormat): Promise<Result<string> | null> {
    if (session === null) {
      return failure('Nothing to export', 'No program has run.', 'Run a program, or open a recording.');
    }
    if (this.#current !== null) {
      return failure('An export is being written', 'There is one at a time.', 'Wait for it, or cancel it.');
    }
    const { extension, label } = exportFormat(format);
    const { filePath } = await dialog.showSaveDialog(this.#window, {
      title: 'Export the Recording',
      defaultPath: fileStem(session.path) + extension,
      filters: [{ name: label, extensions: [extension.slice(1)] }],
    });
    if (!filePath) return null;
    return this.#export(session.recordingPath, format, filePath);
  }

  /** Cancels the export that is being written, and leaves no file. */
  cancel(): void {
    if (!this.#current?.connected) return;
    this.#cancelled = true;
    this.#current.disconnect();
  }

  /** Notes a file that was written by somebody else, for `show`. */
  wrote(file: string): void {
    this.#lastFile = file;
  }

  /** Shows the file that was written last in the system's file manager. */
  show(): void {
    if (this.#lastFile !== null) shell.showItemInFolder(this.#lastFile);
  }

  async #export(recording: string, format: ExportFormat, file: string): Promise<Result<string> | null> {
    const child = fork(commandFile(), ['export', recording, '--to', format, '-o', file], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#current = child;
    this.#cancelled = false;
    let said = '';
    child.stderr?.on('data', (piece) => {
      said += piece;
    });
    child.on('message', (progress: ExportProgress) => this.#onProgress(file, progress));
    const code = await once(child, 'close').then(
      ([exitCode]) => exitCode as number | null,
      (error: Error) => {
        said = error.message;
        return null;
      },
    );
    this.#current = null;
    if (code === 0) {
      this.wrote(file);
      return success(file);
    }
    if (this.#cancelled) return null;
    const detail = said.replace(/^loopscope: /, '').trim() || `The export ended with exit code ${code}.`;
    return failure(`Cannot export ${basename(file)}`, detail, 'Choose another place or format.');
  }
}
