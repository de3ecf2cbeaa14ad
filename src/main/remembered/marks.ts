// The marks that the user put on recordings. They are not kept in the recording, which may be somebody else's file.

import { z } from 'zod';
import { type Mark, MOST_MARK_TEXT, MOST_MARKS } from '../../protocol/marks.ts';
import { JsonStore } from './json-store.ts';

/** How many recordings keep their marks; the least recently used are forgotten. */
const RECORDINGS_KEPT = 500;

export const marksSchema = z
  .array(z.object({ atNs: z.number().nonnegative(), text: z.string().max(MOST_MARK_TEXT) }))
  .max(MOST_MARKS);

const storeSchema = z.object({
  recordings: z.array(z.object({ key: z.string(), marks: marksSchema })),
});

export class MarkStore {
  readonly #store: JsonStore<typeof storeSchema>;

  constructor(file: string) {
    this.#store = new JsonStore(file, storeSchema, { recordings: [] });
  }

  /** The marks of the recording with this key, wherever its file is now. */
  of(key: string): readonly Mark[] {
    return this.#store.value.recordings.find((recording) => recording.key === key)?.marks ?? [];
  }

  set(key: string, marks: readonly Mark[]): void {
    const others = this.#store.value.recordings.filter((recording) => recording.key !== key);
    const changed = marks.length === 0 ? [] : [{ key, marks: [...marks] }];
    this.#store.change({ recordings: [...changed, ...others].slice(0, RECORDINGS_KEPT) });
  }
}
