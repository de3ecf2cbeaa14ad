import type { Lesson } from '../../protocol/bridge.ts';

/** The lesson a script belongs to, when it belongs to one. */
export function lessonOf(
  lessons: readonly Lesson[],
  path: string,
): { readonly lesson: Lesson; readonly script: Lesson['scripts'][number] } | null {
  for (const lesson of lessons) {
    const script = lesson.scripts.find((candidate) => candidate.path === path);
    if (script !== undefined) return { lesson, script };
  }
  return null;
}
