// A lesson of the course: `samples/<id>/lesson.json` and the programs beside it, as the window shows it.

/** What the window knows of a lesson. Its texts are in the notation that `lessonText` reads. */
export interface Lesson {
  /** The name of its folder; the path of a user's own folder. Lessons are sorted by it. */
  readonly id: string;
  /** From a folder that the user opened: listed after the lessons that come with the app. */
  readonly own: boolean;
  readonly title: string;
  readonly question: string;
  /** Paragraphs. */
  readonly explanation: readonly string[];
  /** What a comparison of its trap and its fix shows; null when it has no such pair. */
  readonly point: string | null;
  readonly scripts: readonly LessonScript[];
}

export type LessonRole = 'trap' | 'fix' | 'example';

export interface LessonScript {
  readonly title: string;
  readonly role: LessonRole;
  readonly path: string;
  /** What to look for on the chart, in this order. */
  readonly lookFor: readonly string[];
  readonly predict: Prediction | null;
  /** For a trap in which no insight finds anything: why, and what to look at instead. */
  readonly noFinding: string | null;
  /** Whether the user has run it. */
  readonly done: boolean;
}

/** A question that the user answers before the run. The right answer comes from the run: the lesson holds none. */
export interface Prediction {
  readonly question: string;
  /**
   * What decides: when the program first wrote a line of exactly this text, when the task of this name ended, or when
   * it was first resumed; or in which state `task` was for longest, where each choice is the name of a state.
   */
  readonly of: 'output' | 'ends' | 'wakes' | 'longest';
  /** The task whose longest state is asked for; null for other questions. */
  readonly task: string | null;
  /** Whether to put the choices in order, or to pick only the first. */
  readonly pick: 'order' | 'first';
  readonly choices: readonly { readonly text: string; readonly why: string }[];
  readonly mistakes: readonly Mistake[];
}

/** A common wrong answer, and why it is wrong. Shown to whoever gave it, and only if the run did not prove it right. */
export interface Mistake {
  /** One choice, if the first was to be picked; for an order two choices, the one that was put earlier first. */
  readonly said: readonly string[];
  readonly says: string;
}

/** The tabs below the chart that a lesson's text can link to. */
const LESSON_TABS = ['Insights', 'Console', 'Source', 'Tasks', 'Queues'] as const;
export type LessonTab = (typeof LESSON_TABS)[number];

/** A piece of a lesson's text: words, code between backticks, the name of a task between braces, a tab between brackets. */
export type LessonTextPart =
  | { readonly kind: 'words' | 'code' | 'task'; readonly text: string }
  | { readonly kind: 'tab'; readonly text: LessonTab };

/** Reads `select {alarm}: its \`await\` …, see [Console]`; null when a bracket is not closed, or no tab has that name. */
export function lessonText(text: string): readonly LessonTextPart[] | null {
  const parts: LessonTextPart[] = [];
  const pattern = /`([^`]+)`|\{([^{}]+)\}|\[([^[\]]+)\]|([^`{}[\]]+)/gy;
  let at = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [, code, task, tabName, words] = found;
    if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (task !== undefined) parts.push({ kind: 'task', text: task });
    else if (tabName !== undefined) {
      const tab = LESSON_TABS.find((name) => name === tabName);
      if (tab === undefined) return null;
      parts.push({ kind: 'tab', text: tab });
    } else parts.push({ kind: 'words', text: words as string });
    at = pattern.lastIndex;
  }
  return at === text.length ? parts : null;
}
