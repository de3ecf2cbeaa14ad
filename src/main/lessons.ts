import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Lesson, type LessonScript, lessonText } from '../protocol/lesson.ts';
import { reasonOf } from './json-store.ts';

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
        // A name, not a way out of the lesson's folder.
        file: words.refine((file) => file === basename(file), 'not a file of this folder'),
        lookFor: z.array(text).min(1),
        predict: predictionSchema.nullable().default(null),
        noFinding: text.nullable().default(null),
      }),
    )
    .min(1),
});

/** A lesson as its files have it; `name` is `<lesson>/<file>`, the same wherever the samples are. */
export interface LessonFiles extends Omit<Lesson, 'scripts'> {
  readonly scripts: readonly (Omit<LessonScript, 'done'> & { readonly name: string })[];
}

/** The lessons in a folder, sorted by their folders' names. One that is not well-formed is left out and logged. */
export function listLessons(folder: string): readonly LessonFiles[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((id) => existsSync(join(folder, id, 'lesson.json')))
    .flatMap((id) => readLesson(folder, id) ?? []);
}

/** The same lessons for the window, which hears of each program whether it was run. */
export function withProgress(lessons: readonly LessonFiles[], run: readonly string[]): readonly Lesson[] {
  return lessons.map((lesson) => ({
    ...lesson,
    scripts: lesson.scripts.map(({ name, ...script }) => ({ ...script, done: run.includes(name) })),
  }));
}

function readLesson(folder: string, id: string): LessonFiles | null {
  try {
    const { scripts, ...rest } = lessonSchema.parse(
      JSON.parse(readFileSync(join(folder, id, 'lesson.json'), 'utf8')),
    );
    return {
      id,
      ...rest,
      scripts: scripts.map(({ file, ...script }) => ({
        ...script,
        path: join(folder, id, file),
        name: `${id}/${file}`,
      })),
    };
  } catch (error) {
    console.error(`Loopscope leaves out the lesson ${id}: ${reasonOf(error)}`);
    return null;
  }
}
