/** Formats opening hours for people. Pure. */

import type { OpeningHours, Weekday } from 'powow-client';

export const WEEK: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export type Weekly = NonNullable<OpeningHours['weekly']>[number];

export interface Line {
  /** Ranges of consecutive days, 0 for Monday: from and to. */
  days: [number, number][];
  opens: string;
  closes: string;
}

/** Joins consecutive days into ranges. */
export function stretches(days: readonly Weekday[]): [number, number][] {
  const found: [number, number][] = [];
  for (const day of days.map((each) => WEEK.indexOf(each)).sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else if (!last || last[1] !== day) found.push([day, day]);
  }
  return found;
}

export const linesOf = ({ weekly = [] }: OpeningHours): Line[] =>
  weekly.map(({ dayOfWeek, opens, closes }) => ({ days: stretches(dayOfWeek), opens: opens.slice(0, 5), closes: closes.slice(0, 5) }));

/** Special days that are not past, the nearest first. */
export const toCome = ({ special = [] }: OpeningHours, today: string): NonNullable<OpeningHours['special']> =>
  special.filter(({ validThrough }) => validThrough >= today).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
