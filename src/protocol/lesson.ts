// A lesson of the course: `samples/<id>/lesson.json` and the programs beside it, as the window shows it.

/** What the window is told of a lesson. Its texts are written as `lessonText` reads them. */
export interface Lesson {
  /** The name of its folder, or where that is; lessons come in this order. */
  readonly id: string;
  /** From a folder that was opened, behind the lessons that come with the app. */
  readonly own: boolean;
  readonly title: string;
  readonly question: string;
  /** Paragraphs. */
  readonly explanation: readonly string[];
  /** What a comparison of its trap and its fix shows; null where it has no such pair. */
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
  /** Of a trap in which nothing is found: why, and what to see instead. */
  readonly noFinding: string | null;
  /** Whether it was run before. */
  readonly done: boolean;
}

/** What a person is asked before the run, and the run answers: the lesson itself holds no answer. */
export interface Prediction {
  readonly question: string;
  /**
   * What decides: when the program first wrote a line of exactly this text, when the task of this name ended, or when
   * it was first resumed; or in which state `task` was for longest, where each choice is the name of a state.
   */
  readonly of: 'output' | 'ends' | 'wakes' | 'longest';
  /** Whose time in each state is asked for; null where that is not the question. */
  readonly task: string | null;
  /** To be put in order, or only the first of them to be picked. */
  readonly pick: 'order' | 'first';
  readonly choices: readonly { readonly text: string; readonly why: string }[];
  readonly mistakes: readonly Mistake[];
}

/** A wrong idea that shows in what was said, and why it is wrong. It is told of to whom said so, and only where the run did not. */
export interface Mistake {
  /** Where the first is picked this choice; of an order two of them, the one that was put earlier first. */
  readonly said: readonly string[];
  readonly says: string;
}

/** The views below the chart that a lesson's text can lead to, as their tabs are called. */
const LESSON_TABS = ['Insights', 'Console', 'Source', 'Tasks', 'Queues'] as const;
export type LessonTab = (typeof LESSON_TABS)[number];

/** A piece of a lesson's text: words, code between backticks, the name of a task between braces, a tab between brackets. */
export type LessonTextPart =
  | { readonly kind: 'words' | 'code' | 'task'; readonly text: string }
  | { readonly kind: 'tab'; readonly text: LessonTab };

/** Reads `select {alarm}: its \`await\` …, see [Console]`; null when a sign has no partner, or no tab is called so. */
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
