import { useEffect, useRef } from 'react';
import { counted } from '../../model/words.ts';
import { type DrawerTab, useUi } from '../store/ui-store.ts';
import { copyText } from '../text/copy-text.ts';

/** A table as tab-separated lines. */
type TableText = () => string | Promise<string | undefined>;

/** The tabs whose tables can be copied. */
export const COPIED_TABS: readonly DrawerTab[] = ['differences', 'tasks', 'range'];

let shown: TableText | null = null;

/** While the component is mounted, its table is the one to copy. */
export function useTableToCopy(text: TableText): void {
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const own: TableText = () => latest.current();
    shown = own;
    return () => {
      if (shown === own) shown = null;
    };
  }, []);
}

/** Copies the shown table to the clipboard, and says so. */
export const copyShownTable = (): Promise<void> => copyTable(async () => shown?.());

export async function copyTable(table: TableText): Promise<void> {
  const text = await table();
  if (text === undefined) return;
  copyText(text);
  useUi.setState({ copied: `${counted(text.split('\n').length, 'line')} copied` });
}
