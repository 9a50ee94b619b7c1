/** The map. Loaded on demand, because it is as large as the rest of the page. */

import { Circle, DivIcon, LatLng, LatLngBounds, Layer, LayerGroup, Map as LeafletMap, Marker, type MapOptions, type MarkerOptions, Rectangle, TileLayer } from 'leaflet';
import type { Point } from '../pure/mercator.js';
import { square, wrapped } from '../pure/mercator.js';
import { BaseMap } from './base-map.js';
import { StreetMap } from './street-map.js';

/** An item shown at its place. */
export interface Pin {
  key: string;
  point: Point;
  label: string;
  kind: 'gathering' | 'group' | 'service' | 'here';
  /** Draws it. */
  draw(element: HTMLElement): void;
}

/** The configured source of the map. */
export interface Tiles {
  /** Pictures from a tile server, or a PMTiles file with streets. */
  kind: 'pictures' | 'streets';
  url: string;
  attribution: string;
}

interface Listening {
  /** The user has moved the map: its centre, and the visible radius in metres. */
  moved(centre: Point, radius: number): void;
  /** The user has dragged the pin of the search to another point. */
  dragged(point: Point): void;
  chosen(key: string): void;
}

/** Pins closer than this on the screen are drawn as one, with their number. */
const TOGETHER = 26;
/** Items at the same place are drawn side by side, this far apart. */
const BESIDE = 30;
const samePlace = (one: Point, other: Point): boolean => one.lat === other.lat && one.lon === other.lon;
const MOST_ZOOM = 16;
/** The maximum detail of the base map. */
const USEFUL_ZOOM = 13;

/** The options of a map without controls of its own. */
function optionsOf(tiles: Tiles | null): MapOptions {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    // These two turn text into markup; the page has controls of its own.
    zoomControl: false,
    attributionControl: false,
    worldCopyJump: true,
    minZoom: 2,
    maxZoom: tiles ? 19 : MOST_ZOOM,
    maxBounds: new LatLngBounds([-85, -Infinity], [85, Infinity]),
    maxBoundsViscosity: 1,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
  };
}

const baseOf = (tiles: Tiles | null): Layer =>
  tiles?.kind === 'streets' ? new StreetMap(tiles.url, { maxZoom: 19, keepBuffer: 1 }) : tiles ? new TileLayer(tiles.url, { maxZoom: 19, referrerPolicy: 'origin' }) : new BaseMap({ maxZoom: MOST_ZOOM, keepBuffer: 1 });

export class MapView {
  readonly #map: LeafletMap;
  readonly #listening: Listening;
  readonly #pins = new LayerGroup();
  readonly #base: Layer;
  #area: Circle | null = null;
  #cell: Rectangle | null = null;
  #shown: readonly Pin[] = [];
  #selected: string | null = null;
  #moving = false;
  /** The pointer that presses a pin: drawn anew, the pin would lose its click or its drag. */
  #held: number | null = null;
  /** Whether pins have to be drawn when it is released. */
  #withheld = false;
  readonly #closed = new AbortController();

  constructor(element: HTMLElement, { centre, radius }: { centre: Point | null; radius: number }, tiles: Tiles | null, listening: Listening) {
    this.#listening = listening;
    this.#map = new LeafletMap(element, optionsOf(tiles));
    this.#base = baseOf(tiles);
    if (centre) this.#fit(centre, radius);
    else this.#map.setView([25, 10], 2);
    this.#base.addTo(this.#map);
    this.#pins.addTo(this.#map);
    this.#map.on('zoomend', () => this.#drawPins());
    this.#map.on('moveend', () => {
      if (!this.#moving) this.#listening.moved(...this.seen());
    });
    const { signal } = this.#closed;
    // Not another button: where it opens a menu, its release may never be reported.
    this.#map.getPane('markerPane')!.addEventListener(
      'pointerdown',
      ({ button, ctrlKey, pointerId }) => {
        if (button === 0 && !ctrlKey) this.#held ??= pointerId;
      },
      { signal },
    );
    for (const end of ['pointerup', 'pointercancel'] as const) addEventListener(end, ({ pointerId }) => this.#letGo(pointerId), { signal });
  }

  #letGo(pointer: number): void {
    if (this.#held !== pointer) return;
    // After the events that the browser and Leaflet still derive from this one.
    setTimeout(() => {
      this.#held = null;
      if (this.#withheld && !this.#closed.signal.aborted) this.#drawPins();
    });
  }

  #fit({ lat, lon }: Point, radius: number): void {
    const [south, west, north, east] = square({ lat, lon }, 2 * radius);
    this.#map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: USEFUL_ZOOM + 2 });
  }

  /** The visible area: its centre, and the distance to the nearer edge. */
  seen(): [Point, number] {
    const bounds = this.#map.getBounds();
    const middle = this.#map.getCenter();
    const radius = Math.min(
      middle.distanceTo(new LatLng(middle.lat, bounds.getEast())),
      middle.distanceTo(new LatLng(bounds.getNorth(), middle.lng)),
    );
    return [{ lat: middle.lat, lon: wrapped(middle.lng) }, radius];
  }

  /** Moves the map without reporting it as a move of the user. */
  #quietly(move: () => void): void {
    this.#moving = true;
    move();
    this.#moving = false;
  }

  /** Moves to the current search area. */
  show(centre: Point, radius: number, alreadyThere: boolean): void {
    this.#area?.remove();
    this.#area = new Circle([centre.lat, centre.lon], { radius, interactive: false, className: 'map-area' }).addTo(this.#map);
    if (alreadyThere) return;
    this.#quietly(() => this.#fit(centre, radius));
  }

  /** Draws the cell in which others see the user. */
  cell(cell: (Point & { size: number }) | null): void {
    this.#cell?.remove();
    this.#cell = null;
    if (!cell) return;
    const [south, west, north, east] = square(cell, 2 * cell.size);
    this.#cell = new Rectangle([[south, west], [north, east]], { interactive: false, className: 'map-cell' }).addTo(this.#map);
  }

  pins(pins: readonly Pin[], selected: string | null): void {
    this.#shown = pins;
    this.#selected = selected;
    this.#drawPins();
  }

  #drawPins(): void {
    this.#withheld = this.#held !== null;
    if (this.#withheld) return;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['pin'] : undefined;
    this.#pins.clearLayers();
    for (const { pins, at } of this.#groups()) {
      if (pins.length > 1 && pins.some(({ point }) => !samePlace(point, pins[0]!.point))) this.#drawTogether(pins, at);
      else pins.forEach((pin, i) => this.#drawOne(pin, at, (i - (pins.length - 1) / 2) * BESIDE));
    }
    if (focused !== undefined) this.#map.getContainer().querySelector<HTMLElement>(`[data-pin="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  /** Groups pins that are too close to be distinguished on the screen. */
  #groups(): { pins: Pin[]; at: LatLng }[] {
    const groups: { pins: Pin[]; at: LatLng; x: number; y: number }[] = [];
    for (const pin of this.#shown) {
      const at = new LatLng(pin.point.lat, pin.point.lon);
      const { x, y } = this.#map.project(at);
      const near = pin.kind === 'here' ? undefined : groups.find((group) => group.pins[0]!.kind !== 'here' && Math.hypot(group.x - x, group.y - y) < TOGETHER);
      if (near) near.pins.push(pin);
      else groups.push({ pins: [pin], at, x, y });
    }
    return groups;
  }

  #drawOne(pin: Pin, at: LatLng, aside: number): void {
    const selected = pin.key === this.#selected;
    const element = document.createElement('span');
    element.className = `pin ${pin.kind}${selected ? ' selected' : ''}`;
    pin.draw(element);
    const seenOnly = pin.kind === 'here';
    const marker = this.#marker(at, element, pin.label, aside, { keyboard: !seenOnly, draggable: seenOnly, autoPan: seenOnly, zIndexOffset: seenOnly ? -1000 : selected ? 1000 : 0 });
    // With the keyboard, one moves the map and searches there.
    if (seenOnly) this.#letDrag(marker);
    else this.#name(marker, pin.key, pin.label, () => this.#listening.chosen(pin.key));
  }

  #letDrag(marker: Marker): void {
    marker.getElement()!.setAttribute('aria-hidden', 'true');
    marker.on('dragend', () => {
      const { lat, lng } = marker.getLatLng();
      this.#listening.dragged({ lat, lon: wrapped(lng) });
    });
  }

  #drawTogether(pins: readonly Pin[], at: LatLng): void {
    const element = document.createElement('span');
    element.className = `pin several${pins.some(({ key }) => key === this.#selected) ? ' selected' : ''}`;
    element.textContent = String(pins.length);
    // Begins with the visible text, so that voice control can address it.
    const label = `${pins.length}: ${pins.map((pin) => pin.label).slice(0, 5).join(', ')}`;
    const bounds = new LatLngBounds(pins.map(({ point }) => [point.lat, point.lon] as [number, number]));
    this.#name(this.#marker(at, element, label, 0, {}), pins[0]!.key, label, () => this.#map.fitBounds(bounds, { padding: [60, 60] }));
  }

  #marker(at: LatLng, element: HTMLElement, label: string, aside: number, options: MarkerOptions): Marker {
    const icon = new DivIcon({ html: element, className: 'pin-place', iconSize: [32, 32], iconAnchor: [16 - aside, 16] });
    return new Marker(at, { icon, title: label, ...options }).addTo(this.#pins);
  }

  #name(marker: Marker, key: string, label: string, choose: () => void): void {
    const element = marker.getElement()!;
    element.dataset['pin'] = key;
    element.setAttribute('aria-label', label);
    marker.on('click', choose);
    marker.on('keydown', ({ originalEvent: event }) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose();
    });
  }

  /** Moves the map if the point is not visible. */
  reveal(point: Point): void {
    if (this.#map.getBounds().pad(-0.1).contains([point.lat, point.lon])) return;
    this.#quietly(() => this.#map.panTo([point.lat, point.lon], { animate: false }));
  }

  zoom(by: 1 | -1): void {
    this.#map.setZoom(this.#map.getZoom() + by);
  }

  /** Called when the colours have changed. */
  redraw(): void {
    if (this.#base instanceof BaseMap) this.#base.redraw();
  }

  /** Called when the size has changed. */
  resized(): void {
    this.#quietly(() => this.#map.invalidateSize({ pan: false }));
  }

  close(): void {
    this.#closed.abort();
    this.#map.remove();
  }
}

/** The arrow keys, as steps to the east and to the south. */
const ARROWS: Record<string, [east: number, south: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How far an arrow key moves the pin, in pixels; with Shift, further. */
const STEP = 8;
const FAR_STEP = 64;
const PIN_ZOOM = 15;
/** Points are the same if they differ by less, in degrees: about a metre. */
const SAME = 1e-5;

/** A small map on which one point is chosen: by dragging its pin, by a tap, or with the arrow keys. */
export class PinMap {
  readonly #map: LeafletMap;
  readonly #pin: Marker;
  readonly #moved: (point: Point) => void;

  /**
   * @param label of the pin
   * @param describedBy the id of the element that says where the pin is
   * @param moved receives the point when the user has moved the pin
   */
  constructor(element: HTMLElement, point: Point, tiles: Tiles | null, label: string, describedBy: string, moved: (point: Point) => void) {
    this.#moved = moved;
    // The arrow keys move the pin, not the map.
    this.#map = new LeafletMap(element, { ...optionsOf(tiles), keyboard: false });
    baseOf(tiles).addTo(this.#map);
    this.#map.setView([point.lat, point.lon], PIN_ZOOM, { animate: false });
    const drawn = document.createElement('span');
    drawn.className = 'pin chosen';
    const icon = new DivIcon({ html: drawn, className: 'pin-place', iconSize: [32, 32], iconAnchor: [16, 16] });
    this.#pin = new Marker([point.lat, point.lon], { icon, draggable: true, autoPan: true, keyboard: true }).addTo(this.#map);
    const handle = this.#pin.getElement()!;
    // Screen readers pass the arrow keys on to an application.
    handle.setAttribute('role', 'application');
    handle.setAttribute('aria-label', label);
    handle.setAttribute('aria-describedby', describedBy);
    handle.addEventListener('keydown', (event) => this.#onKeyDown(event));
    this.#pin.on('dragend', () => this.#tell());
    this.#map.on('click', ({ latlng }) => this.#put(latlng));
  }

  #onKeyDown(event: KeyboardEvent): void {
    const step = ARROWS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const by = event.shiftKey ? FAR_STEP : STEP;
    const at = this.#map.latLngToContainerPoint(this.#pin.getLatLng());
    this.#put(this.#map.containerPointToLatLng([at.x + step[0] * by, at.y + step[1] * by]));
  }

  #put(at: LatLng): void {
    this.#pin.setLatLng([Math.max(-85, Math.min(85, at.lat)), at.lng]);
    this.#reveal();
    this.#tell();
  }

  #reveal(): void {
    const at = this.#pin.getLatLng();
    if (!this.#map.getBounds().pad(-0.15).contains(at)) this.#map.panTo(at, { animate: false });
  }

  #tell(): void {
    const { lat, lng } = this.#pin.getLatLng();
    this.#moved({ lat, lon: wrapped(lng) });
  }

  /** Moves the pin and the map, without reporting it. What is reported may come back rounded. */
  show({ lat, lon }: Point): void {
    const at = this.#pin.getLatLng();
    if (Math.abs(at.lat - lat) < SAME && Math.abs(wrapped(at.lng) - lon) < SAME) return;
    this.#pin.setLatLng([lat, lon]);
    this.#map.setView([lat, lon], this.#map.getZoom(), { animate: false });
  }

  zoom(by: 1 | -1): void {
    this.#map.setZoomAround(this.#pin.getLatLng(), this.#map.getZoom() + by);
  }

  /** Called when the size has changed. */
  resized(): void {
    this.#map.invalidateSize({ pan: false });
    this.#reveal();
  }

  close(): void {
    this.#map.remove();
  }
}
