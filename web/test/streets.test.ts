import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, paintOf, placeOfName, rankOf, widthOf } from '../src/pure/streets.js';

test('areas and streets are known by the names of both kinds of tiles', () => {
  assert.equal(paintOf('water', {}), 'sea');
  assert.equal(paintOf('landuse', { kind: 'park' }), 'green');
  assert.equal(paintOf('landcover', { class: 'wood' }), 'green');
  assert.equal(paintOf('landuse', { kind: 'industrial' }), null);
  assert.equal(paintOf('poi', { kind: 'park' }), null);
  assert.equal(rankOf('roads', { kind: 'highway' }), 0);
  assert.equal(rankOf('transportation', { class: 'minor' }), 3);
  assert.equal(rankOf('transportation', { class: 'rail' }), null);
  assert.equal(rankOf('water', { kind: 'highway' }), null);
});

test('large streets are drawn first, and none is thinner when closer', () => {
  for (const rank of [0, 1, 2, 3, 4] as const) {
    for (let zoom = 0; zoom < 19; zoom++) assert.ok(widthOf(rank, zoom) <= widthOf(rank, zoom + 1), `${rank} at ${zoom}`);
  }
  assert.ok(widthOf(0, 10) > 0);
  assert.equal(widthOf(4, 13), 0);
});

test('a name stands on the longest straight part that has room, and never on its head', () => {
  assert.equal(placeOfName([[10, 100], [60, 100]], 80, 256), null);
  assert.deepEqual(placeOfName([[10, 90], [20, 100], [240, 100]], 80, 256), { x: 130, y: 100, angle: 0 });
  assert.equal(placeOfName([[240, 100], [10, 100]], 80, 256)!.angle, 0, 'from right to left');
  const down = placeOfName([[100, 10], [100, 240]], 80, 256)!;
  const up = placeOfName([[100, 240], [100, 10]], 80, 256)!;
  assert.equal(down.angle, up.angle);
  assert.equal(placeOfName([[-200, 3], [400, 3]], 80, 256), null, 'it would be cut at the edge');
  assert.deepEqual(placeOfName([[-9000, 100], [5000, 100]], 80, 256), { x: 128, y: 100, angle: 0 }, 'a line that is longer than the tile');
  assert.equal(placeOfName([[-200, 300], [400, 300]], 80, 256), null, 'beside the tile');
});

test('only a text is a name', () => {
  assert.equal(nameOf({ name: 'Lindenstraße' }), 'Lindenstraße');
  assert.equal(nameOf({ name: '' }), null);
  assert.equal(nameOf({ name: 7 }), null);
});
