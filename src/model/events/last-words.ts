import type { Thread } from '../tables/threads/threads.ts';

/**
 * Knows when nothing more can come from a process that has ended. By its end all that it wrote is in its pipe, but other pipes may be
 * read first: on a busy machine, what others did a second later may arrive before it.
 *
 * A recorder works in rounds: it reads all pipes and passes on what it got of each stream as one piece. So when a second piece of one
 * stream comes, a new round has begun; with its third piece, everything that could be read in the second round has been passed on.
 *
 *     round     1 ───────── 2 ───────── 3
 *     pieces    main    b   a   main    main
 *               ↑ a has ended           ↑ nothing more comes from a
 */
export class LastWords {
  readonly #inRound = new Set<number>();
  #round = 0;
  #gone: { readonly thread: Thread; readonly round: number }[] = [];

  /** To be called for each piece, with its stream. */
  piece(stream: number): void {
    if (this.#inRound.has(stream)) {
      this.#round++;
      this.#inRound.clear();
    }
    this.#inRound.add(stream);
  }

  /** `gone`: processes that were reported to have ended since the last call. Returns those from which nothing more can come. */
  heard(gone: readonly Thread[]): Thread[] {
    for (const thread of gone) this.#gone.push({ thread, round: this.#round });
    const heard: Thread[] = [];
    // The first round counted from here may still belong to the same reading, so three have to pass.
    while (this.#gone[0] !== undefined && this.#round - this.#gone[0].round >= 3)
      heard.push(this.#gone.shift()!.thread);
    return heard;
  }
}
