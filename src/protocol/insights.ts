// What the user has decided about findings: stored in the settings, and in baselines.

/** A finding that the user knows of: at a line with this text in this file, whatever its number; without a file, everywhere. */
export interface KnownInsight {
  readonly id: string;
  /** Absolute path. */
  readonly file: string | null;
  /** The line's text, without white space around it; null when it is unknown. */
  readonly code: string | null;
  /** The finding's message, when it has no place: then only this one is known, not every finding of its kind. */
  readonly about?: string;
}

export interface InsightSettings {
  /** The threshold of each kind of finding, by its id; kinds that are not listed have their default. Unknown ids are ignored: a newer
   * version may have written them. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly muted: readonly KnownInsight[];
}
