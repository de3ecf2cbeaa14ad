// Which panels are open and how large: the layout library's numbers, kept in the settings.

import type { Layout, PanelImperativeHandle } from 'react-resizable-panels';
import { create } from 'zustand';
import { main } from '../bridge.ts';

export type PanelName = 'library' | 'inspector' | 'drawer';

const handles = new Map<PanelName, PanelImperativeHandle>();

export const setPanelHandle = (name: PanelName) => (handle: PanelImperativeHandle | null) => {
  if (handle === null) handles.delete(name);
  else handles.set(name, handle);
};

/** Which of them are folded away, for the buttons that bring them back. */
export const useFolded = create<Record<PanelName, boolean>>()(() => ({
  library: false,
  inspector: false,
  drawer: false,
}));

/** To be called whenever a panel's size changed. */
export function notePanelSize(name: PanelName, sizePx: number): void {
  const folded = sizePx < 1;
  if (useFolded.getState()[name] !== folded) useFolded.setState({ [name]: folded });
}

export function togglePanel(name: PanelName): void {
  const handle = handles.get(name);
  if (handle?.isCollapsed()) handle.expand();
  else handle?.collapse();
}

export function openPanel(name: PanelName): void {
  const handle = handles.get(name);
  if (handle?.isCollapsed()) handle.expand();
}

/** Makes a panel as large as it is to be now, where it is as large as it was to be before: nobody has chosen another size. */
export function followDefault(name: PanelName, beforePx: number, nowPx: number): void {
  const handle = handles.get(name);
  if (handle !== undefined && Math.abs(handle.getSize().inPixels - beforePx) < 2) handle.resize(nowPx);
}

/** The sizes a group had last time, when they are ones it can take. */
export function rememberedLayout(
  panels: Readonly<Record<string, unknown>>,
  group: string,
): Layout | undefined {
  const stored = panels[group];
  if (typeof stored !== 'object' || stored === null) return undefined;
  const sizes = Object.entries(stored);
  const whole = sizes.reduce((sum, [, size]) => sum + (typeof size === 'number' ? size : Number.NaN), 0);
  return Math.abs(whole - 100) < 1 ? (Object.fromEntries(sizes) as Layout) : undefined;
}

export function rememberLayout(group: string, layout: Layout): void {
  void main.changeSettings({ panels: { [group]: layout } });
}
