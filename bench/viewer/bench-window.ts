import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type LaunchedApp, launchElectron } from '../../test/support/app/electron-app.ts';
import { type Share, treeMemory, treeShares } from './memory.ts';
import { installProbe, type Seen, takeSeen } from './probe.ts';

const PATIENCE_MS = 120_000;
/** After everything is drawn, memory is looked at this much later: what is garbage has had time to go. */
const SETTLE_MS = 2000;

/** The built app with a probe in its window. */
export class BenchWindow {
  readonly page: Page;
  readonly #launched: LaunchedApp;
  readonly #pid: number;
  /** Of the empty app, all processes. */
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

  /** What the system's dialog, which nobody can click on here, answers from now on. */
  async dialogAnswers(path: string): Promise<void> {
    await this.#launched.app.evaluate(({ dialog }, file) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
    }, path);
  }

  /** As a person does, but for the system's dialog. Returns as soon as that has answered. */
  async openFile(path: string): Promise<void> {
    await this.dialogAnswers(path);
    await this.page.keyboard.press('Control+o');
  }

  /** Waits until all of a session is there and drawn. */
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
