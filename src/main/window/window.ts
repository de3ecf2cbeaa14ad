import { BrowserWindow, nativeTheme, screen } from 'electron';
import { preloadFile } from '../paths.ts';
import type { Memory, WindowPlace } from '../remembered/settings.ts';
import { pageUrl } from './page.ts';

const DEFAULT_SIZE = { width: 1280, height: 800 };
/** The page's background in each theme (--surface-0), shown until the page has drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#141619' };

/** Opens the window and loads the page. `size` overrides the remembered position and size. */
export function openWindow(memory: Memory, size: { width: number; height: number } | null): BrowserWindow {
  nativeTheme.themeSource = memory.settings.theme;
  const remembered = size === null ? onScreen(memory.window) : null;
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...(remembered ?? size),
    useContentSize: size !== null,
    minWidth: 640,
    minHeight: 420,
    title: 'Loopscope',
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload: preloadFile(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // A running program's chart must go on while another window covers it.
      backgroundThrottling: false,
      spellcheck: false,
    },
  });
  if (remembered?.maximized) window.maximize();
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(backgroundColor());
  });
  if (size === null) {
    window.on('close', () => {
      memory.window = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    });
  }
  window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(memory.settings.textSize));
  void window.loadURL(pageUrl());
  return window;
}

const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light);

/** The remembered place; null if its screen is gone. */
function onScreen(place: WindowPlace): WindowPlace {
  if (place === null) return null;
  const visible = screen.getAllDisplays().some(({ workArea }) => {
    const right = Math.min(place.x + place.width, workArea.x + workArea.width);
    const bottom = Math.min(place.y + place.height, workArea.y + workArea.height);
    return right - Math.max(place.x, workArea.x) > 100 && bottom - Math.max(place.y, workArea.y) > 50;
  });
  return visible ? place : null;
}
