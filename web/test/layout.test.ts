import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layout, pixelsFor } from '../src/pure/layout.js';
import { estimate, type Row } from '../src/pure/rows.js';

const picture = (width: number, height: number) => ({ width, height });

test('a picture keeps its shape, and is neither larger than it is nor than there is room for', () => {
  const size = (width: number, height: number, room?: number) => {
    const laid = layout([picture(width, height)], room);
    return [laid.width, laid.height];
  };
  assert.deepEqual(size(4000, 3000), [360, 270]);
  assert.deepEqual(size(3000, 4000), [300, 400]);
  assert.deepEqual(size(4000, 3000, 240), [240, 180]);
  assert.deepEqual(size(200, 100), [200, 100]);
});

test('one that is as thin as a line can still be touched', () => {
  assert.deepEqual(layout([picture(4000, 10)]).height, 64);
  assert.deepEqual(layout([picture(10, 4000)]).width, 64);
});

test('several stand in full rows, in their order, as wide as there is room for', () => {
  const rows = (n: number) => layout(Array.from({ length: n }, () => picture(100, 300))).cells.map(({ inRow }) => inRow);
  assert.deepEqual(rows(2), [2, 2]);
  assert.deepEqual(rows(3), [1, 2, 2]);
  assert.deepEqual(rows(5), [2, 2, 3, 3, 3]);
  assert.deepEqual(rows(10), [1, ...Array(9).fill(3)]);
  const { height, cells } = layout([picture(1, 1), picture(1, 1), picture(1, 1)], 303);
  assert.deepEqual([cells[0]!.width, cells[1]!.width, height], [303, 150, 151.5 + 3 + 150]);
});

test('as many pixels are asked for as cover the place on this screen, and never more than the picture has', () => {
  assert.equal(pixelsFor(picture(4000, 3000), picture(360, 270), 1), 480);
  assert.equal(pixelsFor(picture(4000, 3000), picture(360, 270), 3), 1280);
  assert.equal(pixelsFor(picture(4000, 1000), picture(100, 100), 1), 480, 'the middle of a wide one');
  assert.equal(pixelsFor(picture(200, 100), picture(200, 100), 3), 200);
});

test('the list knows how high a message with a picture will be before the picture is there', () => {
  const row = (pictures: { width: number; height: number }[]): Row => ({
    kind: 'message',
    key: '1',
    first: true,
    last: true,
    message: {
      type: 'messageSent',
      conversationId: 'chat',
      position: 1,
      at: '2026-01-01T08:00:00Z',
      key: 'k',
      sender: 'bob',
      text: 'hello',
      ...(pictures.length > 0 && { pictures: pictures.map((size, i) => ({ ...size, imageId: `${i}`, format: 'jpeg' as const, placeholder: '' })) }),
    },
  });
  const more = (width: number) => estimate(row([picture(3000, 4000)]), width) - estimate(row([]), width);
  assert.equal(more(1000), 408);
  assert.ok(more(320) < 330, 'lower where there is less room');
});
