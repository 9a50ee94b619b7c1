/**
 * Decides which messages somebody has seen: those that stayed visible for a while in a page that was visible and focused. Pure: what is
 * visible, whether the page has attention, and the time come from outside.
 */

/** How long a message has to stay visible, in milliseconds. */
export const LONG_ENOUGH = 500;

/** A message counts as visible when this much of it is, or when it fills this much of the window. */
const MOST_OF_IT = 0.6;

/** @param visible and @param whole in CSS pixels, fractions included. */
export function isVisible(visible: number, whole: number, window: number): boolean {
  return visible > 0 && (visible >= whole * MOST_OF_IT || visible >= window * MOST_OF_IT);
}

export class Seen {
  /** Since when each visible message has been visible with attention; null while the page has none. */
  readonly #since = new Map<number, number | null>();
  #attended: boolean;

  constructor(attended: boolean) {
    this.#attended = attended;
  }

  /** A message has become visible, or is no longer. */
  show(position: number, visible: boolean, now: number): void {
    if (!visible) this.#since.delete(position);
    else if (!this.#since.has(position)) this.#since.set(position, this.#attended ? now : null);
  }

  /** The page has got attention, or lost it: then every message begins anew. */
  attend(attended: boolean, now: number): void {
    if (attended === this.#attended) return;
    this.#attended = attended;
    for (const position of this.#since.keys()) this.#since.set(position, attended ? now : null);
  }

  /** The last message that has been seen by now, and when to look again for a later one. */
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
