const FIRST_CAPACITY = 1024;

/** Where the blocks of a file begin: eight bytes for each, exact up to 2^53. */
export class Offsets {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): number | undefined {
    return index >= 0 && index < this.#length ? this.#values[index] : undefined;
  }

  push(offset: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = offset;
  }
}
