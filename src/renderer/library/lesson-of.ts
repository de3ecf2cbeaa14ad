import type { Lesson, LessonScript } from '../../protocol/lesson.ts';

/** The lesson a script belongs to, when it belongs to one. */
export function lessonOf(
  lessons: readonly Lesson[],
  path: string,
): { readonly lesson: Lesson; readonly script: LessonScript } | null {
  for (const lesson of lessons) {
    const script = lesson.scripts.find((candidate) => candidate.path === path);
    if (script !== undefined) return { lesson, script };
  }
  return null;
}
