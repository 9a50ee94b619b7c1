/** Formats a gathering as a calendar entry (RFC 5545). Pure. */

import type { Gathering } from 'powow-client';

/** The maximum length of a line in bytes; longer lines are folded. */
const LONGEST = 74;

const time = (at: string): string => `${new Date(at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');

/** Folds a line between characters, never within one. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = '';
  let length = 0;
  for (const character of line) {
    const bytes = encoder.encode(character).length;
    if (length + bytes > LONGEST) {
      out += '\r\n ';
      length = 1;
    }
    out += character;
    length += bytes;
  }
  return out;
}

/** @param link the address of the gathering on the page */
export function calendarOf({ gatheringId, title, text, place, start, end, cancelled }: Gathering, link: string, now: Date): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Powow//Page//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    // A constant id: saving the gathering again after a change replaces the entry.
    `UID:${gatheringId}@${new URL(link).hostname}`,
    `DTSTAMP:${time(now.toISOString())}`,
    `DTSTART:${time(start)}`,
    `DTEND:${time(end)}`,
    `SUMMARY:${escaped(title)}`,
    ...(text ? [`DESCRIPTION:${escaped(text)}`] : []),
    ...(place.label ? [`LOCATION:${escaped(place.label)}`] : []),
    `GEO:${place.lat};${place.lon}`,
    `URL:${link}`,
    ...(cancelled ? ['STATUS:CANCELLED'] : []),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');
}
