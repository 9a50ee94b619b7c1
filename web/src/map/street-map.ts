/** Streets from the operator's PMTiles file, drawn on canvases. Where it has none, the base map is shown. */

import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import type { Coords, GridLayerOptions } from 'leaflet';
import { PbfReader } from 'pbf';
import { PMTiles, type Header } from 'pmtiles';
import { nameOf, paintOf, placeOfName, rankOf, widthOf, type Rank } from '../pure/streets.js';
import { BaseMap, colours } from './base-map.js';

/** Decoded tiles in memory; several tiles of the screen may show parts of one. */
const MOST_TILES = 48;
/** From this zoom level on, streets have their names. */
const NAMES_FROM = 14;
const LAYERS_OF_NAMES = ['roads', 'transportation_name'];
const LAYERS_OF_PLACES = ['places', 'place'];

type Line = [number, number][];

export class StreetMap extends BaseMap {
  readonly #archive: PMTiles;
  #header: Promise<Header> | null = null;
  readonly #tiles = new Map<string, Promise<VectorTile | null>>();

  constructor(url: string, options: GridLayerOptions) {
    super(options);
    this.#archive = new PMTiles(url);
  }

  protected override async drawOn(canvas: HTMLCanvasElement, scale: number, coords: Coords): Promise<void> {
    const found = await this.#find(coords).catch(() => null);
    if (found) this.#draw(canvas, scale, coords, found.tile, found.zoom);
    else await super.drawOn(canvas, scale, coords);
  }

  /** The tile that shows a part of the map: beyond the most detailed ones, a part of one of them. */
  async #find({ x, y, z }: Coords): Promise<{ tile: VectorTile; zoom: number } | null> {
    this.#header ??= this.#archive.getHeader();
    this.#header.catch(() => (this.#header = null));
    const { minZoom, maxZoom } = await this.#header;
    if (z < minZoom) return null;
    const zoom = Math.min(z, maxZoom);
    const tile = await this.#load(zoom, x >> (z - zoom), y >> (z - zoom));
    return tile && { tile, zoom };
  }

  #load(z: number, x: number, y: number): Promise<VectorTile | null> {
    const key = `${z}/${x}/${y}`;
    let tile = this.#tiles.get(key);
    if (!tile) {
      tile = this.#archive.getZxy(z, x, y).then((found) => (found ? new VectorTile(new PbfReader(new Uint8Array(found.data))) : null));
      tile.catch(() => this.#tiles.delete(key));
      this.#tiles.set(key, tile);
      for (const oldest of this.#tiles.keys()) {
        if (this.#tiles.size <= MOST_TILES) break;
        this.#tiles.delete(oldest);
      }
    }
    return tile;
  }

  #draw(canvas: HTMLCanvasElement, scale: number, { x, y, z }: Coords, tile: VectorTile, zoom: number): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    const size = this.getTileSize().x;
    const by = 2 ** (z - zoom);
    const [left, top] = [(x % by) * size, (y % by) * size];
    const colour = colours();
    context.scale(scale, scale);
    context.fillStyle = colour.land;
    context.fillRect(0, 0, size, size);

    const linesOf = (feature: VectorTileFeature): Line[] => {
      const pixels = (size * by) / feature.extent;
      return feature.loadGeometry().map((line) => line.map((point): [number, number] => [point.x * pixels - left, point.y * pixels - top]));
    };
    const trace = (lines: readonly Line[], close: boolean) => {
      context.beginPath();
      for (const line of lines) {
        line.forEach(([px, py], index) => (index === 0 ? context.moveTo(px, py) : context.lineTo(px, py)));
        if (close) context.closePath();
      }
    };
    const each = (names: readonly string[], draw: (feature: VectorTileFeature, layer: string) => void) => {
      for (const name of names) {
        const layer = tile.layers[name];
        for (let i = 0; i < (layer?.length ?? 0); i++) draw(layer!.feature(i), name);
      }
    };

    each(['landcover', 'landuse', 'park', 'water', 'building', 'buildings'], (feature, layer) => {
      const paint = feature.type === 3 ? paintOf(layer, feature.properties) : null;
      if (!paint) return;
      context.fillStyle = colour[paint];
      trace(linesOf(feature), true);
      context.fill('evenodd');
    });

    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = colour.sea;
    context.lineWidth = 1.5;
    each(['waterway'], (feature) => {
      trace(linesOf(feature), false);
      context.stroke();
    });

    const streets: { rank: Rank; lines: Line[] }[] = [];
    each(['roads', 'transportation'], (feature, layer) => {
      const rank = feature.type === 2 ? rankOf(layer, feature.properties) : null;
      if (rank !== null && widthOf(rank, z) > 0) streets.push({ rank, lines: linesOf(feature) });
    });
    // All edges first, so that crossings are open; large streets last.
    streets.sort((a, b) => b.rank - a.rank);
    for (const [style, wider] of [['edge', 1.5], ['street', 0]] as const) {
      context.strokeStyle = colour[style];
      for (const { rank, lines } of streets) {
        context.lineWidth = widthOf(rank, z) + wider;
        trace(lines, false);
        context.stroke();
      }
    }

    context.font = `500 11px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.strokeStyle = colour.street;
    context.fillStyle = colour.place;
    context.lineWidth = 3;
    const written = new Set<string>();
    const write = (name: string, lines: readonly Line[]) => {
      if (written.has(name)) return;
      const width = context.measureText(name).width;
      // The name of a point is written across it.
      const across = ([spot]: Line): Line => [[spot![0] - width / 2 - 1, spot![1]], [spot![0] + width / 2 + 1, spot![1]]];
      const places = lines.map((line) => placeOfName(line.length === 1 ? across(line) : line, width, size));
      const place = places.find((found) => found !== null);
      if (!place) return;
      written.add(name);
      context.save();
      context.translate(place.x, place.y);
      context.rotate(place.angle);
      context.strokeText(name, 0, 0);
      context.fillText(name, 0, 0);
      context.restore();
    };
    each(LAYERS_OF_PLACES, (feature) => {
      const name = nameOf(feature.properties);
      if (name && feature.type === 1) write(name, linesOf(feature));
    });
    if (z < NAMES_FROM) return;
    each(LAYERS_OF_NAMES, (feature) => {
      const name = nameOf(feature.properties);
      if (name && feature.type === 2) write(name, linesOf(feature));
    });
  }
}
