/** A moment of a recording that the user marked. Two marks of one recording have different moments. */
export interface Mark {
  /** Nanoseconds from the program's start. */
  readonly atNs: number;
  /** The user's note; '' for none. */
  readonly text: string;
}

export const MOST_MARKS = 1000;
export const MOST_MARK_TEXT = 500;
