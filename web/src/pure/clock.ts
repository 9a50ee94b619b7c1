/** Local times for date and time inputs, in a time zone. Pure. */

/** The zone, or nothing if this browser does not know it: then times are shown on the clock of the device. */
export function knownZone(zone: string | undefined): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}

/** To the minute, as `2026-12-24T18:00`. */
export function onTheClock(instant: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)!.value;
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

const MINUTE = 60_000;
/** The local time as if it were UTC. */
const shown = (instant: number, zone: string): number => Date.parse(`${onTheClock(instant, zone)}Z`);

const DAY = 24 * 60 * MINUTE;

/** The moment of a local time in a zone. A skipped time is moved forward; of a repeated time, it is the first. */
export function instantOf(clock: string, zone: string): number {
  const wanted = Date.parse(`${clock}Z`);
  const offsetAt = (instant: number) => shown(instant, zone) - Math.floor(instant / MINUTE) * MINUTE;
  // Clocks never change twice within two days.
  const [before, after] = [wanted - offsetAt(wanted - DAY), wanted - offsetAt(wanted + DAY)];
  const shows = [before, after].filter((instant) => shown(instant, zone) === wanted);
  return shows.length ? Math.min(...shows) : before;
}
