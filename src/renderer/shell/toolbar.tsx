import {
  Ellipsis,
  FileCode2,
  FolderOpen,
  Keyboard,
  Monitor,
  Moon,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Pause,
  Play,
  RotateCw,
  Save,
  SlidersHorizontal,
  Square,
  Sun,
} from 'lucide-react';
import { baseName } from '../../model/details/labels.ts';
import type { ThemeChoice } from '../../protocol/bridge.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { runCommand } from '../commands/commands.ts';
import { Button } from '../controls/button.tsx';
import { runsOtherwise } from '../run-options/run-words.ts';
import { changeChoices } from '../store/run-choices.ts';
import { changeSettings } from '../store/settings/settings.ts';
import { chooseTheme } from '../store/settings/theme.ts';
import { useUi } from '../store/ui-store.ts';
import { type PanelName, togglePanel, useFolded } from './panels.ts';

/** The toolbar: script, runtime, arguments, the buttons for them, and whether the view is live. */
export function Toolbar() {
  const welcome = useUi(({ phase }) => phase === 'empty');
  return (
    <header className="toolbar">
      <div className="toolbar-row" role="toolbar" aria-label="Program">
        <PanelButton name="library" label="Lessons and Recent" disabled={welcome} />
        <CommandButton id="open" icon={FolderOpen} className="button-wordless">
          Open
        </CommandButton>
        <CommandButton id="save-recording" icon={Save} className="button-spare" />
        <span className="toolbar-divider" />
        <Script />
        <RuntimePicker />
        <Arguments />
        <RunOptionsButton />
        <CommandButton id="run" icon={Play} look="primary">
          Run
        </CommandButton>
        <CommandButton id="stop" icon={Square} className="button-wordless">
          Stop
        </CommandButton>
        <CommandButton id="rerun" icon={RotateCw} className="button-wordless button-spare">
          Rerun
        </CommandButton>
        <span className="toolbar-space" />
        <PauseButton />
        <LiveState />
        <span className="toolbar-divider" />
        <ThemeButton />
        <CommandButton id="keys" icon={Keyboard} className="button-spare" />
        <CommandButton id="commands" icon={Ellipsis} className="button-more" aria-label="More commands" />
        <PanelButton name="drawer" label="Console, Source and Tasks" disabled={welcome} />
        <PanelButton name="inspector" label="Inspector" disabled={welcome} />
      </div>
    </header>
  );
}

function Script() {
  const path = useUi(({ scriptPath }) => scriptPath);
  return (
    <div className="toolbar-script" title={path ?? undefined}>
      <FileCode2 className="icon" aria-hidden />
      <h1 className={`toolbar-script-name ${path === null ? 'toolbar-script-none' : ''}`}>
        {path === null ? 'No script' : baseName(path)}
      </h1>
    </div>
  );
}

function RuntimePicker() {
  const app = useUi((state) => state.app);
  const running = useUi(({ phase }) => phase === 'live' || phase === 'starting');
  if (app === null) return null;
  const { runtimes, settings } = app;
  const chosen = settings.runtimeId ?? runtimes[0]?.id ?? '';
  // The chosen runtime may be gone. A run would still look for it, so the list shows it.
  const missing = chosen !== '' && !runtimes.some(({ id }) => id === chosen);
  return (
    <select
      className="field field-runtime"
      aria-label="Runtime"
      title="The runtime that the script is run with"
      disabled={running || runtimes.length === 0}
      value={chosen}
      onChange={(event) => void changeSettings({ runtimeId: event.target.value })}
    >
      {chosen === '' && <option value="">No runtime found</option>}
      {missing && <option value={chosen}>{chosen === 'path' ? 'node' : baseName(chosen)} (not found)</option>}
      {runtimes.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Arguments() {
  const text = useUi(({ choices }) => choices.argumentText);
  const disabled = useUi(({ phase, scriptPath }) => scriptPath === null || phase === 'live');
  return (
    <input
      className="field field-arguments"
      aria-label="Arguments"
      placeholder="Arguments"
      spellCheck={false}
      disabled={disabled}
      value={text}
      onChange={(event) => changeChoices({ argumentText: event.target.value })}
      onKeyDown={(event) => event.key === 'Enter' && runCommand('run')}
    />
  );
}

/** Has a dot if an option other than the arguments, which are visible anyway, is not the default. */
function RunOptionsButton() {
  const otherwise = useUi(({ choices }) => runsOtherwise(choices));
  return <CommandButton id="run-options" icon={SlidersHorizontal} className={otherwise ? 'has-sign' : ''} />;
}

function PauseButton() {
  const paused = useUi(({ phase, follow }) => phase === 'live' && follow === 'paused');
  return (
    <CommandButton id="pause-view" icon={Pause} aria-pressed={paused} className="button-wordless">
      Pause view
    </CommandButton>
  );
}

/** Whether the view follows the newest moment, has left it, or the program is over. */
function LiveState() {
  const phase = useUi((state) => state.phase);
  const follow = useUi((state) => state.follow);
  const stopping = useUi((state) => state.stopAsked);
  if (phase === 'live' && stopping) return <output className="live-state">Stopping…</output>;
  if (phase === 'live' && follow !== 'live') {
    return (
      <CommandButton id="go-live" look="outlined">
        <span className="live-dot" /> Go live
      </CommandButton>
    );
  }
  if (phase === 'live') {
    return (
      <output className="live-state is-live">
        <span className="live-dot" /> Live
      </output>
    );
  }
  return null;
}

const THEMES = {
  system: { icon: Monitor, next: 'light', label: 'Theme: as the system' },
  light: { icon: Sun, next: 'dark', label: 'Theme: light' },
  dark: { icon: Moon, next: 'system', label: 'Theme: dark' },
} as const satisfies Record<ThemeChoice, { icon: typeof Sun; next: ThemeChoice; label: string }>;

function ThemeButton() {
  const theme = useUi(({ app }) => app?.settings.theme ?? 'system');
  const { icon, next, label } = THEMES[theme];
  return <Button icon={icon} aria-label={label} title={label} onClick={() => void chooseTheme(next)} />;
}

const PANEL_ICONS = { library: PanelLeft, inspector: PanelRight, drawer: PanelBottom } as const;

function PanelButton({
  name,
  label,
  disabled,
}: {
  readonly name: PanelName;
  readonly label: string;
  readonly disabled: boolean;
}) {
  const folded = useFolded((state) => state[name]);
  return (
    <Button
      icon={PANEL_ICONS[name]}
      aria-label={label}
      aria-expanded={!folded && !disabled}
      title={`${folded ? 'Show' : 'Hide'} ${label}`}
      disabled={disabled}
      onClick={() => togglePanel(name)}
    />
  );
}
