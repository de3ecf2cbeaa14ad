import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Lesson } from '../protocol/bridge.ts';
import { reasonOf } from './json-store.ts';

/** `samples/<id>/lesson.json`. */
const lessonSchema = z.object({
  title: z.string().min(1),
  question: z.string().min(1),
  lookFor: z.array(z.string()),
  scripts: z
    .array(
      z.object({
        title: z.string().min(1),
        // A name, not a way out of the lesson's folder.
        file: z.string().refine((file) => file !== '' && file === basename(file)),
      }),
    )
    .min(1),
});

/** The lessons in a folder, sorted by their folders' names. One that is not well-formed is left out and logged. */
export function listLessons(folder: string): readonly Lesson[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((id) => existsSync(join(folder, id, 'lesson.json')))
    .flatMap((id) => readLesson(folder, id) ?? []);
}

function readLesson(folder: string, id: string): Lesson | null {
  try {
    const { scripts, ...words } = lessonSchema.parse(
      JSON.parse(readFileSync(join(folder, id, 'lesson.json'), 'utf8')),
    );
    return {
      id,
      ...words,
      scripts: scripts.map(({ title, file }) => ({ title, path: join(folder, id, file) })),
    };
  } catch (error) {
    console.error(`Loopscope leaves out the lesson ${id}: ${reasonOf(error)}`);
    return null;
  }
}
