/** The offsets of the rows of a long list, most of which were never drawn: measured heights if available, otherwise estimates. */
export class Heights {
  readonly #measured = new Map<string, number>();
  #keys: readonly string[] = [];
  #estimates: readonly number[] = [];
  /** `#tops[i]` is the top of row i; the last entry is the end. */
  #tops: number[] = [0];

  /** Sets the rows in order, with an estimate for each. */
  arrange(keys: readonly string[], estimates: readonly number[]): void {
    this.#keys = keys;
    this.#estimates = estimates;
    this.#sum(0);
    if (this.#measured.size > 4 * keys.length + 1000) {
      const current = new Set(keys);
      for (const key of this.#measured.keys()) if (!current.has(key)) this.#measured.delete(key);
    }
  }

  #sum(from: number): void {
    const tops = this.#tops;
    tops.length = this.#keys.length + 1;
    tops[0] = 0;
    for (let i = from; i < this.#keys.length; i++) {
      tops[i + 1] = tops[i]! + (this.#measured.get(this.#keys[i]!) ?? this.#estimates[i]!);
    }
  }

  get size(): number {
    return this.#keys.length;
  }

  get total(): number {
    return this.#tops[this.#keys.length]!;
  }

  top(index: number): number {
    return this.#tops[Math.max(0, Math.min(index, this.#keys.length))]!;
  }

  height(index: number): number {
    return this.top(index + 1) - this.top(index);
  }

  /** The row at an offset; the first or last one if it is out of range. */
  at(offset: number): number {
    let low = 0;
    let high = this.#keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** @returns whether any row has moved */
  measure(heights: Iterable<[index: number, height: number]>): boolean {
    let first = Infinity;
    for (const [index, height] of heights) {
      const key = this.#keys[index];
      if (key === undefined || Math.abs(this.height(index) - height) < 0.01) continue;
      this.#measured.set(key, height);
      first = Math.min(first, index);
    }
    if (first === Infinity) return false;
    this.#sum(first);
    return true;
  }

  /** Called when the width of all rows has changed. */
  forgetMeasured(): void {
    this.#measured.clear();
    this.#sum(0);
  }
}
