// Which panels are open and how large: the layout library's numbers, kept in the settings.

import type { Layout, PanelImperativeHandle } from 'react-resizable-panels';
import { create } from 'zustand';
import { main } from '../bridge.ts';
import { useUi } from '../store/ui-store.ts';

const NAMES = ['library', 'inspector', 'drawer'] as const;
export type PanelName = (typeof NAMES)[number];

/** In a window less wide, or high, than this the chart comes first: a panel gives way to it until somebody asks for it. */
const LEAST_WIDTH_PX = { library: 880, inspector: 720 } as const;
const LEAST_HEIGHT_PX = 520;

/** How wide a panel is unless somebody has chosen that. */
export const defaultPx = {
  /** Lessons and files are read seldom: a small window is the chart's. */
  library: (): number => (window.innerWidth < 1200 ? 216 : 264),
  /** A fifth of the window, within what its sentences read well in; of a small one no more than they can be read in. */
  inspector: (): number =>
    Math.round(Math.min(384, Math.max(window.innerWidth < 1000 ? 232 : 304, window.innerWidth * 0.2))),
} as const;

const handles = new Map<PanelName, PanelImperativeHandle>();
/** Those that gave way, and not by anybody's wish. */
const gaveWay = new Set<PanelName>();
/** Whether there was room for each when that was looked at last. */
const hadRoom = new Map<PanelName, boolean>();

export const setPanelHandle = (name: PanelName) => (handle: PanelImperativeHandle | null) => {
  if (handle !== null) handles.set(name, handle);
  else {
    handles.delete(name);
    gaveWay.delete(name);
    hadRoom.delete(name);
  }
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

/** Hides a panel or brings it back, and remembers which. */
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
  // In the frame after the next one: until then there is no more room than before.
  if (name !== 'drawer' && !hasRoom('inspector') && giveWay(other)) afterFrames(() => show(name, handle));
  else show(name, handle);
}

/** As wide as it was; unless somebody has chosen that, as the window is now. */
function show(name: PanelName, handle: PanelImperativeHandle): void {
  if (name === 'drawer' || isChosen(name)) handle.expand();
  else handle.resize(defaultPx[name]());
}

const isChosen = (name: PanelName): boolean => useUi.getState().app?.settings.panels[name] !== undefined;

/** To be called when the panels are first there: those that were hidden last time are. */
export function hidePanels(): void {
  for (const name of hiddenPanels()) handles.get(name)?.collapse();
  makeWay();
}

/**
 * To be called when the window has another size: what has no room any more gives way, what has room again comes back. One after the
 * other, since what another one's room becomes undoes what was done to a panel at the same time. `then` is called at the end.
 * Returns how to call it off.
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
  if (!gaveWay.delete(name)) return false;
  handles.get(name)?.expand();
  return true;
}

const hasRoom = (name: PanelName): boolean =>
  name === 'drawer' ? window.innerHeight >= LEAST_HEIGHT_PX : window.innerWidth >= LEAST_WIDTH_PX[name];

/** Whether it was there to do so. */
function giveWay(name: PanelName): boolean {
  const handle = handles.get(name);
  if (handle?.isCollapsed() !== false) return false;
  handle.collapse();
  gaveWay.add(name);
  return true;
}

/** Does something when the layout library knows of sizes that were changed now. Returns how to call it off. */
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

/** Folds a panel whose room something else needs; what this returns opens it again, if it was open. */
export function lendPanel(name: PanelName): () => void {
  const handle = handles.get(name);
  if (handle === undefined || handle.isCollapsed()) return () => {};
  handle.collapse();
  return () => openPanel(name);
}

/** Makes a panel that is open as wide as the window asks for, unless somebody has chosen a size. */
export function sizeByDefault(name: keyof typeof defaultPx): void {
  const handle = handles.get(name);
  if (handle !== undefined && !isChosen(name) && !handle.isCollapsed()) handle.resize(defaultPx[name]());
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
  rememberPanels({ [group]: layout });
}

/** Here at once: what is done next goes by it. */
function rememberPanels(change: Readonly<Record<string, unknown>>): void {
  const { app } = useUi.getState();
  if (app === null) return;
  const panels = { ...app.settings.panels, ...change };
  useUi.setState({ app: { ...app, settings: { ...app.settings, panels } } });
  void main.changeSettings({ panels: change });
}
