import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { type Lesson, type LessonScript, lessonText } from '../protocol/lesson.ts';
import { reasonOf } from './remembered/json-store.ts';

const words = z.string().min(1);
const text = words.refine(
  (value) => lessonText(value) !== null,
  'a `, { or [ without its partner, or a tab that does not exist',
);

const predictionSchema = z
  .strictObject({
    question: words,
    of: z.enum(['output', 'ends', 'wakes', 'longest']),
    task: words.nullable().default(null),
    pick: z.enum(['order', 'first']),
    choices: z.array(z.strictObject({ text: words, why: text })).min(2),
    mistakes: z.array(z.strictObject({ said: z.array(words), says: text })).default([]),
  })
  .refine(
    ({ of, task }) => (of === 'longest') === (task !== null),
    'a task without its question, or the reverse',
  )
  .refine(
    ({ pick, choices, mistakes }) =>
      mistakes.every(
        ({ said }) =>
          said.length === (pick === 'first' ? 1 : 2) &&
          said.every((each) => choices.some((choice) => choice.text === each)),
      ),
    'a mistake that no choice says',
  );

/** `samples/<id>/lesson.json`. */
export const lessonSchema = z.strictObject({
  title: words,
  question: words,
  explanation: z.array(text).min(1),
  point: text.nullable().default(null),
  scripts: z
    .array(
      z.strictObject({
        title: words,
        role: z.enum(['trap', 'fix', 'example']),
        // A plain name, so that it cannot lead out of the lesson's folder.
        file: words.refine(
          (file) => file === basename(file) && !/^\.*$/.test(file),
          'not a file of this folder',
        ),
        lookFor: z.array(text).min(1),
        predict: predictionSchema.nullable().default(null),
        noFinding: text.nullable().default(null),
      }),
    )
    .min(1),
});

/** A lesson as read from its files. `name` identifies its programs in the settings; for the app's own lessons it does not depend on where they are. */
export interface LessonFiles extends Omit<Lesson, 'scripts'> {
  readonly scripts: readonly (Omit<LessonScript, 'done'> & { readonly name: string })[];
}

export interface FoundLessons {
  readonly lessons: readonly LessonFiles[];
  /** For each malformed lesson, its folder and what is wrong with it. */
  readonly leftOut: readonly string[];
}

/** The lessons that come with the app, sorted by folder name. A malformed one is left out and logged. */
export function listLessons(folder: string): readonly LessonFiles[] {
  const { lessons, leftOut } = readLessons(lessonFolders(folder), {
    own: false,
    nameOf: (path) => relative(folder, path).replaceAll(sep, '/'),
  });
  for (const each of leftOut) console.error(`Loopscope leaves out the lesson ${each}`);
  return lessons;
}

/** The lessons in a folder that the user chose, or the single lesson that the folder is. */
export const ownLessons = (folder: string): FoundLessons =>
  readLessons(isLesson(folder) ? [folder] : lessonFolders(folder), { own: true, nameOf: (path) => path });

/** The same lessons for the window, each program with whether it was run. */
export function withProgress(lessons: readonly LessonFiles[], run: readonly string[]): readonly Lesson[] {
  return lessons.map((lesson) => ({
    ...lesson,
    scripts: lesson.scripts.map(({ name, ...script }) => ({ ...script, done: run.includes(name) })),
  }));
}

const isLesson = (folder: string): boolean => existsSync(join(folder, 'lesson.json'));

function lessonFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter(isLesson);
}

function readLessons(
  folders: readonly string[],
  { own, nameOf }: { readonly own: boolean; nameOf(path: string): string },
): FoundLessons {
  const lessons: LessonFiles[] = [];
  const leftOut: string[] = [];
  for (const folder of folders) {
    try {
      lessons.push({ id: nameOf(folder), own, ...readLesson(folder, nameOf) });
    } catch (error) {
      leftOut.push(`${nameOf(folder)}: ${reasonOf(error)}`);
    }
  }
  return { lessons, leftOut };
}

/** Reads a lesson. Throws if its lesson.json is malformed, or a program is missing. */
function readLesson(folder: string, nameOf: (path: string) => string): Omit<LessonFiles, 'id' | 'own'> {
  const { scripts, ...rest } = lessonSchema.parse(JSON.parse(lessonJson(join(folder, 'lesson.json'))));
  const missing = scripts.find(({ file }) => !existsSync(join(folder, file)));
  if (missing !== undefined) throw new Error(`there is no file ${missing.file}`);
  return {
    ...rest,
    scripts: scripts.map(({ file, ...script }) => ({
      ...script,
      path: join(folder, file),
      name: nameOf(join(folder, file)),
    })),
  };
}

/** The largest lesson.json: it contains texts for people to read. */
const MOST_LESSON_BYTES = 1024 * 1024;

/** Reads lesson.json. A stranger's folder may contain anything, such as a pipe without a writer, so only files are read. */
function lessonJson(path: string): string {
  const found = statSync(path);
  if (!found.isFile()) throw new Error('its lesson.json is not a file');
  if (found.size > MOST_LESSON_BYTES)
    throw new Error(
      `its lesson.json has ${found.size} bytes, more than the ${MOST_LESSON_BYTES} of a lesson`,
    );
  return readFileSync(path, 'utf8');
}
