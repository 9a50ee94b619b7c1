import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named, tilesOf, unpacked } from '../src/pure/atlas.js';
import { instantOf, onTheClock } from '../src/pure/clock.js';
import { linesOf, stretches, toCome } from '../src/pure/hours.js';
import { directionOf, townNear, townsNamed, type NamedTown } from '../src/pure/towns.js';
import { distance, latOf, lonOf, square, worldSize, wrapped, xOf, yOf } from '../src/pure/mercator.js';

test('a place is where it was after a way to the map and back', () => {
  for (const [lat, lon] of [[0, 0], [37.98, 23.73], [-54.8, -68.3], [71.2, 179.9]] as const) {
    assert.ok(Math.abs(latOf(yOf(lat, 12), 12) - lat) < 1e-9);
    assert.ok(Math.abs(lonOf(xOf(lon, 12), 12) - lon) < 1e-9);
  }
  assert.equal(yOf(90, 3), yOf(86, 3), 'the poles are not on the map');
  assert.ok(yOf(85.0511, 0) < 0.01 && yOf(-85.0511, 0) > worldSize(0) - 0.01);
});

test('a longitude stays between -180 and 180 however often one went around the Earth', () => {
  assert.equal(wrapped(190), -170);
  assert.equal(wrapped(-541), 179);
  assert.equal(wrapped(23.5), 23.5);
});

test('distances are those on a sphere, also across the date line', () => {
  const degree = 111_195;
  assert.ok(Math.abs(distance({ lat: 0, lon: 0 }, { lat: 1, lon: 0 }) - degree) < 10);
  assert.ok(Math.abs(distance({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }) - degree) < 10);
  assert.ok(Math.abs(distance({ lat: 60, lon: 0 }, { lat: 60, lon: 1 }) - degree / 2) < 50);
});

test('a square is as wide as it is high', () => {
  const [south, west, north, east] = square({ lat: 60, lon: 10 }, 500);
  assert.ok(Math.abs(distance({ lat: south, lon: 10 }, { lat: north, lon: 10 }) - 500) < 1);
  assert.ok(Math.abs(distance({ lat: 60, lon: west }, { lat: 60, lon: east }) - 500) < 1);
});

test('from afar one tile is the whole Earth, and from near by those that are seen are loaded', () => {
  assert.deepEqual(tilesOf(0, 0, 256, 256, 3), ['world']);
  const [x, y] = [xOf(23.73, 10), yOf(37.98, 10)];
  assert.deepEqual(tilesOf(x, y, x + 1, y + 1, 10), ['20_12']);
  const edge = xOf(30, 10);
  assert.deepEqual(tilesOf(edge - 5, y, edge + 5, y + 1, 10), ['20_12', '21_12']);
  assert.deepEqual(tilesOf(-5, y, 5, y + 1, 10), ['35_12', '0_12'], 'around the date line');
});

test('a tile is unpacked to where it is on the Earth', () => {
  const tile = unpacked('20_12', { land: [[[10_000, 20_000, 5_000, -5_000]]], borders: [], towns: [['Athens', 37_278, 79_838, 664_046]] });
  assert.deepEqual([...tile.land[0]![0]!], [21, 32, 21.5, 31.5]);
  assert.deepEqual(tile.towns, [{ name: 'Athens', lon: 23.7278, lat: 37.9838, population: 664_046 }]);
});

test('a town gives way to a larger one close by, and is named where there is room', () => {
  const towns = [
    { name: 'Small', lat: 38, lon: 23.731, population: 20_000 },
    { name: 'Large', lat: 38, lon: 23.73, population: 600_000 },
    { name: 'Far', lat: 38.5, lon: 24.5, population: 20_000 },
  ];
  assert.deepEqual(named(towns, 10).map(({ name }) => name), ['Large', 'Far']);
  assert.deepEqual(named(towns, 18).map(({ name }) => name), ['Large', 'Small', 'Far']);
  assert.deepEqual(named(towns, 6).map(({ name }) => name), ['Large'], 'too small to be named from afar');
});

test('days in a row are one stretch', () => {
  assert.deepEqual(stretches(['friday', 'monday', 'tuesday', 'wednesday', 'sunday']), [[0, 2], [4, 4], [6, 6]]);
  assert.deepEqual(linesOf({ zone: 'Europe/Athens', weekly: [{ dayOfWeek: ['monday', 'tuesday'], opens: '09:00:00', closes: '17:30' }] }), [
    { days: [[0, 1]], opens: '09:00', closes: '17:30' },
  ]);
});

test('other hours are told until they are past, the nearest first', () => {
  const special = ['2026-12-31', '2026-12-24', '2026-01-01'].map((day) => ({ validFrom: day, validThrough: day }));
  assert.deepEqual(toCome({ zone: 'Europe/Athens', special }, '2026-12-24').map(({ validFrom }) => validFrom), ['2026-12-24', '2026-12-31']);
  assert.deepEqual(toCome({ zone: 'Europe/Athens' }, '2026-12-24'), []);
});

test('a town is found by the beginning of a word of its name, with or without accents', () => {
  const towns: NamedTown[] = [['São Paulo', 'BR', -46.6, -23.5], ['Santiago', 'CL', -70.6, -33.4], ['Paulínia', 'BR', -47.1, -22.8]];
  const names = (words: string) => townsNamed(towns, words, 5).map(([name]) => name);
  assert.deepEqual(names('sao'), ['São Paulo']);
  assert.deepEqual(names('PAUL'), ['Paulínia', 'São Paulo']);
  assert.deepEqual(names('são p'), ['São Paulo']);
  assert.deepEqual(names(' '), []);
  assert.deepEqual(names('(.*'), []);
  assert.equal(townsNamed(towns, 's', 1).length, 1);
});

test('a point is told by the town next to it, and by nothing where there is none', () => {
  const towns: NamedTown[] = [['Berlin', 'DE', 13.41, 52.52], ['Potsdam', 'DE', 13.06, 52.4], ['Suva', 'FJ', 179.9, -18]];
  const { name, metres, direction } = townNear(towns, { lat: 52.41, lon: 13.06 })!;
  assert.deepEqual([name, direction], ['Potsdam', 'north']);
  assert.ok(metres > 1_050 && metres < 1_170, `${metres}`);
  assert.equal(townNear(towns, { lat: 0, lon: 0 }), null);
  const across = townNear(towns, { lat: -18, lon: -179.95 })!;
  assert.deepEqual([across.name, across.direction], ['Suva', 'east']);
  const from = { lat: 60, lon: 10 };
  assert.deepEqual(
    [[1, 0], [1, 2], [0, 2], [-1, 2], [-1, 0], [-1, -2], [0, -2], [1, -2]].map(([north, east]) => directionOf(from, { lat: 60 + north! / 100, lon: 10 + east! / 100 })),
    ['north', 'northEast', 'east', 'southEast', 'south', 'southWest', 'west', 'northWest'],
  );
});

test('a time is on the clocks of its zone, there and back, also where they change', () => {
  assert.equal(onTheClock(Date.parse('2026-07-01T12:34:56Z'), 'Asia/Tokyo'), '2026-07-01T21:34');
  for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'UTC']) {
    for (const clock of ['2026-01-31T00:00', '2026-03-29T12:00', '2026-03-28T23:59', '2026-10-25T05:00', '2026-12-31T23:59']) {
      assert.equal(onTheClock(instantOf(clock, zone), zone), clock, zone);
    }
  }
});

test('a time that clocks pass over is as much later, and of one that they show twice it is the first', () => {
  for (const [clock, zone, instant] of [
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-03-08T02:15', 'America/St_Johns', '2026-03-08T05:45:00.000Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-11-01T01:30', 'America/St_Johns', '2026-11-01T04:00:00.000Z'],
    ['2026-11-01T00:30', 'America/Havana', '2026-11-01T04:30:00.000Z'],
  ] as const) {
    assert.equal(new Date(instantOf(clock, zone)).toISOString(), instant, `${clock} ${zone}`);
  }
});

test('through ten years each instant comes back from what the clocks show, but for those that are shown a second time', () => {
  const HOUR = 3_600_000;
  for (const zone of ['Europe/Berlin', 'Europe/Lisbon', 'America/New_York', 'America/St_Johns', 'America/Havana', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe', 'Pacific/Chatham']) {
    const offset = (instant: number) => Date.parse(`${onTheClock(instant, zone)}Z`) - instant;
    for (let day = Date.parse('2018-01-01T00:00:00Z'); day < Date.parse('2028-01-01T00:00:00Z'); day += 24 * HOUR) {
      if (offset(day) === offset(day + 24 * HOUR)) continue;
      for (let instant = day - 2 * HOUR; instant < day + 26 * HOUR; instant += HOUR / 4) {
        const back = instantOf(onTheClock(instant, zone), zone);
        assert.equal(onTheClock(back, zone), onTheClock(instant, zone), `${zone} ${new Date(instant).toISOString()}`);
        assert.ok(back <= instant && instant - back <= HOUR, `${zone} ${new Date(instant).toISOString()}`);
      }
    }
  }
});
