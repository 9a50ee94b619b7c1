/** The common parts of the dialogs that publish something at a place. */

import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { problemOf } from 'powow-client';
import type { Place } from 'powow-client';
import { t } from '../language/index.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { usePowow } from './names.js';
import { Check, Dialog, Field, Refusal, RefusalOfForm, useRefusal } from './parts.js';

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

/** The place: the centre of the current search, or the previous place. */
export function usePlace(before?: Place): { label: Signal<string>; moves: Signal<boolean>; place: () => Place; changed: () => boolean } {
  const { nearby } = usePowow();
  const label = useSignal(before?.label ?? '');
  const moves = useSignal(before === undefined);
  return {
    label,
    moves,
    place() {
      const { lat, lon } = moves.value ? nearby.look.peek()! : before!;
      const named = label.value.trim();
      return { lat, lon, ...(named && { label: named }) };
    },
    changed: () => moves.value || label.value.trim() !== (before?.label ?? ''),
  };
}

export function PlaceFields({ place: { label, moves }, name, hint, published }: { place: ReturnType<typeof usePlace>; name: string; hint: string; published: boolean }) {
  const { nearby } = usePowow();
  return (
    <>
      <Field field="place" label={name} {...(!published && { hint })} value={label.value} maxLength={100} dir="auto" onInput={(event) => (label.value = event.currentTarget.value)} />
      {published && nearby.look.value && (
        <Check label={t('moveHere')} hint={hint} checked={moves.value} onChange={(event) => (moves.value = event.currentTarget.checked)} />
      )}
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
