/** The base map, which needs no internet: drawn from tiles of shapes and names served by Powow. */

import { type Coords, type DoneCallback, GridLayer, type Point } from 'leaflet';
import { named, type PackedTile, type Tile, tilesOf, type Town, unpacked } from '../pure/atlas.js';
import { xOf, yOf } from '../pure/mercator.js';

declare const MAP_FOLDER: string;

/** How far a name may extend beyond its town, in pixels. */
const NAME = 120;

const tiles = new Map<string, Promise<Tile>>();

function load(name: string): Promise<Tile> {
  let tile = tiles.get(name);
  if (!tile) {
    tile = fetch(`${MAP_FOLDER}/${name}.json`).then(async (response) => {
      if (!response.ok) throw new Error(`the map has no ${name}`);
      return unpacked(name, (await response.json()) as PackedTile);
    });
    // A tile that failed to load is requested again when it is next drawn.
    tile.catch(() => tiles.delete(name));
    tiles.set(name, tile);
  }
  return tile;
}

/** The named towns, cached by the tiles that they were chosen from. */
const chosen = new Map<string, Town[]>();

function namesOf(loaded: readonly Tile[], key: string, zoom: number): Town[] {
  const of = `${zoom} ${key}`;
  let towns = chosen.get(of);
  if (!towns) {
    towns = named(loaded.flatMap((tile) => tile.towns), zoom);
    if (chosen.size > 200) chosen.clear();
    chosen.set(of, towns);
  }
  return towns;
}

export class BaseMap extends GridLayer {
  override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    const size = this.getTileSize();
    const scale = Math.min(2, devicePixelRatio || 1);
    canvas.width = size.x * scale;
    canvas.height = size.y * scale;
    this.drawOn(canvas, scale, coords).then(
      () => done(undefined, canvas),
      (failure: Error) => done(failure, canvas),
    );
    return canvas;
  }

  protected async drawOn(canvas: HTMLCanvasElement, scale: number, coords: Coords): Promise<void> {
    const size = this.getTileSize();
    const left = coords.x * size.x;
    const top = coords.y * size.y;
    // Names also come from neighbouring tiles.
    const names = tilesOf(left - NAME, Math.max(0, top - NAME), left + size.x + NAME, top + size.y + NAME, coords.z);
    draw(canvas, scale, size, { left, top, zoom: coords.z }, await Promise.all(names.map(load)), names.join(' '));
  }
}

const TOKENS = ['sea', 'land', 'border', 'place', 'green', 'building', 'street', 'edge'] as const;

/** The colours of the current theme. */
export function colours(): Record<(typeof TOKENS)[number], string> {
  const probe = document.body.appendChild(document.createElement('i'));
  const found = TOKENS.map((token) => {
    probe.style.color = `var(--map-${token})`;
    return [token, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(found);
}

interface Window {
  left: number;
  top: number;
  zoom: number;
}

function draw(canvas: HTMLCanvasElement, scale: number, size: Point, { left, top, zoom }: Window, loaded: readonly Tile[], key: string): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const colour = colours();
  context.scale(scale, scale);
  context.fillStyle = colour.sea;
  context.fillRect(0, 0, size.x, size.y);

  const trace = (line: Float64Array) => {
    for (let i = 0; i < line.length; i += 2) {
      const [x, y] = [xOf(line[i]!, zoom) - left, yOf(line[i + 1]!, zoom) - top];
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  };
  context.fillStyle = colour.land;
  for (const { land } of loaded) {
    for (const polygon of land) {
      context.beginPath();
      for (const ring of polygon) {
        trace(ring);
        context.closePath();
      }
      context.fill('evenodd');
    }
  }
  context.strokeStyle = colour.border;
  context.lineWidth = 1.25;
  context.setLineDash([5, 4]);
  context.beginPath();
  for (const { borders } of loaded) for (const border of borders) trace(border);
  context.stroke();
  context.setLineDash([]);

  context.font = `500 12px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = colour.land;
  for (const town of namesOf(loaded, key, zoom)) {
    const [x, y] = [xOf(town.lon, zoom) - left, yOf(town.lat, zoom) - top];
    if (x < -NAME || y < -NAME || x > size.x + NAME || y > size.y + NAME) continue;
    context.fillStyle = colour.place;
    context.beginPath();
    context.arc(x, y, 2.5, 0, 2 * Math.PI);
    context.fill();
    context.strokeText(town.name, x, y + 5);
    context.fillText(town.name, x, y + 5);
  }
}
