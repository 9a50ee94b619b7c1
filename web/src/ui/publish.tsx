/** The common parts of the dialogs that publish something at a place. */

import { signal, useSignal, useSignalEffect, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { problemOf } from 'powow-client';
import type { Place } from 'powow-client';
import { length, precise, t } from '../language/index.js';
import type { PinMap } from '../map/view.js';
import type { Point } from '../pure/mercator.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { type NamedTown, townNear } from '../pure/towns.js';
import { Icon } from './icons.js';
import { MapSources, tiles } from './map-sources.js';
import { usePowow } from './names.js';
import { Dialog, Field, IconButton, Refusal, RefusalOfForm, useRefusal } from './parts.js';
import { allTowns, TownSearch } from './town-search.js';
import { useWhereIAm } from './where-i-am.js';

export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The choice of a time zone. */
export function ZoneChoice({ zone }: { zone: Signal<string> }) {
  const id = useId();
  const zones = [...new Set([zone.value, deviceZone(), ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <div class="field">
      <label for={id}>{t('timeZone')}</label>
      <select id={id} dir="ltr" value={zone.value} onChange={(event) => (zone.value = event.currentTarget.value)}>
        {zones.map((each) => (
          <option key={each} value={each}>
            {each.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  );
}

export function TextArea({ label, text }: { label: string; text: Signal<string> }) {
  const id = useId();
  const control = useRef<HTMLTextAreaElement>(null);
  const refused = useRefusal('text', control);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        ref={control}
        id={id}
        rows={3}
        dir="auto"
        maxLength={4_000}
        aria-invalid={refused ? true : undefined}
        aria-describedby={refused ? `${id}-hint` : undefined}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      {refused && (
        <p id={`${id}-hint`} class="hint error" role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}

export type ChosenPlace = ReturnType<typeof usePlace>;

/** A metre or so: more would only tell how steady a hand is. */
const rounded = (degrees: number): number => Math.round(degrees * 100_000) / 100_000;

/** The place of what is published: first the previous place, or else the centre of the search. */
export function usePlace(before?: Place) {
  const { nearby } = usePowow();
  const label = useSignal(before?.label ?? '');
  const began = before ?? nearby.look.peek();
  const point = useSignal<Point | null>(began && { lat: began.lat, lon: began.lon });
  return {
    label,
    point,
    /** Only once there is a point. */
    place(): Place {
      const { lat, lon } = point.value!;
      const named = label.value.trim();
      return { lat, lon, ...(named && { label: named }) };
    },
    changed: () => point.value?.lat !== before?.lat || point.value?.lon !== before?.lon || label.value.trim() !== (before?.label ?? ''),
  };
}

const near = signal<readonly NamedTown[] | null>(null);

/** Says where a point is: from the next town if it is known, and in degrees. */
function wordsOf(point: Point): string {
  const degrees = t('inDegrees', { lat: precise(point.lat), lon: precise(point.lon) });
  const town = near.value && townNear(near.value, point);
  return town ? t('pinNear', { distance: length(town.metres), direction: t(town.direction), town: town.name, degrees }) : degrees;
}

/** A small map with a pin. */
function PinField({ point, label }: { point: Signal<Point | null>; label: string }) {
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<PinMap | null>(null);
  const failed = useSignal(false);
  const { busy, find } = useWhereIAm(moved);
  const at = point.value;
  const there = at !== null;

  function moved({ lat, lon }: Point): void {
    point.value = { lat: rounded(lat), lon: rounded(lon) };
    void allTowns().then(
      (towns) => (near.value = towns),
      () => {},
    );
  }

  useEffect(() => {
    if (!there) return;
    let closed = false;
    let resized: ResizeObserver | undefined;
    import('../map/view.js').then(
      ({ PinMap }) => {
        if (closed) return;
        map.current = new PinMap(element.current!, point.peek()!, tiles, label, `${id}-where`, moved);
        resized = new ResizeObserver(() => map.current?.resized());
        resized.observe(element.current!);
      },
      () => (failed.value = true),
    );
    return () => {
      closed = true;
      resized?.disconnect();
      map.current?.close();
      map.current = null;
    };
  }, [there]);

  // At once: an effect of a rendering could bring back a point that the pin has left by then.
  useSignalEffect(() => {
    if (point.value) map.current?.show(point.value);
  });

  return (
    <div class="field pin-field">
      {there && !failed.value && (
        <div class="map pin-map">
          <div ref={element} class="map-itself" />
          <div class="map-zoom">
            <IconButton icon="add" label={t('zoomIn')} onClick={() => map.current?.zoom(1)} />
            <IconButton icon="less" label={t('zoomOut')} onClick={() => map.current?.zoom(-1)} />
          </div>
          <MapSources />
        </div>
      )}
      {failed.value && <p class="hint">{t('mapFailed')}</p>}
      {at ? (
        <div id={`${id}-where`}>
          <p class="pin-where" role="status">
            <bdi>{wordsOf(at)}</bdi>
          </p>
          <p class="hint">{t('pinHint')}</p>
        </div>
      ) : (
        <p class="hint">{t('pinNowhere')}</p>
      )}
      <button type="button" class="button" aria-busy={busy} disabled={busy} onClick={find}>
        <Icon name="locate" size={18} />
        {t(busy ? 'whereIAmBusy' : 'whereIAm')}
      </button>
      <TownSearch label={t('pinToTown')} onChosen={moved} />
    </div>
  );
}

export function PlaceFields({ place: { label, point }, name, hint }: { place: ChosenPlace; name: string; hint: string }) {
  return (
    <>
      <Field field="place" label={name} hint={hint} value={label.value} maxLength={100} dir="auto" onInput={(event) => (label.value = event.currentTarget.value)} />
      <PinField point={point} label={t('pinOf')} />
    </>
  );
}

/** @param onPublish resolves when the item is published and the dialog may close */
export function PublishDialog({
  title,
  button,
  fields,
  ready,
  onPublish,
  onClose,
  children,
}: {
  title: string;
  button: string;
  /** The JSON names of the fields in the form. */
  fields: readonly string[];
  ready: boolean;
  onPublish: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const busy = useSignal(false);
  const refused = useSignal<Problem | null>(null);

  async function publish(event: Event): Promise<void> {
    event.preventDefault();
    busy.value = true;
    refused.value = null;
    try {
      await onPublish();
    } catch (failure) {
      refused.value = problemOf(failure);
      busy.value = false;
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <Refusal.Provider value={refused.value && { problem: refused.value, field: fieldOf(refused.value, fields) }}>
        <form class="form" onSubmit={publish}>
          {children}
          <RefusalOfForm />
          <button type="submit" class="button primary large" aria-busy={busy.value} disabled={busy.value || !ready}>
            {button}
          </button>
        </form>
      </Refusal.Provider>
    </Dialog>
  );
}
