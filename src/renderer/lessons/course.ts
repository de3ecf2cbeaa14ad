// The course: lessons in their order, each with its programs in theirs.

import type { Lesson, LessonScript } from '../../protocol/lesson.ts';

export interface LessonPlace {
  readonly lesson: Lesson;
  readonly script: LessonScript;
  /** From 1. */
  readonly number: number;
}

/** The lesson that a script belongs to; undefined for other scripts. */
export function lessonOf(lessons: readonly Lesson[], path: string | null): LessonPlace | null {
  return places(lessons).find(({ script }) => script.path === path) ?? null;
}

/** The program before or after this one in the course. For a script outside the course, the program to go on with. */
export function programBeside(
  lessons: readonly Lesson[],
  path: string | null,
  step: 1 | -1,
): LessonPlace | null {
  const all = places(lessons);
  const at = all.findIndex(({ script }) => script.path === path);
  if (at < 0) return all.find(({ script }) => !script.done) ?? all[0] ?? null;
  return all[at + step] ?? null;
}

export interface LessonPair {
  readonly trap: LessonScript;
  readonly fix: LessonScript;
}

/** The two programs that a lesson compares: this one and its counterpart; null if the lesson has no trap or no fix. */
export function pairOf({ scripts }: Lesson, script: LessonScript | null): LessonPair | null {
  const ofRole = (role: LessonScript['role']) =>
    script?.role === role ? script : scripts.find((each) => each.role === role);
  const [trap, fix] = [ofRole('trap'), ofRole('fix')];
  return trap === undefined || fix === undefined ? null : { trap, fix };
}

/** The program to go on with in a lesson: the first one that has not been run yet. */
export const nextOf = ({ scripts }: Lesson): LessonScript =>
  scripts.find(({ done }) => !done) ?? (scripts[0] as LessonScript);

export const doneIn = ({ scripts }: Lesson): number => scripts.filter(({ done }) => done).length;
export const isDone = (lesson: Lesson): boolean => doneIn(lesson) === lesson.scripts.length;

const places = (lessons: readonly Lesson[]): LessonPlace[] =>
  lessons.flatMap((lesson, index) => lesson.scripts.map((script) => ({ lesson, script, number: index + 1 })));
