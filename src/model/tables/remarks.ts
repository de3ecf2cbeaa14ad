/** How many remarks are kept: a damaged file may cause millions, each as long as a blob. */
const MOST = 100;
const LONGEST = 4096;

/** Remarks about a recording: the first ones, each once. */
export class Remarks {
  readonly #said = new Set<string>();
  #more = 0;

  push(remark: string): void {
    const text = remark.length > LONGEST ? `${remark.slice(0, LONGEST)}…` : remark;
    if (this.#said.size < MOST) this.#said.add(text);
    else if (!this.#said.has(text)) this.#more++;
  }

  get all(): readonly string[] {
    return this.#more === 0 ? [...this.#said] : [...this.#said, `And ${this.#more} more like these.`];
  }
}
