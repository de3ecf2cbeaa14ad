import { useState } from 'react';

export interface PickedRows {
  /** The row that the keyboard is at. */
  readonly at: number;
  /** The rows to copy (`to` is exclusive): the picked ones, or the one that the keyboard is at. */
  readonly picked: { readonly from: number; readonly to: number };
  isPicked(row: number): boolean;
  /** Moves the keyboard to a row. With `draws`, the picked range extends to it; otherwise nothing is picked any more. */
  moveTo(row: number, draws: boolean): void;
  pickAll(): void;
  pickNone(): void;
}

/** The picked rows of a table: from where picking began to where it was extended, in either direction. */
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
