import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarOf } from '../src/pure/calendar.js';
import type { Gathering } from 'powow-client';

const PICNIC: Gathering = {
  gatheringId: 'g1',
  host: 'p1',
  title: 'Picnic; with tea, and cake',
  text: 'Bring\na blanket \\o/',
  place: { lat: 52.5, lon: 13.4, label: 'Oak, the old one' },
  start: '2026-10-25T00:30:00.000Z',
  end: '2026-10-25T03:00:00.000Z',
  zone: 'Europe/Berlin',
  going: 0,
  interested: 0,
};
const lines = (gathering: Gathering) => calendarOf(gathering, 'https://powow.example/#/nearby/gathering/g1', new Date('2026-01-02T03:04:05Z')).split('\r\n');

test('a gathering is an entry of a calendar', () => {
  assert.deepEqual(lines(PICNIC), [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Powow//Page//EN', 'METHOD:PUBLISH', 'BEGIN:VEVENT',
    'UID:g1@powow.example', 'DTSTAMP:20260102T030405Z', 'DTSTART:20261025T003000Z', 'DTEND:20261025T030000Z',
    'SUMMARY:Picnic\\; with tea\\, and cake', 'DESCRIPTION:Bring\\na blanket \\\\o/', 'LOCATION:Oak\\, the old one', 'GEO:52.5;13.4',
    'URL:https://powow.example/#/nearby/gathering/g1', 'END:VEVENT', 'END:VCALENDAR', '',
  ]);
  assert.ok(lines({ ...PICNIC, cancelled: true }).includes('STATUS:CANCELLED'));
});

test('nobody writes lines of their own into it, and long ones are folded between characters', () => {
  const wicked = lines({ ...PICNIC, title: 'x\r\nATTACH:http://evil.example', text: '🎉'.repeat(100) });
  assert.ok(!wicked.some((line) => line.startsWith('ATTACH')));
  for (const line of wicked) assert.ok(new TextEncoder().encode(line).length <= 75 && !line.includes('\ufffd'), line);
  assert.ok(wicked.join('\r\n').replaceAll('\r\n ', '').includes(`DESCRIPTION:${'🎉'.repeat(100)}`));
});
