import { type ReactNode, useEffect, useLayoutEffect } from 'react';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { baseName } from '../model/details/labels.ts';
import type { Settings } from '../protocol/bridge.ts';
import { main } from './bridge.ts';
import { LegendDialog } from './chart/legend-dialog.tsx';
import { CommandPalette } from './commands/command-palette.tsx';
import { runCommand } from './commands/commands.ts';
import { listenToKeys } from './commands/keyboard.ts';
import { KeysDialog } from './commands/keys-dialog.tsx';
import { CompareDialog } from './compare/compare-dialog.tsx';
import { RunningBothStrip } from './compare/running-both-strip.tsx';
import { Drawer } from './drawer/drawer.tsx';
import { ExportDialog } from './export/export-dialog.tsx';
import { WrittenStrip } from './export/written-strip.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { Library } from './library/library.tsx';
import { MarkDialog } from './marks/mark-dialog.tsx';
import { RunOptionsDialog } from './run-options/run-options-dialog.tsx';
import { AskDialog } from './shell/ask-dialog.tsx';
import { DropTarget } from './shell/drop-target.tsx';
import {
  afterFrames,
  defaultPx,
  hidePanels,
  makeWay,
  notePanelSize,
  type PanelName,
  rememberedLayout,
  rememberLayout,
  setPanelHandle,
  sizeByDefault,
  useFolded,
} from './shell/panels.ts';
import { Problems } from './shell/problems.tsx';
import { StatusBar } from './shell/status-bar.tsx';
import { Toolbar } from './shell/toolbar.tsx';
import { Stage } from './stage/stage.tsx';
import { shownFile } from './store/shown-file.ts';
import { useUi } from './store/ui-store.ts';
import './shell/shell.css';

const setLibrary = setPanelHandle('library');
const setInspector = setPanelHandle('inspector');
const setDrawer = setPanelHandle('drawer');
const noted = (name: PanelName) => (size: { inPixels: number }) => notePanelSize(name, size.inPixels);
const libraryResized = noted('library');
const inspectorResized = noted('inspector');
const drawerResized = noted('drawer');

/** The window: toolbar, lessons, chart and inspector, drawer, status bar. */
export function App() {
  useEffect(listenToKeys, []);
  useEffect(() => main.on('command', runCommand), []);
  const welcome = useUi(({ phase }) => phase === 'empty');
  const shown = useUi(shownFile);
  useEffect(() => {
    document.title = shown === null ? 'Loopscope' : `${baseName(shown)} – Loopscope`;
  }, [shown]);
  return (
    <DropTarget>
      <div className="app">
        <Toolbar />
        <Problems />
        <WrittenStrip />
        <RunningBothStrip />
        <main className="app-body">
          {welcome ? (
            <div className="app-page">
              <Stage />
            </div>
          ) : (
            <Panels />
          )}
        </main>
        <StatusBar />
        <KeysDialog />
        <LegendDialog />
        <CommandPalette />
        <ExportDialog />
        <MarkDialog />
        <CompareDialog />
        <RunOptionsDialog />
        <AskDialog />
      </div>
    </DropTarget>
  );
}

/** Adapts the panels to the window's size, and to its zoom. */
function followWindow(): () => void {
  let callOff = () => {};
  const follow = () => {
    callOff = makeWay(() => {
      sizeByDefault('library');
      sizeByDefault('inspector');
      sizeByDefault('drawer');
    });
  };
  const resized = () => {
    callOff();
    callOff = afterFrames(follow);
  };
  window.addEventListener('resize', resized);
  return () => {
    callOff();
    window.removeEventListener('resize', resized);
  };
}

/**
 * The layout: the lesson on the left, as tall as the window; right of it the chart and the inspector above the drawer. Their sizes are
 * remembered.
 */
function Panels() {
  useLayoutEffect(hidePanels, []);
  useEffect(followWindow, []);
  // Sizes are read once: after that the layout library keeps them.
  const panels = useUi.getState().app?.settings.panels ?? {};
  return (
    <Group className="app-columns" {...remembered(panels, 'library')}>
      <Panel
        id="library"
        panelRef={setLibrary}
        defaultSize={defaultPx.library()}
        minSize={168}
        maxSize={480}
        collapsible
        groupResizeBehavior="preserve-pixel-size"
        onResize={libraryResized}
      >
        <Foldable name="library">
          <Library />
        </Foldable>
      </Panel>
      <Separator className="separator separator-vertical" aria-label="Size of lessons and recent" />
      <Panel id="work" minSize={320}>
        <Group className="app-rows" orientation="vertical" {...remembered(panels, 'drawer')}>
          <Panel id="middle" minSize={240}>
            <StageAndInspector panels={panels} />
          </Panel>
          <Separator className="separator separator-horizontal" aria-label="Size of the drawer" />
          <Panel
            id="drawer"
            panelRef={setDrawer}
            defaultSize={defaultPx.drawer()}
            minSize={96}
            collapsible
            groupResizeBehavior="preserve-pixel-size"
            onResize={drawerResized}
          >
            <Foldable name="drawer">
              <Drawer />
            </Foldable>
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
}

function StageAndInspector({ panels }: { readonly panels: Settings['panels'] }) {
  const sessionId = useUi(({ session }) => session?.id);
  return (
    <Group className="app-columns" {...remembered(panels, 'inspector')}>
      <Panel id="stage" minSize={320}>
        <div className="stage">
          <Stage />
        </div>
      </Panel>
      <Separator className="separator separator-vertical" aria-label="Size of the inspector" />
      <Panel
        id="inspector"
        panelRef={setInspector}
        defaultSize={defaultPx.inspector()}
        minSize={232}
        maxSize={560}
        collapsible
        groupResizeBehavior="preserve-pixel-size"
        onResize={inspectorResized}
      >
        <Foldable name="inspector">
          <Inspector key={sessionId} />
        </Foldable>
      </Panel>
    </Group>
  );
}

/** A panel's contents. While the panel is hidden, neither the keyboard nor a screen reader can reach them. */
function Foldable({ name, children }: { readonly name: PanelName; readonly children: ReactNode }) {
  const folded = useFolded((state) => state[name]);
  return (
    <div className="foldable" inert={folded}>
      {children}
    </div>
  );
}

/** A group of panels is named after the one in it that can be hidden. */
const remembered = (panels: Readonly<Record<string, unknown>>, group: PanelName) => ({
  defaultLayout: rememberedLayout(panels, group),
  onLayoutChanged: (layout: Layout, { isUserInteraction }: { isUserInteraction: boolean }) => {
    if (isUserInteraction) rememberLayout(group, layout);
  },
});
