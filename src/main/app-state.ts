import { basename, dirname } from 'node:path';
import { app, type Menu, nativeTheme } from 'electron';
import type { AppState, RecentFile, Result, RuntimeInfo, Settings } from '../protocol/bridge.ts';
import { failure, success } from '../recording/problem.ts';
import { listRuntimes } from '../recording/runtime.ts';
import type { Notifier } from './bridge.ts';
import { type LessonFiles, listLessons, ownLessons, withProgress } from './lessons.ts';
import { recordingsFolder, samplesFolder } from './paths.ts';
import { startEnvironment } from './programs/environment.ts';
import type { Memory, SettingsChange } from './remembered/settings.ts';
import { commandsMenu, type MenuActions, setupMenu } from './window/menu.ts';

/** Holds the app's own state, as opposed to a session's, and tells the window and the menu whenever it changes. */
export class AppStateTeller {
  readonly #memory: Memory;
  readonly #notifier: Notifier;
  readonly #course: readonly LessonFiles[] = listLessons(samplesFolder());
  #own: readonly LessonFiles[];
  readonly #menuActions: MenuActions = {
    command: (id) => {
      this.#notifier.notify('command', id);
      // The system marks the clicked item at once, but the choice only holds when the window says so.
      this.#showMenu();
    },
    open: (path) => this.#notifier.notify('openRequested', { path, options: null, run: false }),
  };
  #marked: ReadonlySet<string> = new Set();
  readonly #runtimes: Promise<readonly RuntimeInfo[]>;

  constructor(memory: Memory, notifier: Notifier) {
    this.#memory = memory;
    this.#notifier = notifier;
    this.#own = memory.lessonFolder === null ? [] : ownLessons(memory.lessonFolder).lessons;
    this.#runtimes = listRuntimes(startEnvironment()).then((found) =>
      found.map(({ id, label }) => ({ id, label })),
    );
    this.#showMenu();
  }

  /** Returns the state for a page that listens from now on. */
  async listened(): Promise<AppState> {
    this.#notifier.pageListens();
    return this.#state();
  }

  remember(path: string, kind: RecentFile['kind']): void {
    this.#memory.remember(path, kind);
    void this.#changed();
  }

  /** A script is being run. If it belongs to a lesson, that is remembered. */
  ran(path: string): void {
    const program = this.#lessons()
      .flatMap(({ scripts }) => scripts)
      .find((script) => script.path === path);
    if (program !== undefined) this.#memory.rememberLesson(program.name);
    this.remember(path, 'script');
  }

  forget(path: string): void {
    this.#memory.forget(path);
    void this.#changed();
  }

  forgetCourse(): void {
    this.#memory.forgetLessons();
    void this.#changed();
  }

  /** Adds the lessons in a folder after those of the app, in place of any other folder's. When this resolves, the window knows them. */
  async openLessons(folder: string): Promise<Result<LessonFiles>> {
    const { lessons, leftOut } = ownLessons(folder);
    const title = `Cannot open ${basename(folder)}`;
    const [first] = lessons;
    if (first === undefined) {
      return leftOut.length > 0
        ? failure(title, leftOut.join('; '), 'Correct lesson.json, then open the folder again.')
        : failure(
            title,
            `${folder} is a folder without a lesson.json, and so is every folder in it.`,
            'Open the script that starts the program, or a folder of lessons.',
          );
    }
    this.#memory.lessonFolder = folder;
    this.#own = lessons;
    await this.#changed();
    if (leftOut.length > 0) {
      const action = 'Correct it, then open the folder again.';
      this.#notifier.notify('problem', { title: 'A lesson is left out', detail: leftOut.join('; '), action });
    }
    return success(first);
  }

  closeLessons(): void {
    this.#memory.lessonFolder = null;
    this.#own = [];
    void this.#changed();
  }

  changeSettings(change: SettingsChange): Settings {
    const settings = this.#memory.changeSettings(change);
    nativeTheme.themeSource = settings.theme;
    void this.#changed();
    return settings;
  }

  markCommands(ids: readonly string[]): void {
    this.#marked = new Set(ids);
    this.#showMenu();
  }

  /** A menu of these commands, in the order of all commands. */
  menuOf(ids: readonly string[]): Menu {
    return commandsMenu(new Set(ids), this.#marked, this.#menuActions);
  }

  async #state(): Promise<AppState> {
    return {
      version: app.getVersion(),
      runtimes: await this.#runtimes,
      lessons: withProgress(this.#lessons(), this.#memory.lessonsRun),
      // Recordings that Loopscope itself deleted to make room are not listed as missing.
      recents: this.#memory.recents.filter(
        ({ path, exists }) => exists || dirname(path) !== recordingsFolder(),
      ),
      settings: this.#memory.settings,
    };
  }

  #lessons(): readonly LessonFiles[] {
    return [...this.#course, ...this.#own];
  }

  async #changed(): Promise<void> {
    this.#showMenu();
    this.#notifier.notify('stateChanged', await this.#state());
  }

  #showMenu(): void {
    const { recents, settings } = this.#memory;
    const marked = new Set([...this.#marked, `theme-${settings.theme}`]);
    setupMenu({ recents, marked }, this.#menuActions);
  }
}
