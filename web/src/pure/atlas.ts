/** The tiles of the base map, as written by map.mjs. Pure. */

import { latOf, lonOf, xOf, yOf } from './mercator.js';

/** A tile as loaded; map.mjs explains the numbers. */
export interface PackedTile {
  land: number[][][];
  borders: number[][];
  towns: [name: string, x: number, y: number, population: number][];
}

export interface Town {
  name: string;
  lat: number;
  lon: number;
  population: number;
}

/** Lines as longitudes and latitudes, one after the other. */
export interface Tile {
  land: Float64Array[][];
  borders: Float64Array[];
  towns: Town[];
}

const UNIT = 10_000;
const DEGREES = 10;
const ROWS = 180 / DEGREES;
const COLUMNS = 360 / DEGREES;
/** Fine tiles are used from this zoom level on. */
const FINE = 6;

function unpackedLine(flat: number[], west: number, south: number): Float64Array {
  const line = new Float64Array(flat.length);
  let [x, y] = [0, 0];
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i]!;
    y += flat[i + 1]!;
    line[i] = west + x / UNIT;
    line[i + 1] = south + y / UNIT;
  }
  return line;
}

export function unpacked(name: string, { land, borders, towns }: PackedTile): Tile {
  const [column, row] = name === 'world' ? [0, 0] : (name.split('_').map(Number) as [number, number]);
  const [west, south] = [-180 + column * DEGREES, -90 + row * DEGREES];
  return {
    land: land.map((polygon) => polygon.map((ring) => unpackedLine(ring, west, south))),
    borders: borders.map((line) => unpackedLine(line, west, south)),
    towns: towns.map(([town, x, y, population]) => ({ name: town, lon: west + x / UNIT, lat: south + y / UNIT, population })),
  };
}

/** The tiles that cover a part of the map, given in pixels of the whole world at a zoom level. */
export function tilesOf(left: number, top: number, right: number, bottom: number, zoom: number): string[] {
  if (zoom < FINE) return ['world'];
  const column = (x: number) => Math.floor((lonOf(x, zoom) + 180) / DEGREES);
  const row = (y: number) => Math.max(0, Math.min(ROWS - 1, Math.floor((latOf(y, zoom) + 90) / DEGREES)));
  const names: string[] = [];
  for (let c = column(left); c <= column(right); c++) {
    for (let r = row(bottom); r <= row(top); r++) names.push(`${((c % COLUMNS) + COLUMNS) % COLUMNS}_${r}`);
  }
  return names;
}

/** The minimum population of named towns at each zoom level. */
const SMALLEST = [5e6, 5e6, 4e6, 3e6, 1e6, 5e5, 3e5, 1e5, 3e4, 1e4, 4e3, 2e3, 0];
/** The room for a name, in pixels. */
const ROOM = { x: 84, y: 20 };

/**
 * The towns to name: a name gives way to that of a larger town nearby. Depends only on the towns, so that separately drawn parts of the map
 * agree.
 */
export function named(towns: readonly Town[], zoom: number): Town[] {
  const smallest = SMALLEST[Math.min(Math.floor(zoom), SMALLEST.length - 1)]!;
  const kept: { town: Town; x: number; y: number }[] = [];
  const byRoom = new Map<string, { x: number; y: number }[]>();
  for (const town of [...towns].filter(({ population }) => population >= smallest).sort((a, b) => b.population - a.population)) {
    const [x, y] = [xOf(town.lon, zoom), yOf(town.lat, zoom)];
    const [column, row] = [Math.floor(x / ROOM.x), Math.floor(y / ROOM.y)];
    let crowded = false;
    for (let c = column - 1; c <= column + 1 && !crowded; c++) {
      for (let r = row - 1; r <= row + 1 && !crowded; r++) {
        crowded = (byRoom.get(`${c} ${r}`) ?? []).some((other) => Math.abs(other.x - x) < ROOM.x && Math.abs(other.y - y) < ROOM.y);
      }
    }
    if (crowded) continue;
    const place = { x, y };
    byRoom.set(`${column} ${row}`, [...(byRoom.get(`${column} ${row}`) ?? []), place]);
    kept.push({ town, x, y });
  }
  return kept.map(({ town }) => town);
}
