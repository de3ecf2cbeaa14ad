// Which panels are open and how large: the layout library's numbers, kept in the settings.

import type { Layout, PanelImperativeHandle } from 'react-resizable-panels';
import { create } from 'zustand';
import { main } from '../bridge.ts';
import { useUi } from '../store/ui-store.ts';

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

/** Makes a panel that is open so large, unless somebody has chosen a size. */
export function sizeByDefault(name: PanelName, sizePx: number): void {
  const handle = handles.get(name);
  const chosen = useUi.getState().app?.settings.panels[name];
  if (handle !== undefined && chosen === undefined && !handle.isCollapsed()) handle.resize(sizePx);
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
