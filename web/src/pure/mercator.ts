/** Conversion between places on the Earth and on the map (Web Mercator). Pure. */

export interface Point {
  lat: number;
  lon: number;
}

/** The map ends at this latitude. */
export const MOST_LAT = 85.0511;
export const METRES_A_DEGREE = 111_195.08;
const TILE = 256;

/** The width of the world at a zoom level, in pixels. */
export const worldSize = (zoom: number): number => TILE * 2 ** zoom;

export const xOf = (lon: number, zoom: number): number => ((lon + 180) / 360) * worldSize(zoom);

export function yOf(lat: number, zoom: number): number {
  const sine = Math.sin((Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * worldSize(zoom);
}

export const lonOf = (x: number, zoom: number): number => (x / worldSize(zoom)) * 360 - 180;

export const latOf = (y: number, zoom: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / worldSize(zoom)))) * 180) / Math.PI;

/** In metres, on a sphere; exact enough for display. */
export function distance(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const across = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2;
  const along = Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * (180 / Math.PI) * METRES_A_DEGREE * Math.asin(Math.min(1, Math.sqrt(across + along)));
}

/** The corners of a square of a size around its centre. */
export function square({ lat, lon }: Point, size: number): [south: number, west: number, north: number, east: number] {
  const high = size / 2 / METRES_A_DEGREE;
  const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return [lat - high, lon - wide, lat + high, lon + wide];
}

/** Wraps a longitude to between -180 and 180. */
export const wrapped = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
