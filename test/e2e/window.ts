// The window as the user sees it: what it shows, and what can be done with it.

import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type LaunchedApp, type LaunchOptions, launchApp } from '../support/app/app.ts';
import { type CommandName, chooseCommand } from '../support/app/commands.ts';

import { type Source, writeProgram } from '../support/program.ts';

/** A row of the chart, as its attributes describe the bar. */
export interface Row {
  readonly label: string;
  readonly state: string;
  readonly level: number;
  readonly selected: boolean;
  readonly fromNs: number;
  /** Null while it has not ended. */
  readonly toNs: number | null;
}

/** The part of the whole run that the chart shows, both from 0 to 1. */
export interface Shown {
  readonly from: number;
  readonly to: number;
}

/** On two busy cores a window takes ten times as long to answer as on idle ones. */
const PATIENCE_MS = 20_000;
/** The same for a program with five more processes. */
const RUN_PATIENCE_MS = 45_000;

/** Waits until `what()` is true of the window. */
export async function eventually(what: () => Promise<boolean>, saying: string): Promise<void> {
  await expect.poll(what, { message: saying }).toBe(true);
}

/** A window for all tests of a file, opened before the first and closed after the last. */
export function sharedWindow(): AppWindow {
  const win = new AppWindow();
  beforeAll(() => win.open());
  afterAll(() => win.close());
  return win;
}

export class AppWindow {
  #launched: LaunchedApp | null = null;

  /** Starts the app, which has to be closed. */
  static async open(options?: LaunchOptions): Promise<AppWindow> {
    const win = new AppWindow();
    await win.open(options);
    return win;
  }

  async open(options?: LaunchOptions): Promise<void> {
    this.#launched = await launchApp(options);
    this.page.setDefaultTimeout(PATIENCE_MS);
    // From here on the window listens to keys.
    await this.page.getByRole('toolbar', { name: 'Program' }).waitFor();
  }

  get launched(): LaunchedApp {
    if (this.#launched === null) throw new Error('the window is not open');
    return this.#launched;
  }

  get page(): Page {
    return this.launched.page;
  }

  close(): Promise<void> {
    return this.launched.close();
  }

  // What the user can do.

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Chooses a lesson in the course, on the welcome screen or in the left panel, and then one of its programs. */
  async chooseLesson(lesson: string, program: string): Promise<void> {
    const back = this.button('All lessons');
    if (await back.isVisible()) await back.click();
    await this.button(new RegExp(`^Lesson \\d+ ${lesson}`)).click();
    await this.programs.getByRole('button', { name: program }).click();
  }

  /** The programs of the lesson that is shown. */
  get programs(): Locator {
    return this.page.getByRole('list', { name: 'Programs' });
  }

  /** Chooses a program of a lesson and runs it to its end. */
  async runLesson(lesson: string, program: string): Promise<void> {
    await this.chooseLesson(lesson, program);
    await this.button('Run this script').click();
    await this.finished();
  }

  /** Sets the file that the system's own dialog returns, because no test can click on it; null for Cancel. */
  async dialogsAnswer(path: string | null): Promise<void> {
    await this.launched.app.evaluate(({ dialog }, file) => {
      const canceled = file === null;
      dialog.showOpenDialog = async () => ({ canceled, filePaths: file === null ? [] : [file] });
      dialog.showSaveDialog = async () => ({ canceled, filePath: file ?? '' });
    }, path);
  }

  async openByDialog(path: string): Promise<void> {
    await this.dialogsAnswer(path);
    await this.page.keyboard.press('Control+o');
  }

  /** Drops files from the system's file manager into the middle of the window. */
  async drop(...paths: string[]): Promise<void> {
    const input = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await input.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    await input.detach();
  }

  /** Opens a script with the dialog and runs it. */
  async start(path: string): Promise<void> {
    await this.openByDialog(path);
    await this.page.locator('.ready-path', { hasText: path }).waitFor();
    await this.button('Run this script').click();
  }

  async runToEnd(path: string): Promise<void> {
    await this.start(path);
    await this.finished();
  }

  /** Runs the script of the shown session once more, to its end. */
  async runAgain(): Promise<void> {
    const before = await this.page.locator('html').getAttribute('data-session-id');
    await this.press('Control+Shift+R');
    await this.page
      .locator(`html[data-session=finished]:not([data-session-id="${before}"], [data-session-id=""])`)
      .waitFor({ state: 'attached', timeout: RUN_PATIENCE_MS });
  }

  /** Runs a program that all tests of a file look at to its end, unless a finished run is shown. */
  async hasRun(source: Source): Promise<void> {
    const session = await this.page.locator('html').getAttribute('data-session');
    if (session !== 'finished') await this.runToEnd(writeProgram(source));
  }

  /** The window's size, without its frame. */
  resize(width: number, height: number): Promise<void> {
    return this.launched.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]!.setContentSize(...size),
      [width, height] as const,
    );
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Finds a command in the palette and runs it. */
  command(name: CommandName): Promise<void> {
    return chooseCommand(this.page, name);
  }

  /** Moves the focus away from fields and buttons that have keys of their own. */
  focusRows(): Promise<void> {
    return this.page.getByRole('treegrid', { name: 'Tasks' }).focus();
  }

  /** The text that was copied last. */
  clipboard(): Promise<string> {
    return this.launched.app.evaluate(({ clipboard }) => clipboard.readText());
  }

  // What the user sees.

  session(state: 'idle' | 'live' | 'finished', timeout = PATIENCE_MS): Promise<void> {
    return this.page.locator(`html[data-session=${state}]`).waitFor({ state: 'attached', timeout });
  }

  finished(): Promise<void> {
    return this.session('finished', RUN_PATIENCE_MS);
  }

  /** The rows in view, from the top. */
  rows(): Promise<Row[]> {
    return this.page.locator('.task-row:not([hidden])').evaluateAll((rows) =>
      rows.map((row) => {
        const { label = '', state = '', fromNs, toNs } = (row as HTMLElement).dataset;
        return {
          label,
          state,
          level: Number(row.getAttribute('aria-level')),
          selected: row.getAttribute('aria-selected') === 'true',
          fromNs: Number(fromNs),
          toNs: toNs === undefined ? null : Number(toNs),
        };
      }),
    );
  }

  async labels(): Promise<string[]> {
    return (await this.rows()).map(({ label }) => label);
  }

  async rowsAre(labels: readonly string[]): Promise<void> {
    await expect.poll(() => this.labels()).toEqual(labels);
  }

  row(label: string): Locator {
    return this.page.locator(`.task-row:not([hidden])[data-label=${JSON.stringify(label)}]`).first();
  }

  async rowHas(label: string, state: string): Promise<void> {
    await eventually(
      async () => (await this.rows()).some((row) => row.label === label && row.state === state),
      `${label} becomes ${state}`,
    );
  }

  async selected(): Promise<string | null> {
    return (await this.rows()).find(({ selected }) => selected)?.label ?? null;
  }

  async selectedIs(label: string | null): Promise<void> {
    await expect.poll(() => this.selected()).toBe(label);
  }

  get inspector(): Locator {
    return this.page.getByRole('region', { name: 'Inspector' });
  }

  console(): Promise<string[]> {
    return this.page.getByRole('log', { name: 'Console' }).locator('.console-text').allTextContents();
  }

  async consoleIs(lines: readonly string[]): Promise<void> {
    await this.page.getByRole('tab', { name: 'Console' }).click();
    await expect.poll(() => this.console()).toEqual(lines);
  }

  get statusBar(): Locator {
    return this.page.getByRole('contentinfo');
  }

  async statusSays(text: string): Promise<void> {
    await expect.poll(() => this.statusBar.textContent()).toContain(text);
  }

  /** Waits for a banner above the chart that contains these texts. */
  async bannerSays(...texts: string[]): Promise<void> {
    const banner = this.page.locator('.end-banner').first();
    for (const text of texts) await expect.poll(() => banner.textContent()).toContain(text);
  }

  /** Waits for a problem that contains all of these texts, and dismisses it. */
  async problemSays(...texts: string[]): Promise<void> {
    const problem = this.page.getByRole('alert').locator('.problem').first();
    await problem.waitFor();
    const said = await problem.textContent();
    for (const text of texts) expect(said).toContain(text);
    await problem.getByRole('button', { name: 'Dismiss' }).click();
    await problem.waitFor({ state: 'detached' });
  }

  /**
   * What a screen reader cannot use, as `rule: selectors`: serious and worse complaints. `within` limits the check to a part, if the rest
   * has been checked and has not changed.
   */
  async complaints(within = 'html'): Promise<string[]> {
    // Axe stays in the page. Sending its half megabyte twice for each look, as the builder does, took longer than the look itself.
    const isThere = await this.page.evaluate(() => 'axe' in window);
    // The nodes that pass are not listed, which saves half of the time that axe takes.
    const axe = new AxeBuilder({ page: this.page, ...(isThere && { axeSource: ';' }) })
      .setLegacyMode(true)
      .options({ resultTypes: ['violations'] });
    const { violations } = await axe.include(within).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }

  /**
   * Resolves when the direct result of the last key or click is on the screen. A result that needs an answer of the worker may come later
   * and has to be polled for.
   */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /**
   * The chart's window once it stands still. A motion asks for its next frame in each frame, before this does. So it is over when several
   * frames in a row show the same, however late they come. The first of them may have begun before the motion did.
   */
  shown(): Promise<Shown> {
    return this.page.locator('.chart-brush').evaluate(async (svg) => {
      const read = () => {
        const selection = svg.querySelector('.selection');
        const width = Number(svg.querySelector('.overlay')?.getAttribute('width'));
        const [x, w] = [Number(selection?.getAttribute('x')), Number(selection?.getAttribute('width'))];
        return { from: x / width, to: (x + w) / width };
      };
      let before = read();
      for (let same = 0; same < 3; ) {
        await new Promise(requestAnimationFrame);
        const now = read();
        same = now.from === before.from && now.to === before.to ? same + 1 : 0;
        before = now;
      }
      return before;
    });
  }
}

/** Whether two rows have a moment in common. */
export function overlap(one: Row, other: Row): boolean {
  const end = ({ toNs }: Row) => toNs ?? Number.POSITIVE_INFINITY;
  return one.fromNs < end(other) && other.fromNs < end(one);
}
