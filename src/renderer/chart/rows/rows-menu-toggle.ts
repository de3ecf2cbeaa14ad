let menu: HTMLElement | null = null;

/** The menu of the rows says where it is, so that a key can open it. */
export function setRowsMenu(element: HTMLElement | null): void {
  menu = element;
}

export function toggleRowsMenu(): void {
  menu?.togglePopover();
}
