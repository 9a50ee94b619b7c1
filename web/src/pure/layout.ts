/** The layout of a message's pictures, computed from their sizes alone, so that nothing moves when they load. Pure. */

import type { Picture } from 'powow-client';

/** The maximum width in CSS pixels, and the maximum height of a single picture. */
const WIDEST = 360;
const HIGHEST = 400;
/** A smaller cell could not be seen or touched. */
const LEAST = 64;
const GAP = 3;
const IN_A_ROW = 3;

export interface Layout {
  /** Used if there is room; otherwise, everything is scaled down. */
  width: number;
  height: number;
  /** One per picture, in order; the cells of a row fill it. */
  cells: { inRow: number; width: number; height: number }[];
}

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

export function layout(pictures: readonly Pick<Picture, 'width' | 'height'>[], room = WIDEST): Layout {
  const most = Math.min(WIDEST, room);
  if (pictures.length === 1) {
    const { width, height } = pictures[0]!;
    const scale = Math.min(1, most / width, HIGHEST / height);
    const box = { width: between(LEAST, Math.round(width * scale), most), height: between(LEAST, Math.round(height * scale), HIGHEST) };
    return { ...box, cells: [{ inRow: 1, ...box }] };
  }
  const inRow = pictures.length <= 4 ? 2 : IN_A_ROW;
  const cells: Layout['cells'] = [];
  let height = 0;
  for (let left = pictures.length; left > 0; ) {
    const row = left % inRow || inRow;
    const width = (most - GAP * (row - 1)) / row;
    // A picture with its own row is half as high as it is wide.
    const high = row === 1 ? width / 2 : width;
    for (let i = 0; i < row; i++) cells.push({ inRow: row, width, height: high });
    height += high + (height === 0 ? 0 : GAP);
    left -= row;
  }
  return { width: most, height, cells };
}

/** The widths that the server offers. */
const WIDTHS = [80, 160, 320, 480, 640, 960, 1280, 1920, 2560, 4096];

/** The pixels that a picture needs to cover an area; a small cell may show the middle of a wide picture. */
export function pixelsFor(picture: Pick<Picture, 'width' | 'height'>, place: { width: number; height: number }, density: number): number {
  const needed = Math.max(place.width, (place.height * picture.width) / picture.height) * density;
  return Math.min(picture.width, WIDTHS.find((width) => width >= needed) ?? WIDTHS.at(-1)!);
}
