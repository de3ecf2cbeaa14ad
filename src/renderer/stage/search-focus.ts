type Part = 'chart' | 'drawer';

const fields = new Map<Part, HTMLInputElement | null>();

/** Sets the search field of a part of the window, so that a key can move the focus there. */
export const setFieldOf =
  (part: Part) =>
  (element: HTMLInputElement | null): void =>
    void fields.set(part, element);

/** Moves the focus to the search of the part that the user is in; to the search for tasks where that part has none. */
export function focusSearch(): void {
  const inDrawer = document.activeElement?.closest('.drawer') != null;
  const field = (inDrawer ? fields.get('drawer') : null) ?? fields.get('chart');
  field?.focus();
  field?.select();
}
