import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LaunchedApp } from './app.ts';

/** A row of the chart as a person sees it, times in nanoseconds. */
export interface ShownRow {
  readonly label: string;
  readonly state: string;
  readonly fromNs: number;
  /** Null while the task is not over. */
  readonly toNs: number | null;
}

/** The rows in view, from the top. */
export function shownRows(page: Page): Promise<ShownRow[]> {
  return page.locator('.task-row').evaluateAll((rows) =>
    rows.map((row) => {
      const { label, state, fromNs, toNs } = (row as HTMLElement).dataset;
      return {
        label: label ?? '',
        state: state ?? '',
        fromNs: Number(fromNs),
        toNs: toNs === undefined ? null : Number(toNs),
      };
    }),
  );
}

export async function shownRow(page: Page, label: string): Promise<ShownRow> {
  const rows = await shownRows(page);
  const row = rows.find((each) => each.label === label);
  if (row === undefined)
    throw new Error(`no row ${label} among ${rows.map((each) => each.label).join(', ')}`);
  return row;
}

/** Whether two tasks were alive at the same time. */
export const overlap = (a: ShownRow, b: ShownRow): boolean =>
  a.fromNs < (b.toNs ?? Number.POSITIVE_INFINITY) && b.fromNs < (a.toNs ?? Number.POSITIVE_INFINITY);

const PATIENCE = { timeout: 20_000, interval: 50 };

/** Until the chart shows a program at work, or one that is over. */
export async function untilSession(page: Page, state: 'live' | 'finished'): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.dataset.session), PATIENCE)
    .toBe(state);
}

export async function untilRow(page: Page, label: string): Promise<void> {
  await expect.poll(async () => (await shownRows(page)).map((row) => row.label), PATIENCE).toContain(label);
}

/** Chooses a script of a lesson on the welcome screen or in the library, and runs it. */
export async function runLesson(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: title, exact: true }).first().click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
}

export const consoleText = (page: Page): Promise<string> =>
  page.getByRole('log', { name: 'Console' }).innerText();

/** Opens a file as the system's dialog would hand it over: nothing else of the app is stood in for. */
export async function openPath(
  { app, page }: Pick<LaunchedApp, 'app' | 'page'>,
  path: string,
): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, path);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

export async function runOpened(page: Page): Promise<void> {
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await expect.poll(() => run.isEnabled()).toBe(true);
  await run.click();
}
