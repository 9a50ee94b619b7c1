/**
 * Decides which messages were seen: those that stayed visible for a while in a visible and focused page. Pure: visibility, attention and
 * time are inputs.
 */

/** How long a message has to stay visible, in milliseconds. */
export const LONG_ENOUGH = 500;

/** A message counts as visible if this much of it is, or if it fills this much of the window. */
const MOST_OF_IT = 0.6;

/** @param visible and @param whole in CSS pixels, fractions included. */
export function isVisible(visible: number, whole: number, window: number): boolean {
  return visible > 0 && (visible >= whole * MOST_OF_IT || visible >= window * MOST_OF_IT);
}

export class Seen {
  /** When each message became visible with attention; null while the page has none. */
  readonly #since = new Map<number, number | null>();
  #attended: boolean;

  constructor(attended: boolean) {
    this.#attended = attended;
  }

  /** A message became visible, or is no longer. */
  show(position: number, visible: boolean, now: number): void {
    if (!visible) this.#since.delete(position);
    else if (!this.#since.has(position)) this.#since.set(position, this.#attended ? now : null);
  }

  /** The page gained or lost attention: all messages start again. */
  attend(attended: boolean, now: number): void {
    if (attended === this.#attended) return;
    this.#attended = attended;
    for (const position of this.#since.keys()) this.#since.set(position, attended ? now : null);
  }

  /** The last message seen so far, and when to check again for a later one. */
  at(now: number): { upTo: number | null; next: number | null } {
    let upTo: number | null = null;
    for (const [position, since] of this.#since) {
      if (since !== null && now - since >= LONG_ENOUGH && position > (upTo ?? -1)) upTo = position;
    }
    let next: number | null = null;
    for (const [position, since] of this.#since) {
      if (since !== null && position > (upTo ?? -1) && since + LONG_ENOUGH > now) next = Math.min(next ?? Infinity, since + LONG_ENOUGH);
    }
    return { upTo, next };
  }
}
