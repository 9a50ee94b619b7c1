/** The way to a place. Pure. */

import type { Point } from './mercator.js';

/** A page of OpenStreetMap that shows the way to a place, once its user has said where from. It learns the destination only. */
export const directionsTo = ({ lat, lon }: Point): string => `https://www.openstreetmap.org/directions?route=${encodeURIComponent(`;${lat.toFixed(5)},${lon.toFixed(5)}`)}`;
