/** Formats numbers for operators. */

export const count = (value: number): string => Math.round(value).toLocaleString('en');

export const millis = (value: number): string =>
  value === 0 ? '–' : value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(1)} s`;

export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let left = value;
  while (left >= 1_024 && unit < units.length - 1) {
    left /= 1_024;
    unit++;
  }
  return `${left.toFixed(left < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`;
}

export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86_400) return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`;
}

/** The points of a curve in a box of 120 by 32, for an SVG polyline. */
export function curve(values: number[], width = 120, height = 32): string {
  const most = Math.max(1, ...values);
  const start = width - values.length;
  return values.map((value, i) => `${start + i},${(height - 1 - (value / most) * (height - 2)).toFixed(1)}`).join(' ');
}
