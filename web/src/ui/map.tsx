import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../language/index.js';
import type { MapView, Pin } from '../map/view.js';
import type { Point } from '../pure/mercator.js';
import { go, route } from '../route.js';
import { theme } from '../theme.js';
import { Icon, type IconName } from './icons.js';
import { MapSources, tiles } from './map-sources.js';
import { usePowow } from './names.js';
import { Empty, IconButton, Spinner } from './parts.js';

const drawn = (icon: IconName) => (element: HTMLElement) => render(<Icon name={icon} size={18} />, element);

/** The items of the list that is shown, on the map. People have no position on it. */
export function MapPane() {
  const { nearby } = usePowow();
  const element = useRef<HTMLDivElement>(null);
  const view = useRef<MapView | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const moved = useSignal<{ centre: Point; radius: number } | null>(null);
  /** An item opened from the map. */
  const here = useRef<unknown>(null);

  useEffect(() => {
    let closed = false;
    let resized: ResizeObserver | undefined;
    const look = nearby.look.peek();
    import('../map/view.js').then(
      ({ MapView }) => {
        if (closed) return;
        view.current = new MapView(element.current!, { centre: look, radius: look?.radius ?? 0 }, tiles, {
          moved: (centre, radius) => (moved.value = { centre, radius }),
          dragged: (point) => nearby.lookAt(point, nearby.look.peek()!.radius),
          chosen: (key) => go(`#/nearby/${key}`),
        });
        resized = new ResizeObserver(() => view.current?.resized());
        resized.observe(element.current!);
        state.value = 'there';
      },
      () => (state.value = 'failed'),
    );
    return () => {
      closed = true;
      resized?.disconnect();
      view.current?.close();
      view.current = null;
    };
  }, []);

  const there = state.value === 'there';
  const look = nearby.look.value;
  useEffect(() => {
    if (!view.current || !look) return;
    view.current.show(look, look.radius, here.current === look);
    moved.value = null;
  }, [there, look]);

  const cell = nearby.cell.value;
  useEffect(() => view.current?.cell(cell), [there, cell]);

  const { gatherings, groups, services } = nearby.lists.value;
  const kind = nearby.kind.value;
  const shown = route.value.view === 'nearby' ? route.value.shown : undefined;
  const selected = shown ? `${shown.kind}/${shown.id}` : null;
  useEffect(() => {
    if (!view.current) return;
    // The items of the list, and the selected one.
    const isShown = ({ key, kind: each }: Pin) => `${each}s` === kind || key === selected;
    const all: Pin[] = [
      ...(gatherings?.items ?? []).map(({ gatheringId, title, place }) => ({ key: `gathering/${gatheringId}`, point: place, label: title, kind: 'gathering' as const, draw: drawn('gathering') })),
      ...(groups?.items ?? []).map(({ conversationId, name, place }) => ({ key: `group/${conversationId}`, point: place, label: name, kind: 'group' as const, draw: drawn('group') })),
      ...(services?.items ?? []).map(({ serviceId, name, place }) => ({ key: `service/${serviceId}`, point: place, label: name, kind: 'service' as const, draw: drawn('service') })),
    ];
    const pins = all.filter(isShown);
    if (look) pins.push({ key: 'here', point: look, label: t('dragPin'), kind: 'here', draw: () => {} });
    view.current.pins(pins, selected);
    const found = pins.find(({ key }) => key === selected);
    if (found) view.current.reveal(found.point);
  }, [there, gatherings, groups, services, kind, selected, look]);

  useEffect(() => {
    view.current?.redraw();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => view.current?.redraw();
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, [theme.value]);

  function lookHere(): void {
    const [centre, radius] = view.current!.seen();
    nearby.lookAt(centre, radius);
    here.current = nearby.look.peek();
  }

  return (
    <section class="map" aria-label={t('map')}>
      <div ref={element} class="map-itself" />
      {state.value === 'loading' && (
        <div class="map-over">
          <Spinner />
        </div>
      )}
      {state.value === 'failed' && (
        <div class="map-over">
          <Empty icon="away" title={t('mapFailed')} />
        </div>
      )}
      {there && (
        <>
          {(moved.value || !look) && (
            <button type="button" class="button primary look-here" onClick={lookHere}>
              <Icon name="search" size={18} />
              {t('lookHere')}
            </button>
          )}
          <div class="map-zoom">
            <IconButton icon="add" label={t('zoomIn')} onClick={() => view.current!.zoom(1)} />
            <IconButton icon="less" label={t('zoomOut')} onClick={() => view.current!.zoom(-1)} />
          </div>
          <MapSources />
        </>
      )}
    </section>
  );
}
