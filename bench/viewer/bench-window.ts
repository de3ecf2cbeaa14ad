import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type LaunchedApp, launchElectron } from '../../test/support/app/electron-app.ts';
import { type Share, treeMemory, treeShares } from './memory.ts';
import { installProbe, type Seen, takeSeen } from './probe.ts';

const PATIENCE_MS = 120_000;
/** How long after drawing memory is measured, so that garbage can be collected first. */
const SETTLE_MS = 2000;

/** The built app with a probe in its window. */
export class BenchWindow {
  readonly page: Page;
  readonly #launched: LaunchedApp;
  readonly #pid: number;
  /** The memory of all processes of the app while nothing is open. */
  emptyBytes = 0;

  static async open(env: NodeJS.ProcessEnv = {}): Promise<BenchWindow> {
    const window = new BenchWindow(await launchElectron({ env }));
    await window.page.getByRole('toolbar', { name: 'Program' }).waitFor();
    await installProbe(window.page);
    await sleep(SETTLE_MS);
    window.emptyBytes = window.memory();
    return window;
  }

  private constructor(launched: LaunchedApp) {
    this.#launched = launched;
    this.page = launched.page;
    this.page.setDefaultTimeout(PATIENCE_MS);
    this.#pid = launched.app.process().pid as number;
  }

  /** The app's profile folder. */
  get userData(): string {
    return this.#launched.userData;
  }

  memory(): number {
    return treeMemory(this.#pid);
  }

  shares(): Map<string, Share> {
    return treeShares(this.#pid);
  }

  async settledMemory(): Promise<number> {
    await sleep(SETTLE_MS);
    return this.memory();
  }

  /** Sets what the system's dialog returns from now on, because nobody can click in it here. */
  async dialogAnswers(path: string): Promise<void> {
    await this.#launched.app.evaluate(({ dialog }, file) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
    }, path);
  }

  /** Opens a file as a user does, except for the system's dialog. Returns as soon as that dialog has answered. */
  async openFile(path: string): Promise<void> {
    await this.dialogAnswers(path);
    await this.page.keyboard.press('Control+o');
  }

  /** Waits until a session is complete and drawn. */
  async finished(timeout = PATIENCE_MS): Promise<void> {
    await this.page.locator('html[data-session=finished]').waitFor({ state: 'attached', timeout });
  }

  seen(): Promise<Seen> {
    return takeSeen(this.page);
  }

  close(): Promise<void> {
    return this.#launched.close();
  }
}
