import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../language/index.js';
import { instantOf, knownZone, onTheClock } from '../pure/clock.js';
import { newKey } from 'powow-client';
import type { Gathering, Picture } from 'powow-client';
import { go, pathOf } from '../route.js';
import { Icon } from './icons.js';
import { usePowow } from './names.js';
import { Check, Field } from './parts.js';
import { Shown } from './pictures.js';
import { deviceZone, PlaceFields, PublishDialog, TextArea, usePlace, ZoneChoice } from './publish.js';

const HOUR = 3_600_000;

/** Chooses a picture, which is uploaded when the form is sent. */
function PictureField({ before, chosen }: { before: Picture | undefined; chosen: Signal<File | null | undefined> }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const preview = useSignal<string | null>(null);
  const file = chosen.value;
  useEffect(() => {
    if (!file) return;
    const url = URL.createObjectURL(file);
    preview.value = url;
    return () => {
      preview.value = null;
      URL.revokeObjectURL(url);
    };
  }, [file]);
  const kept = file === undefined ? before : undefined;
  const has = file || kept;
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <span id={id} class="label">
        {t('gatheringPicture')}
      </span>
      {has && (
        <span class="picture found-picture">
          {kept ? <Shown picture={kept} alt={t('gatheringPicture')} width={416} height={234} /> : preview.value && <img src={preview.value} alt={t('gatheringPicture')} />}
        </span>
      )}
      <div class="change-avatar">
        <input
          ref={input}
          type="file"
          hidden
          accept="image/jpeg,image/png,image/gif,image/webp"
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.files?.[0] ?? chosen.value;
            // Allows choosing the same file again.
            currentTarget.value = '';
          }}
        />
        <button type="button" class="button" onClick={() => input.current!.click()}>
          <Icon name="picture" size={18} />
          {t(has ? 'avatarChange' : 'avatarAdd')}
        </button>
        {has && (
          <button type="button" class="button" onClick={() => (chosen.value = before ? null : undefined)}>
            {t('avatarRemove')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Publishes a gathering, or changes it. */
export function PublishGathering({ gathering, onClose }: { gathering?: Gathering; onClose: () => void }) {
  const { nearby, uploads } = usePowow();
  const key = useRef(newKey()).current;
  /** Undefined if it stays as it is. */
  const picture = useSignal<File | null | undefined>(undefined);
  /** A repeated attempt does not upload again. */
  const uploaded = useRef<{ file: File; imageId: string } | null>(null);
  const tomorrow = new Date(Date.now() + 24 * HOUR).setHours(18, 0, 0, 0);
  const zone = useSignal(knownZone(gathering?.zone) ?? deviceZone());
  const before = useSignal({
    start: onTheClock(gathering ? Date.parse(gathering.start) : tomorrow, zone.peek()),
    end: onTheClock(gathering ? Date.parse(gathering.end) : tomorrow + 2 * HOUR, zone.peek()),
  }).value;
  const title = useSignal(gathering?.title ?? '');
  const text = useSignal(gathering?.text ?? '');
  const category = useSignal(gathering?.category ?? '');
  const start = useSignal(before.start);
  const end = useSignal(before.end);
  const capacity = useSignal(gathering?.capacity === undefined ? '' : String(gathering.capacity));
  const conversation = useSignal(true);
  const place = usePlace(gathering?.place);

  /** An unedited time keeps its instant, even if the clock shows that time twice. */
  const timeOf = (clock: string, untouched: string, known?: string) =>
    known && clock === untouched && zone.value === gathering?.zone ? known : new Date(instantOf(clock, zone.value)).toISOString();
  const when = () => ({
    start: timeOf(start.value, before.start, gathering?.start),
    end: timeOf(end.value, before.end, gathering?.end),
    zone: zone.value,
  });

  async function upload(file: File): Promise<string> {
    if (uploaded.current?.file !== file) uploaded.current = { file, imageId: (await uploads.giveAlone(file)).imageId };
    return uploaded.current.imageId;
  }

  async function publish(): Promise<void> {
    // First: nothing is published with a picture that the server refuses.
    const imageId = picture.value && (await upload(picture.value));
    const what = {
      title: title.value.trim(),
      text: text.value.trim(),
      ...(category.value.trim() && { category: category.value.trim() }),
      ...(capacity.value && { capacity: Number(capacity.value) }),
    };
    if (!gathering) {
      const id = await nearby.publish({ ...what, ...when(), place: place.place(), conversation: conversation.value }, key);
      if (imageId) await nearby.picture(id, imageId);
      onClose();
      go(pathOf.shown('gathering', id));
      return;
    }
    // A moved gathering notifies its attendees, so the time is sent only if it changed.
    const moved = start.value !== before.start || end.value !== before.end || zone.value !== gathering.zone;
    await nearby.change(gathering.gatheringId, { ...what, ...(moved && when()), ...(place.changed() && { place: place.place() }) });
    if (imageId !== undefined) await nearby.picture(gathering.gatheringId, imageId);
    onClose();
  }

  /** Moves the end together with the start. */
  function begin(value: string): void {
    const lasting = Date.parse(`${end.value}Z`) - Date.parse(`${start.value}Z`);
    start.value = value;
    const moved = Date.parse(`${value}Z`) + lasting;
    if (Number.isFinite(moved)) end.value = onTheClock(moved, 'UTC');
  }

  return (
    <PublishDialog
      title={t(gathering ? 'changeGathering' : 'newGathering')}
      button={t(gathering ? 'save' : 'publish')}
      fields={['title', 'text', 'start', 'end', 'place', 'category', 'capacity']}
      ready={place.point.value !== null && title.value.trim() !== '' && start.value !== '' && end.value !== ''}
      onPublish={publish}
      onClose={onClose}
    >
      <Field field="title" label={t('gatheringTitle')} value={title.value} maxLength={100} dir="auto" required onInput={(event) => (title.value = event.currentTarget.value)} />
      <TextArea label={t('gatheringText')} text={text} />
      <PictureField before={gathering?.picture} chosen={picture} />
      <div class="two">
        <Field field="start" label={t('gatheringStart')} type="datetime-local" required value={start.value} onInput={(event) => begin(event.currentTarget.value)} />
        <Field field="end" label={t('gatheringEnd')} type="datetime-local" required value={end.value} min={start.value} onInput={(event) => (end.value = event.currentTarget.value)} />
      </div>
      <ZoneChoice zone={zone} />
      <PlaceFields place={place} name={t('gatheringPlace')} hint={t('gatheringPlaceHint')} />
      {/* A category can be changed, but not removed. */}
      <Field
        field="category"
        label={t('gatheringCategory')}
        value={category.value}
        maxLength={40}
        dir="auto"
        required={gathering?.category !== undefined}
        onInput={(event) => (category.value = event.currentTarget.value)}
      />
      <Field
        field="capacity"
        label={t(gathering?.capacity === undefined ? 'gatheringCapacity' : 'gatheringCapacityNow')}
        type="number"
        min={1}
        max={100_000}
        value={capacity.value}
        required={gathering?.capacity !== undefined}
        onInput={(event) => (capacity.value = event.currentTarget.value)}
      />
      {!gathering && (
        <Check label={t('gatheringChat')} hint={t('gatheringChatHint')} checked={conversation.value} onChange={(event) => (conversation.value = event.currentTarget.checked)} />
      )}
    </PublishDialog>
  );
}
