let field: HTMLInputElement | null = null;

/** The search box says where it is, so that a key can bring the focus there. */
export function setSearchField(element: HTMLInputElement | null): void {
  field = element;
}

export function focusSearch(): void {
  field?.focus();
  field?.select();
}
