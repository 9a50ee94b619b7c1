/** How streets are drawn, by the names that OpenMapTiles and Protomaps give to what is in their tiles. Pure. */

export type Paint = 'green' | 'sea' | 'building';
/** From motorways to footpaths. */
export type Rank = 0 | 1 | 2 | 3 | 4;

type Properties = Record<string, unknown>;

const AREAS: Record<string, Paint> = { water: 'sea', building: 'building', buildings: 'building', park: 'green' };
const GREEN = new Set(['wood', 'grass', 'forest', 'park', 'national_park', 'nature_reserve', 'garden', 'cemetery', 'recreation_ground', 'pitch', 'playground', 'golf_course', 'farmland', 'meadow', 'scrub']);

/** The colour of an area, if it is drawn. */
export function paintOf(layer: string, { kind, class: name }: Properties): Paint | null {
  const area = AREAS[layer];
  if (area) return area;
  if (layer !== 'landuse' && layer !== 'landcover') return null;
  return GREEN.has(String(kind ?? name)) ? 'green' : null;
}

const RANKS: Record<string, Rank> = {
  highway: 0,
  motorway: 0,
  trunk: 0,
  major_road: 1,
  primary: 1,
  secondary: 1,
  medium_road: 2,
  tertiary: 2,
  minor_road: 3,
  minor: 3,
  service: 3,
  track: 4,
  path: 4,
};

/** The rank of a street, if the line is one. Rails and ferries are none. */
export function rankOf(layer: string, { kind, class: name }: Properties): Rank | null {
  return layer === 'roads' || layer === 'transportation' ? (RANKS[String(kind ?? name)] ?? null) : null;
}

/** The width of a street in pixels. At low zoom levels, only large streets have one. */
export function widthOf(rank: Rank, zoom: number): number {
  const from = [5, 8, 10, 12, 14][rank]!;
  if (zoom < from) return 0;
  const full = [14, 11, 9, 7, 2][rank]!;
  return Math.max(0.75, Math.min(full * 2, full * 2 ** ((zoom - 16) * 0.75)));
}

export interface Place {
  x: number;
  y: number;
  /** In radians, never upside down. */
  angle: number;
}

type Spot = readonly [x: number, y: number];

/** The part of a straight line within a square, if there is one. */
function within([fromX, fromY]: Spot, [toX, toY]: Spot, size: number): [Spot, Spot] | null {
  let [start, end] = [0, 1];
  for (const [from, by] of [[fromX, toX - fromX], [fromY, toY - fromY]] as const) {
    const [one, other] = [-from / by, (size - from) / by];
    if (by === 0 && (from < 0 || from > size)) return null;
    if (by === 0) continue;
    start = Math.max(start, Math.min(one, other));
    end = Math.min(end, Math.max(one, other));
  }
  if (start >= end) return null;
  const at = (part: number): Spot => [fromX + part * (toX - fromX), fromY + part * (toY - fromY)];
  return [at(start), at(end)];
}

/**
 * Where a name is written along a line: in the middle of the longest straight part within the tile, if it fits there.
 *
 * @param line in pixels of the tile, which it may leave
 */
export function placeOfName(line: readonly Spot[], width: number, size: number): Place | null {
  let best: Place | null = null;
  let longest = width;
  for (let i = 1; i < line.length; i++) {
    const part = within(line[i - 1]!, line[i]!, size);
    if (!part) continue;
    const [[fromX, fromY], [toX, toY]] = part;
    const length = Math.hypot(toX - fromX, toY - fromY);
    if (length < longest) continue;
    const [x, y] = [(fromX + toX) / 2, (fromY + toY) / 2];
    let angle = Math.atan2(toY - fromY, toX - fromX);
    if (angle > Math.PI / 2) angle -= Math.PI;
    if (angle <= -Math.PI / 2) angle += Math.PI;
    const [wide, high] = [Math.abs((Math.cos(angle) * width) / 2) + 6, Math.abs((Math.sin(angle) * width) / 2) + 6];
    if (x < wide || y < high || x > size - wide || y > size - high) continue;
    longest = length;
    best = { x, y, angle };
  }
  return best;
}

/** The name of something, in the language of the place. */
export const nameOf = ({ name }: Properties): string | null => (typeof name === 'string' && name !== '' ? name : null);
