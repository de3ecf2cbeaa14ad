// Which panels are open, and their sizes, in the layout library's numbers; both are kept in the settings.

import type { Layout, PanelImperativeHandle } from 'react-resizable-panels';
import { create } from 'zustand';
import { main } from '../bridge.ts';
import { type DrawerTab, useUi } from '../store/ui-store.ts';

const NAMES = ['library', 'inspector', 'drawer'] as const;
export type PanelName = (typeof NAMES)[number];

/** In a smaller window than this, a panel is hidden in favour of the chart until the user opens it. */
const LEAST_WIDTH_PX = { library: 880, inspector: 720 } as const;
const LEAST_HEIGHT_PX = 520;

/** The default sizes of panels. */
export const defaultPx = {
  /** Lessons and files are used rarely, so in a small window the chart gets the space. */
  library: (): number => (window.innerWidth < 1200 ? 216 : 264),
  /** A fifth of the window, within the widths at which its sentences read well; in a small window the least of those. */
  inspector: (): number =>
    Math.round(Math.min(384, Math.max(window.innerWidth < 1000 ? 232 : 304, window.innerWidth * 0.2))),
  /** As much of every window, so that the chart has most of it. */
  drawer: (): number => Math.round(window.innerHeight * 0.22),
} as const;

const handles = new Map<PanelName, PanelImperativeHandle>();
/** Panels that were hidden for lack of space, not by the user. */
const gaveWay = new Set<PanelName>();
/** Whether there was space for each panel at the last check. */
const hadRoom = new Map<PanelName, boolean>();

export const setPanelHandle = (name: PanelName) => (handle: PanelImperativeHandle | null) => {
  if (handle !== null) handles.set(name, handle);
  else {
    handles.delete(name);
    gaveWay.delete(name);
    hadRoom.delete(name);
  }
};

/** Which panels are hidden, for the buttons that show them again. */
export const useFolded = create<Record<PanelName, boolean>>()(() => ({
  library: false,
  inspector: false,
  drawer: false,
}));

/** To be called whenever a panel's size has changed. */
export function notePanelSize(name: PanelName, sizePx: number): void {
  const folded = sizePx < 1;
  if (useFolded.getState()[name] !== folded) useFolded.setState({ [name]: folded });
}

/** Hides a panel or shows it again, and remembers that. */
export function togglePanel(name: PanelName): void {
  const handle = handles.get(name);
  if (handle === undefined) return;
  if (handle.isCollapsed()) openPanel(name);
  else {
    gaveWay.delete(name);
    handle.collapse();
    rememberHidden(name);
  }
}

export function openPanel(name: PanelName): void {
  const handle = handles.get(name);
  if (handle?.isCollapsed() !== true) return;
  gaveWay.delete(name);
  rememberShown(name);
  const other = name === 'library' ? 'inspector' : 'library';
  // Two frames later, because until then the other panel's space is not free.
  if (name !== 'drawer' && !hasRoom('inspector') && giveWay(other)) afterFrames(() => show(name, handle));
  else show(name, handle);
}

/** Shows a tab of the drawer, also if the drawer is hidden. */
export function showTab(drawerTab: DrawerTab): void {
  openPanel('drawer');
  useUi.setState({ drawerTab });
}

/** Shows a panel with the size that the user chose, or its default size for the present window. Its last size may be what a small window left. */
function show(name: PanelName, handle: PanelImperativeHandle): void {
  handle.resize(chosenSize(name) ?? defaultPx[name]());
}

/** A panel's size that the user chose, as a part of its group; undefined if there is none. */
function chosenSize(name: PanelName): string | undefined {
  const percent = rememberedLayout(useUi.getState().app?.settings.panels ?? {}, name)?.[name] ?? 0;
  return percent > 0 ? `${percent}%` : undefined;
}

/** To be called when the panels are mounted: hides those that were hidden last time. */
export function hidePanels(): void {
  for (const name of hiddenPanels()) handles.get(name)?.collapse();
  makeWay();
}

/**
 * To be called when the window's size has changed: hides panels that have no space any more, and shows those again that have. It does this
 * one after the other, because a simultaneous change of one panel's size would undo that of another. `then` is called at the end.
 * Returns a function that cancels it.
 */
export function makeWay(then: () => void = () => {}): () => void {
  for (const name of handles.keys()) {
    const now = hasRoom(name);
    if (now === hadRoom.get(name)) continue;
    hadRoom.set(name, now);
    if (now ? comeBack(name) : giveWay(name)) {
      let callOff = afterFrames(() => {
        callOff = makeWay(then);
      });
      return () => callOff();
    }
  }
  then();
  return () => {};
}

function comeBack(name: PanelName): boolean {
  const handle = handles.get(name);
  if (!gaveWay.delete(name) || handle === undefined) return false;
  show(name, handle);
  return true;
}

const hasRoom = (name: PanelName): boolean =>
  name === 'drawer' ? window.innerHeight >= LEAST_HEIGHT_PX : window.innerWidth >= LEAST_WIDTH_PX[name];

/** Hides a panel for lack of space; returns whether it was open. */
function giveWay(name: PanelName): boolean {
  const handle = handles.get(name);
  if (handle?.isCollapsed() !== false) return false;
  handle.collapse();
  gaveWay.add(name);
  return true;
}

/** Calls `act` when the layout library has taken in sizes that were changed now. Returns a function that cancels it. */
export function afterFrames(act: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(act);
  });
  return () => cancelAnimationFrame(frame);
}

function hiddenPanels(): readonly PanelName[] {
  const { hidden } = useUi.getState().app?.settings.panels ?? {};
  return NAMES.filter((name) => Array.isArray(hidden) && hidden.includes(name));
}

const othersHidden = (name: PanelName): PanelName[] => hiddenPanels().filter((other) => other !== name);
const rememberHidden = (name: PanelName): void => rememberPanels({ hidden: [...othersHidden(name), name] });
const rememberShown = (name: PanelName): void => rememberPanels({ hidden: othersHidden(name) });

/** Hides a panel whose space is needed. Returns a function that shows it again if it was open. */
export function lendPanel(name: PanelName): () => void {
  const handle = handles.get(name);
  if (handle === undefined || handle.isCollapsed()) return () => {};
  handle.collapse();
  return () => openPanel(name);
}

/** Gives an open panel its default size, unless the user has chosen one. */
export function sizeByDefault(name: PanelName): void {
  const handle = handles.get(name);
  if (handle !== undefined && chosenSize(name) === undefined && !handle.isCollapsed()) {
    handle.resize(defaultPx[name]());
  }
}

/** The remembered sizes of a group, if they are valid for it. */
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
  rememberPanels({ [group]: layout });
}

/** Changes the state here at once, so that the next action uses it. */
function rememberPanels(change: Readonly<Record<string, unknown>>): void {
  const { app } = useUi.getState();
  if (app === null) return;
  const panels = { ...app.settings.panels, ...change };
  useUi.setState({ app: { ...app, settings: { ...app.settings, panels } } });
  void main.changeSettings({ panels: change });
}
