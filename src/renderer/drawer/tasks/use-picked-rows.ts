import { useState } from 'react';

export interface PickedRows {
  /** The row that the keyboard is at. */
  readonly at: number;
  /** Which rows are copied, `to` not among them: those that are picked, or the one the keyboard is at. */
  readonly picked: { readonly from: number; readonly to: number };
  isPicked(row: number): boolean;
  /** The keyboard goes to a row; with `draws` what is picked ends there, otherwise nothing is picked any more. */
  moveTo(row: number, draws: boolean): void;
  pickAll(): void;
  pickNone(): void;
}

/** Which rows of a table are picked: from where that began to where it was drawn, in either direction. */
export function usePickedRows(total: number): PickedRows {
  const [focused, setFocused] = useState(0);
  const [drawn, setDrawn] = useState<{ readonly anchor: number; readonly to: number } | null>(null);
  const at = Math.max(0, Math.min(focused, total - 1));
  const { anchor, to } = drawn ?? { anchor: at, to: at };
  const picked = { from: Math.min(anchor, to), to: Math.max(anchor, to) + 1 };
  return {
    at,
    picked,
    isPicked: (row) => drawn !== null && row >= picked.from && row < picked.to,
    moveTo: (row, draws) => {
      setDrawn(draws ? { anchor, to: row } : null);
      setFocused(row);
    },
    pickAll: () => setDrawn({ anchor: 0, to: total - 1 }),
    pickNone: () => setDrawn(null),
  };
}
