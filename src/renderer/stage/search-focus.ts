let field: HTMLInputElement | null = null;

/** Sets the search field, so that a key can move the focus there. */
export function setSearchField(element: HTMLInputElement | null): void {
  field = element;
}

export function focusSearch(): void {
  field?.focus();
  field?.select();
}
