// What Loopscope remembers between starts: the user's choices, recent files, the window's position.

import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { RecentFile, Settings } from '../../protocol/bridge.ts';
import { JsonStore } from './json-store.ts';

/** How many recent files of each kind are kept. Kinds are separate so that recordings of a script that runs often do not displace all scripts. */
const RECENTS_KEPT = 20;

/** For how many scripts their run options are kept. */
const SCRIPTS_KEPT = 50;

const text = z.string().max(10_000);
/** An argument or a variable, limited to what a process can be given. */
const word = z
  .string()
  .max(100_000)
  .regex(/^[^\0]*$/);

export const runOptionsSchema = z.object({
  args: z.array(word).max(10_000),
  cwd: word.nullable(),
  env: z.record(z.string().regex(/^[^=\0]+$/), word),
});

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  textSize: z.number().min(0.5).max(3),
  runtimeId: z.string().nullable(),
  panels: z.record(z.string(), z.unknown()),
  insights: z.object({
    thresholds: z.record(text, z.number().positive()),
    muted: z.array(z.object({ id: text, file: text.nullable(), code: text.nullable() })).max(1000),
  }),
  counters: z.boolean(),
  includesModules: z.boolean(),
  runOptions: z.record(z.string(), runOptionsSchema),
});

/** The defaults. */
const DEFAULTS = {
  theme: 'system',
  textSize: 1,
  runtimeId: null,
  panels: {},
  insights: { thresholds: {}, muted: [] },
  counters: false,
  includesModules: false,
  runOptions: {},
} satisfies z.output<typeof settingsSchema>;

const memorySchema = z.object({
  settings: settingsSchema.extend({
    insights: settingsSchema.shape.insights.default(DEFAULTS.insights),
    counters: settingsSchema.shape.counters.default(DEFAULTS.counters),
    textSize: settingsSchema.shape.textSize.default(DEFAULTS.textSize),
    includesModules: settingsSchema.shape.includesModules.default(DEFAULTS.includesModules),
    runOptions: settingsSchema.shape.runOptions.default(DEFAULTS.runOptions),
  }),
  recents: z.array(z.object({ path: z.string(), kind: z.enum(['script', 'recording']) })),
  /** Programs of lessons that were run, as `<lesson>/<file>`. */
  lessonsRun: z.array(z.string()).default([]),
  /** The folder of the user's own lessons; null for none. */
  lessonFolder: z.string().nullable().default(null),
  window: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() })
    .nullable(),
});
export type WindowPlace = z.output<typeof memorySchema>['window'];

type OptionsByScript = z.output<typeof settingsSchema>['runOptions'];

export type SettingsChange = z.output<ReturnType<typeof settingsSchema.partial>>;

export class Memory {
  readonly #store: JsonStore<typeof memorySchema>;

  constructor(file: string) {
    this.#store = new JsonStore(file, memorySchema, {
      settings: DEFAULTS,
      recents: [],
      lessonsRun: [],
      lessonFolder: null,
      window: null,
    });
  }

  get settings(): Settings {
    return this.#store.value.settings;
  }

  changeSettings(change: SettingsChange): Settings {
    const { settings } = this.#store.value;
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#store.change({
      settings: {
        ...settings,
        ...given,
        panels: { ...settings.panels, ...change.panels },
        runOptions: withOptions(settings.runOptions, change.runOptions ?? {}),
      },
    });
    return this.settings;
  }

  get lessonsRun(): readonly string[] {
    return this.#store.value.lessonsRun;
  }

  rememberLesson(program: string): void {
    const { lessonsRun } = this.#store.value;
    if (!lessonsRun.includes(program)) this.#store.change({ lessonsRun: [...lessonsRun, program] });
  }

  forgetLessons(): void {
    this.#store.change({ lessonsRun: [] });
  }

  get lessonFolder(): string | null {
    return this.#store.value.lessonFolder;
  }

  set lessonFolder(folder: string | null) {
    this.#store.change({ lessonFolder: folder });
  }

  get window(): WindowPlace {
    return this.#store.value.window;
  }

  set window(place: WindowPlace) {
    this.#store.change({ window: place });
  }

  /** The latest first. */
  get recents(): readonly RecentFile[] {
    return this.#store.value.recents.map((recent) => ({ ...recent, exists: existsSync(recent.path) }));
  }

  remember(path: string, kind: RecentFile['kind']): void {
    const others = this.#store.value.recents.filter((recent) => recent.path !== path);
    const all = [{ path, kind }, ...others];
    const kept = (['script', 'recording'] as const).flatMap((it) =>
      all.filter((recent) => recent.kind === it).slice(0, RECENTS_KEPT),
    );
    this.#store.change({ recents: all.filter((recent) => kept.includes(recent)) });
  }

  forget(path: string): void {
    this.#store.change({ recents: this.#store.value.recents.filter((recent) => recent.path !== path) });
  }
}

/** The most recent first. A script with default options is not kept. */
function withOptions(known: OptionsByScript, changed: OptionsByScript): OptionsByScript {
  const isOwn = ({ args, cwd, env }: z.output<typeof runOptionsSchema>) =>
    args.length > 0 || cwd !== null || Object.keys(env).length > 0;
  const all = [
    ...Object.entries(changed).filter(([, options]) => isOwn(options)),
    ...Object.entries(known).filter(([path]) => changed[path] === undefined),
  ];
  return Object.fromEntries(all.slice(0, SCRIPTS_KEPT));
}
