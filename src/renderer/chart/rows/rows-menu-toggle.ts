let menu: HTMLElement | null = null;

/** Sets the element of the rows menu, so that a key can open it. */
export function setRowsMenu(element: HTMLElement | null): void {
  menu = element;
}

export function toggleRowsMenu(): void {
  menu?.togglePopover();
}
