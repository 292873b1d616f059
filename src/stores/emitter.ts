/** Listeners of one process. */

export class Emitter<T> {
  readonly #entries = new Set<{ listener: (value: T) => void }>();

  /** @returns what ends the subscription */
  subscribe(listener: (value: T) => void): () => void {
    const entry = { listener };
    this.#entries.add(entry);
    return () => {
      this.#entries.delete(entry);
    };
  }

  /** One listener's error is a warning of the process and no concern of the others. */
  emit(value: T): void {
    // A copy: who joins while news is told hears the next.
    const entries = [...this.#entries];
    for (const { listener } of entries) {
      try {
        listener(value);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}
