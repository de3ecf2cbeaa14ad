import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';

/** A context menu for text fields and selected text, which Electron does not provide. */
export function setupTextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    const field: MenuItemConstructorOptions[] = [
      { role: 'undo', enabled: editFlags.canUndo },
      { role: 'redo', enabled: editFlags.canRedo },
      { type: 'separator' },
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
    const selected: MenuItemConstructorOptions[] = selectionText.trim() === '' ? [] : [{ role: 'copy' }];
    const items = isEditable ? field : selected;
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}
