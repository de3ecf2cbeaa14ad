// What a person has said about findings: kept in the settings, and in baselines.

/** A finding that is known: at this line of this file, whatever the line's number; without a file, everywhere. */
export interface KnownInsight {
  readonly id: string;
  /** Absolute path. */
  readonly file: string | null;
  /** The line's text, without what is around it; null where it is not known. */
  readonly code: string | null;
  /** What the finding says, where it has no place and so no line: it alone is known, not all of its kind. */
  readonly about?: string;
}

export interface InsightSettings {
  /** From where on a kind of finding is told, by its id; without one from its own. Ids that there are not are left out
   * of account: a newer version may have had them. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly muted: readonly KnownInsight[];
}
