import type { Page } from 'playwright-core';
import type { COMMANDS } from '../../../src/protocol/commands.ts';

/** What a command is called in the palette. */
export type CommandName = (typeof COMMANDS)[number]['label'];

/** Chooses a command in the palette, by its name. */
export async function chooseCommand(page: Page, name: CommandName): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox', { name: 'Command' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
}
