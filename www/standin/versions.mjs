/**
 * A value with its history, so that a read can return an earlier state.
 * @template T
 */
export class Versions {
  /** @param {T} value @param {number} at */
  constructor(value, at) {
    this.past = [{ at, value }];
  }

  /** @returns {T} */
  get latest() {
    return this.past[this.past.length - 1].value;
  }

  /** @param {Partial<T>} changes @param {number} at */
  write(changes, at) {
    this.past.push({ at, value: { ...this.latest, ...changes } });
  }

  /** The value at that time; undefined if it did not exist yet. @param {number} moment @returns {T | undefined} */
  asOf(moment) {
    for (let i = this.past.length - 1; i >= 0; i -= 1) {
      if (this.past[i].at <= moment) return this.past[i].value;
    }
    return undefined;
  }
}
