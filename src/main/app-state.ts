import { dirname } from 'node:path';
import { app, nativeTheme } from 'electron';
import type { AppState, RecentFile, RuntimeInfo, Settings } from '../protocol/bridge.ts';
import { listRuntimes } from '../recording/runtime.ts';
import type { Notifier } from './bridge.ts';
import { startEnvironment } from './environment.ts';
import { type LessonFiles, listLessons, withProgress } from './lessons.ts';
import { setupMenu } from './menu.ts';
import { recordingsFolder, samplesFolder } from './paths.ts';
import type { Memory, SettingsChange } from './settings.ts';

/** Knows what the window and the menu show of the app itself, and tells both whenever it changes. */
export class AppStateTeller {
  readonly #memory: Memory;
  readonly #notifier: Notifier;
  readonly #lessons: readonly LessonFiles[] = listLessons(samplesFolder());
  #marked: ReadonlySet<string> = new Set();
  readonly #runtimes: Promise<readonly RuntimeInfo[]>;

  constructor(memory: Memory, notifier: Notifier) {
    this.#memory = memory;
    this.#notifier = notifier;
    this.#runtimes = listRuntimes(startEnvironment()).then((found) =>
      found.map(({ id, label }) => ({ id, label })),
    );
    this.#showMenu();
  }

  /** The state, for a page that listens from now on. */
  async listened(): Promise<AppState> {
    this.#notifier.pageListens();
    return this.#state();
  }

  remember(path: string, kind: RecentFile['kind']): void {
    this.#memory.remember(path, kind);
    this.#changed();
  }

  /** A script is being run: one of a lesson is remembered as such. */
  ran(path: string): void {
    const program = this.#lessons.flatMap(({ scripts }) => scripts).find((script) => script.path === path);
    if (program !== undefined) this.#memory.rememberLesson(program.name);
    this.remember(path, 'script');
  }

  forget(path: string): void {
    this.#memory.forget(path);
    this.#changed();
  }

  forgetCourse(): void {
    this.#memory.forgetLessons();
    this.#changed();
  }

  changeSettings(change: SettingsChange): Settings {
    const settings = this.#memory.changeSettings(change);
    nativeTheme.themeSource = settings.theme;
    this.#changed();
    return settings;
  }

  markCommands(ids: readonly string[]): void {
    this.#marked = new Set(ids);
    this.#showMenu();
  }

  async #state(): Promise<AppState> {
    return {
      version: app.getVersion(),
      platform: process.platform,
      runtimes: await this.#runtimes,
      lessons: withProgress(this.#lessons, this.#memory.lessonsRun),
      // A recording of ours that we have deleted to make room is nobody's loss.
      recents: this.#memory.recents.filter(
        ({ path, exists }) => exists || dirname(path) !== recordingsFolder(),
      ),
      settings: this.#memory.settings,
    };
  }

  #changed(): void {
    this.#showMenu();
    void this.#state().then((state) => this.#notifier.notify('stateChanged', state));
  }

  #showMenu(): void {
    const { recents, settings } = this.#memory;
    setupMenu(
      { recents, marked: new Set([...this.#marked, `theme-${settings.theme}`]) },
      {
        command: (id) => {
          this.#notifier.notify('command', id);
          // The system marks what was clicked; it holds when the window says so.
          this.#showMenu();
        },
        open: (path) => this.#notifier.notify('openRequested', { path, options: null, run: false }),
      },
    );
  }
}
