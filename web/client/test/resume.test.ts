import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationEvent } from '../src/protocol.js';
import { Resume } from '../src/resume.js';

const event = (conversationId: string, position: number) =>
  ({ type: 'memberJoined', conversationId, position, at: '', personId: 'x' }) as ConversationEvent;

function resume() {
  const asked: string[] = [];
  return { asked, resume: new Resume((conversation) => asked.push(conversation)) };
}

const positions = (events: ConversationEvent[]) => events.map(({ position }) => position);

test('each event is let through once, in the order of its conversation', () => {
  const { resume: gate, asked } = resume();
  gate.settle('a', 3);
  assert.deepEqual(positions(gate.admit(event('a', 3))), []);
  assert.deepEqual(positions(gate.admit(event('a', 4))), [4]);
  assert.deepEqual(positions(gate.admit(event('a', 4))), []);
  assert.deepEqual(positions(gate.admit(event('a', 5))), [5]);
  assert.deepEqual(asked, []);
  assert.equal(gate.header(), '{"a":5}');
});

test('behind a hole everything waits until the conversation was read again', () => {
  const { resume: gate, asked } = resume();
  gate.settle('a', 3);
  gate.admit(event('a', 7));
  gate.admit(event('a', 8));
  assert.deepEqual(asked, ['a']);
  assert.equal(gate.header(), '{"a":3}', 'what waits was not seen: a lost connection brings it again');
  assert.deepEqual(positions(gate.settle('a', 7)), [8]);
  assert.deepEqual(positions(gate.admit(event('a', 9))), [9]);
});

test('a reading that is behind what came is asked for again', () => {
  const { resume: gate, asked } = resume();
  gate.settle('a', 3);
  gate.admit(event('a', 7));
  assert.deepEqual(positions(gate.settle('a', 5)), []);
  assert.deepEqual(asked, ['a', 'a']);
  assert.deepEqual(positions(gate.settle('a', 6)), [7]);
});

test('a conversation that nobody knew of is read, and goes on from there', () => {
  const { resume: gate, asked } = resume();
  assert.deepEqual(gate.admit(event('new', 0)), []);
  assert.deepEqual(gate.admit(event('new', 1)), []);
  assert.deepEqual(asked, ['new']);
  assert.deepEqual(positions(gate.settle('new', 0)), [1]);
});

test('a gap that is told is read once, however often it is told', () => {
  const { resume: gate, asked } = resume();
  gate.settle('a', 3);
  gate.missing('a');
  gate.missing('a');
  gate.admit(event('a', 900));
  assert.deepEqual(asked, ['a']);
  assert.deepEqual(positions(gate.settle('a', 899)), [900]);
});

test('a reading that is older than what was let through takes nothing back', () => {
  const { resume: gate } = resume();
  gate.settle('a', 9);
  assert.deepEqual(gate.settle('a', 5), []);
  assert.equal(gate.position('a'), 9);
  assert.deepEqual(gate.admit(event('a', 6)), []);
});

test('what is forgotten is not asked for any more', () => {
  const { resume: gate } = resume();
  gate.settle('a', 9);
  gate.forget('a');
  assert.equal(gate.header(), '{}');
});

test('under any order of pushes, losses and readings nothing is missing and nothing comes twice', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  for (let round = 0; round < 500; round++) {
    const { resume: gate, asked } = resume();
    const last = 60;
    const covered: number[] = [];
    let sent = 0;
    const apply = (events: ConversationEvent[]) => covered.push(...positions(events));
    const read = (position: number) => {
      const before = gate.position('a') ?? -1;
      const through = gate.settle('a', position);
      for (let p = before + 1; p <= position; p++) covered.push(p);
      apply(through);
    };
    read(random(5));
    sent = gate.position('a')!;
    while ((gate.position('a') ?? -1) < last) {
      switch (random(4)) {
        case 0: // Live.
          if (sent < last) apply(gate.admit(event('a', ++sent)));
          break;
        case 1: // Cut and back: the server sends from the header on.
          sent = JSON.parse(gate.header()).a;
          break;
        case 2: // More was missed than is sent.
          sent = Math.min(last, sent + random(10));
          gate.missing('a');
          break;
        default: // A reading arrives, made at any time since.
          if (asked.length === 0) break;
          asked.length = 0;
          read(Math.max(0, sent - random(3)));
      }
      if (asked.length === 0 && sent >= last && (gate.position('a') ?? -1) < last) sent = gate.position('a')!;
    }
    assert.deepEqual(covered, Array.from({ length: last + 1 }, (_, i) => i), `round ${round}`);
  }
});

test('after a reset nothing of before counts', () => {
  const asked: string[] = [];
  const gate = new Resume((conversation) => asked.push(conversation));
  gate.settle('a', 7);
  gate.reset();
  assert.equal(gate.header(), '{}');

  // The log was restored from a backup that ended before position 7.
  assert.deepEqual(gate.admit(event('a', 3)), []);
  assert.deepEqual(asked, ['a']);
  assert.deepEqual(gate.settle('a', 2).map(({ position }) => position), [3]);
});
