/** The area in which the user looks for what is nearby. Stored in this tab only, rounded to a hundred metres, because it may be their home. */

import type { Point } from './pure/mercator.js';

/** A search area, with its radius in metres. */
export interface Look extends Point {
  radius: number;
}

const KEPT = 'powow.look';

export function keptLook(): Look | null {
  try {
    const look = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    return typeof look?.lat === 'number' && typeof look.lon === 'number' && typeof look.radius === 'number' ? look : null;
  } catch {
    return null;
  }
}

export function keepLook(look: Look): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(look));
  } catch {
    // Without storage, it is lost on reload.
  }
}

/** Deletes it, so that the next user of this tab does not find it. */
export function forgetLook(): void {
  sessionStorage.removeItem(KEPT);
}
