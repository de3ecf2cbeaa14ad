import type { Thread } from '../tables/threads/threads.ts';

/**
 * Knows when nothing more can come of a process that is gone. All that it wrote was in its pipe by then, but other pipes are read
 * sooner: on a machine that is busy, what others did a second later may come before it.
 *
 * A recorder reads all pipes, hands on what came of each stream in one piece, and begins anew. So a stream's second piece is of another
 * time of reading than its first; with its third, all that could be read the second time has been handed on.
 *
 *     read      1 ───────── 2 ───────── 3
 *     pieces    main    b   a   main    main
 *               ↑ a is gone             ↑ nothing more comes of a
 */
export class LastWords {
  readonly #inRound = new Set<number>();
  #round = 0;
  #gone: { readonly thread: Thread; readonly round: number }[] = [];

  /** The next piece is of this stream. */
  piece(stream: number): void {
    if (this.#inRound.has(stream)) {
      this.#round++;
      this.#inRound.clear();
    }
    this.#inRound.add(stream);
  }

  /** `gone` are told to be gone since it was asked last. Returns those of which all is here. */
  heard(gone: readonly Thread[]): Thread[] {
    for (const thread of gone) this.#gone.push({ thread, round: this.#round });
    const heard: Thread[] = [];
    // In the first round that begins now may be pieces of the same time of reading.
    while (this.#gone[0] !== undefined && this.#round - this.#gone[0].round >= 3)
      heard.push(this.#gone.shift()!.thread);
    return heard;
  }
}
