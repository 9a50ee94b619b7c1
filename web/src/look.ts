/** The area in which the user looks for what is nearby. Stored in this tab only, rounded to a hundred metres, because it may be their home. */

import type { Point } from './pure/mercator.js';

/** A search area, with its radius in metres. */
export interface Look extends Point {
  radius: number;
  /** The town that the user has chosen. */
  name?: string | undefined;
}

const KEPT = 'powow.look';

export function keptLook(): Look | null {
  try {
    const look = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    if (typeof look?.lat !== 'number' || typeof look.lon !== 'number' || typeof look.radius !== 'number') return null;
    return { lat: look.lat, lon: look.lon, radius: look.radius, ...(typeof look.name === 'string' && { name: look.name }) };
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
