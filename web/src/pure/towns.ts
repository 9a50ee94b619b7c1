/** Finds towns by name, and the town near a point. Pure. */

import { distance, METRES_A_DEGREE, type Point } from './mercator.js';

/** `[name, country, longitude, latitude]`, the largest first. */
export type NamedTown = [name: string, country: string, lon: number, lat: number];

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Towns whose name begins with the words, then those with a later word that does; the largest first, ignoring accents. */
export function townsNamed(towns: readonly NamedTown[], words: string, most: number): NamedTown[] {
  const begun = folded(words.trim());
  if (begun === '') return [];
  const first: NamedTown[] = [];
  const later: NamedTown[] = [];
  for (const town of towns) {
    const name = folded(town[0]);
    if (name.startsWith(begun)) first.push(town);
    else if (later.length < most && new RegExp(`[^\\p{L}\\p{N}]${begun.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'u').test(name)) later.push(town);
    if (first.length === most) break;
  }
  return [...first, ...later].slice(0, most);
}

export const DIRECTIONS = ['north', 'northEast', 'east', 'southEast', 'south', 'southWest', 'west', 'northWest'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Towns further away than this say little about a point, in metres. */
const NEAR = 50_000;

/** The direction from one point to another close by. */
export function directionOf(from: Point, to: Point): Direction {
  const east = ((((to.lon - from.lon + 540) % 360) - 180) * Math.cos((from.lat * Math.PI) / 180));
  const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
  return DIRECTIONS[(Math.round(turn) + 8) % 8]!;
}

/** The town nearest to a point, and where from its middle the point is; null if there is none within 50 km. */
export function townNear(towns: readonly NamedTown[], point: Point): { name: string; metres: number; direction: Direction } | null {
  const high = NEAR / METRES_A_DEGREE;
  let nearest: { name: string; metres: number; from: Point } | null = null;
  for (const [name, , lon, lat] of towns) {
    if (Math.abs(lat - point.lat) > high) continue;
    const metres = distance({ lat, lon }, point);
    if (metres <= NEAR && (!nearest || metres < nearest.metres)) nearest = { name, metres, from: { lat, lon } };
  }
  return nearest && { name: nearest.name, metres: nearest.metres, direction: directionOf(nearest.from, point) };
}
