// Streets on the map, from a PMTiles file that this test makes. The server's part, which serves such a file, has tests of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, signUp } from '../powow.js';
import { desktop, windowOf, needsWholeBrowser } from './browser.js';

needsWholeBrowser();

const ZOOM = 10;
const here = { latitude: 52.5, longitude: 13.4 };

// --- A vector tile (https://github.com/mapbox/vector-tile-spec) ----------------------------------

const varint = (value) => {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
};
const number = (field, value) => [...varint(field * 8), ...varint(value)];
const block = (field, bytes) => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
const text = (field, value) => block(field, [...Buffer.from(value)]);
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

function feature(type, points, tags) {
  const moves = points.map(([x, y], i) => [x - (points[i - 1]?.[0] ?? 0), y - (points[i - 1]?.[1] ?? 0)]);
  const pairs = (some) => some.flat().flatMap((each) => varint(zigzag(each)));
  const geometry = [...varint(1 | (1 << 3)), ...pairs(moves.slice(0, 1)), ...varint(2 | ((moves.length - 1) << 3)), ...pairs(moves.slice(1)), ...(type === 3 ? varint(7 | (1 << 3)) : [])];
  return block(2, [...block(2, tags.flatMap(varint)), ...number(3, type), ...block(4, geometry)]);
}

function layer(name, type, points, properties) {
  const keys = Object.keys(properties);
  const tags = keys.flatMap((_, i) => [i, i]);
  const values = Object.values(properties).flatMap((value) => block(4, text(1, value)));
  return block(3, [...number(15, 2), ...text(1, name), ...feature(type, points, tags), ...keys.flatMap((key) => text(3, key)), ...values, ...number(5, 4096)]);
}

// --- A PMTiles file with one tile (https://github.com/protomaps/PMTiles) -------------------------

function tileId(zoom, column, row) {
  let [id, x, y] = [(4 ** zoom - 1) / 3, column, row];
  for (let s = 2 ** (zoom - 1); s >= 1; s /= 2) {
    const [rx, ry] = [x & s ? 1 : 0, y & s ? 1 : 0];
    id += s * s * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [x, y] = [s - 1 - x, s - 1 - y];
      [x, y] = [y, x];
    }
  }
  return id;
}

function archive(tile, [column, row]) {
  const directory = [...varint(1), ...varint(tileId(ZOOM, column, row)), ...varint(1), ...varint(tile.length), ...varint(1)];
  const header = Buffer.alloc(127);
  header.write('PMTiles');
  header[7] = 3;
  const [root, metadata, data] = [127, 127 + directory.length, 127 + directory.length + 2];
  [root, directory.length, metadata, 2, data, 0, data, tile.length, 1, 1, 1].forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i));
  // Clustered, nothing is compressed, vector tiles, from one zoom level to the same.
  [1, 1, 1, 1, ZOOM, ZOOM].forEach((value, i) => (header[96 + i] = value));
  return Buffer.concat([header, Buffer.from(directory), Buffer.from('{}'), Buffer.from(tile)]);
}

/** The column and row of a place, and its row within the tile. */
function tileOf({ latitude, longitude }) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const size = 2 ** ZOOM;
  const row = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size;
  return { tile: [Math.floor(((longitude + 180) / 360) * size), Math.floor(row)], y: Math.floor((row % 1) * 4096) };
}

// --- The page -------------------------------------------------------------------------------------

/** A window on the map, whose server has this file. */
async function mapWith(file) {
  const window = await windowOf(await signUp('Ada'), { ...desktop, geolocation: here, permissions: ['geolocation'], serviceWorkers: 'block' });
  const { page } = window;
  const ranges = [];
  await page.route('**/streets/*', (route) => {
    const { range } = route.request().headers();
    ranges.push(range);
    if (!file) return route.fulfill({ status: 404 });
    const [from, to] = /bytes=(\d+)-(\d+)/.exec(range).slice(1).map(Number);
    const body = file.subarray(from, to + 1);
    return route.fulfill({ status: 206, body, headers: { 'content-range': `bytes ${from}-${from + body.length - 1}/${file.length}` } });
  });
  await page.route(address.href, async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replace('</head>', '<meta name="powow-streets" content="/streets/test" data-attribution="© OpenStreetMap contributors"></head>');
    return route.fulfill({ response: answer, body: html });
  });
  await window.context.addInitScript(() => {
    globalThis.written = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      globalThis.written.push(text);
      return fillText.call(this, text, ...place);
    };
  });
  await page.reload();
  await page.getByRole('link', { name: 'Nearby' }).click();
  await page.getByRole('button', { name: 'Use my location' }).first().click();
  await page.locator('.map-itself canvas').first().waitFor();
  return { page, ranges };
}

/** Whether a colour is somewhere on the map. */
const shows = ({ page }, colour) =>
  page.waitForFunction(
    ([r, g, b]) =>
      [...document.querySelectorAll('.map-itself canvas')].some((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b) return true;
        return false;
      }),
    colour,
  );

const GREEN = [0xdf, 0xe9, 0xd3];
const STREET = [0xff, 0xff, 0xff];
const LAND = [0xf6, 0xf2, 0xe8];

test('streets, parks and names come from the file, of which the page reads only parts', async () => {
  const { tile: place, y } = tileOf(here);
  const north = [[0, 0], [4096, 0], [4096, y - 20], [0, y - 20]];
  const across = [[0, y], [4096, y]];
  const tile = [...layer('landuse', 3, north, { kind: 'park' }), ...layer('roads', 2, across, { kind: 'major_road', name: 'Lindenstraße' })];
  const map = await mapWith(archive(tile, place));
  await shows(map, GREEN);
  await shows(map, STREET);
  await shows(map, LAND);
  for (let i = 0; i < 3; i++) await map.page.getByRole('button', { name: 'Zoom in' }).click();
  await map.page.waitForFunction(() => globalThis.written.includes('Lindenstraße'));
  await map.page.getByText('© OpenStreetMap contributors').waitFor();
  assert.ok(map.ranges.every((range) => /^bytes=\d+-\d+$/.test(range)), `ranges: ${map.ranges}`);
});

test('a file that cannot be read leaves the base map', async () => {
  const map = await mapWith(null);
  await shows(map, LAND);
  assert.ok(map.ranges.length > 0);
});

test('a server without streets says so on the map', async () => {
  const window = await windowOf(await signUp('Ada'), { ...desktop, geolocation: here, permissions: ['geolocation'] });
  await window.page.getByRole('link', { name: 'Nearby' }).click();
  await window.page.getByText('This server has no street map').waitFor();
});
