import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { RecentFile } from '../../protocol/bridge.ts';
import { COMMAND_GROUPS, COMMANDS, type Command, type CommandGroup } from '../../protocol/commands.ts';

export interface MenuActions {
  command(id: string): void;
  open(path: string): void;
}

/** Makes the menu bar from the list of commands. Called again whenever its contents have changed. */
export function setupMenu(
  state: { readonly recents: readonly RecentFile[]; readonly marked: ReadonlySet<string> },
  actions: MenuActions,
): void {
  const groupMenu = (group: CommandGroup): MenuItemConstructorOptions => ({
    label: group,
    submenu: [
      ...COMMANDS.filter((command) => command.group === group).flatMap((command: Command) => [
        ...(command.separated ? [{ type: 'separator' } as const] : []),
        commandItem(command, state.marked, actions),
        ...(command.id === 'open' ? [recentMenu(state.recents, actions)] : []),
      ]),
      ...systemItems(group),
    ],
  });
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const [file, ...others] = COMMAND_GROUPS.map(groupMenu);
  // The Edit menu is what makes copy and paste work on a Mac.
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...mac, file as MenuItemConstructorOptions, { role: 'editMenu' }, ...others]),
  );
}

/** A menu of some commands, in the order of the menu bar, with lines between those of different menus there. */
export function commandsMenu(
  ids: ReadonlySet<string>,
  marked: ReadonlySet<string>,
  actions: MenuActions,
): Menu {
  const groups = COMMAND_GROUPS.map((group) =>
    COMMANDS.filter((command) => command.group === group && ids.has(command.id)),
  ).filter(({ length }) => length > 0);
  return Menu.buildFromTemplate(
    groups.flatMap((commands, at) => [
      ...(at > 0 ? [{ type: 'separator' } as const] : []),
      ...commands.map((command) => commandItem(command, marked, actions)),
    ]),
  );
}

function commandItem(
  command: Command,
  marked: ReadonlySet<string>,
  actions: MenuActions,
): MenuItemConstructorOptions {
  const accelerator = acceleratorOf(command.keys[0]);
  return {
    id: command.id,
    label: command.label,
    click: () => actions.command(command.id),
    ...(command.choice !== undefined && { type: 'radio', checked: marked.has(command.id) }),
    ...(command.toggle && { type: 'checkbox', checked: marked.has(command.id) }),
    // The key is shown but not registered, because the window handles every key itself.
    ...(accelerator !== null && { accelerator, registerAccelerator: false }),
  };
}

/** A key of the command list in Electron's notation; null if the menu cannot show it without registering it. */
function acceleratorOf(key: string | undefined): string | null {
  if (key === undefined) return null;
  // On a Mac every shown accelerator is registered, and a plain letter could no longer be typed into text fields.
  if (process.platform === 'darwin' && !key.startsWith('Mod+')) return null;
  return key
    .replace('Mod+', 'CmdOrCtrl+')
    .replace('ArrowUp', 'Up')
    .replace('ArrowDown', 'Down')
    .replace('ArrowLeft', 'Left')
    .replace('ArrowRight', 'Right');
}

function recentMenu(recents: readonly RecentFile[], actions: MenuActions): MenuItemConstructorOptions {
  const there = recents.filter((recent) => recent.exists);
  return {
    label: 'Open Recent',
    enabled: there.length > 0,
    submenu: there.map(({ path }) => ({
      // A single & would underline the next letter.
      label: path.replaceAll('&', '&&'),
      click: () => actions.open(path),
    })),
  };
}

function systemItems(group: CommandGroup): MenuItemConstructorOptions[] {
  if (group === 'File' && process.platform !== 'darwin') return [{ type: 'separator' }, { role: 'quit' }];
  if (group === 'View')
    return [{ type: 'separator' }, { role: 'togglefullscreen' }, { role: 'toggleDevTools' }];
  return [];
}
