import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heights } from '../src/pure/heights.js';
import { rowsOf, type Row } from '../src/pure/rows.js';
import type { MessageAnswer } from 'powow-client';

const day = (at: string) => Number(at.slice(0, 10).replaceAll('-', ''));
const message = (position: number, sender: string, at: string): MessageAnswer => ({
  type: 'messageSent',
  conversationId: 'chat',
  position,
  at,
  key: `k${position}`,
  sender,
  text: 'hello',
});
const shape = (rows: Row[]) =>
  rows.flatMap((row) =>
    row.kind === 'message' || row.kind === 'pending'
      ? [`${row.day ? 'day ' : ''}${row.unread ? 'new ' : ''}${row.first ? '[' : ' '}${row.kind === 'message' ? row.message.position : row.pending.key}${row.last ? ']' : ' '}`]
      : [row.kind],
  );

const TIMELINE = {
  items: [
    message(1, 'bob', '2026-01-01T08:00:00Z'),
    message(2, 'bob', '2026-01-01T08:02:00Z'),
    message(3, 'bob', '2026-01-01T09:00:00Z'),
    message(4, 'ada', '2026-01-01T09:01:00Z'),
    message(5, 'bob', '2026-01-02T00:00:00Z'),
    message(6, 'bob', '2026-01-02T00:01:00Z'),
  ],
  atStart: true,
  atEnd: true,
};

test('messages of one person within a few minutes stand together, days and what is new begin anew', () => {
  assert.deepEqual(shape(rowsOf(TIMELINE, [], 'ada', 5, day)), ['top', 'day [1 ', ' 2]', '[3]', '[4]', 'day [5]', 'new [6]']);
});

test("one's own messages are never what is new", () => {
  assert.ok(!rowsOf(TIMELINE, [], 'bob', 4, day).some((row) => row.unread));
});

test('a message keeps its row when it arrives', () => {
  const pending = { key: 'k4', conversationId: 'chat', text: 'hello', at: '2026-01-01T09:01:00Z' };
  const before = rowsOf({ ...TIMELINE, items: TIMELINE.items.slice(0, 3) }, [pending], 'ada', null, day).at(-1)!;
  const both = rowsOf({ ...TIMELINE, items: TIMELINE.items.slice(0, 4) }, [pending], 'ada', null, day);
  assert.equal(before.kind, 'pending');
  assert.equal(both.at(-1)!.key, before.key);
  assert.equal(both.filter((row) => row.key === before.key).length, 1, 'and is there once while the outbox has it still');
});

test('away from the end nothing that is on its way is shown', () => {
  const pending = { key: 'x', conversationId: 'chat', text: 'hello', at: '2026-01-03T09:01:00Z' };
  assert.equal(rowsOf({ ...TIMELINE, atEnd: false }, [pending], 'ada', null, day).at(-1)!.kind, 'bottom');
});

test('rows are where the measured and the estimated heights before them say', () => {
  const heights = new Heights();
  heights.arrange(['a', 'b', 'c'], [10, 20, 30]);
  assert.deepEqual([heights.total, heights.top(2), heights.at(0), heights.at(10), heights.at(29), heights.at(999), heights.at(-5)], [60, 30, 0, 1, 1, 2, 0]);
  assert.equal(heights.measure([[1, 25]]), true);
  assert.equal(heights.measure([[1, 25]]), false);
  assert.deepEqual([heights.total, heights.top(2)], [65, 35]);
});

test('rows that come before move the others, and take no measure from them', () => {
  const heights = new Heights();
  heights.arrange(['a', 'b'], [10, 10]);
  heights.measure([[0, 40]]);
  heights.arrange(['x', 'a', 'b'], [5, 10, 10]);
  assert.deepEqual([heights.top(1), heights.height(1), heights.total], [5, 40, 55]);
  heights.forgetMeasured();
  assert.equal(heights.total, 25);
});
