import { useSignal } from '@preact/signals';
import { t } from '../language/index.js';
import { instantOf, knownZone, onTheClock } from '../pure/clock.js';
import type { Gathering } from 'powow-client';
import { go, pathOf } from '../route.js';
import { usePowow } from './names.js';
import { Check, Field } from './parts.js';
import { deviceZone, PlaceFields, PublishDialog, TextArea, usePlace, ZoneChoice } from './publish.js';

const HOUR = 3_600_000;

/** Publishes a gathering at the centre of the current search, or changes it. */
export function PublishGathering({ gathering, onClose }: { gathering?: Gathering; onClose: () => void }) {
  const { nearby } = usePowow();
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

  async function publish(): Promise<void> {
    const what = {
      title: title.value.trim(),
      text: text.value.trim(),
      ...(category.value.trim() && { category: category.value.trim() }),
      ...(capacity.value && { capacity: Number(capacity.value) }),
    };
    if (!gathering) {
      const id = await nearby.publish({ ...what, ...when(), place: place.place(), conversation: conversation.value });
      onClose();
      go(pathOf.shown('gathering', id));
      return;
    }
    // A moved gathering notifies its attendees, so the time is sent only if it changed.
    const moved = start.value !== before.start || end.value !== before.end || zone.value !== gathering.zone;
    await nearby.change(gathering.gatheringId, { ...what, ...(moved && when()), ...(place.changed() && { place: place.place() }) });
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
      ready={title.value.trim() !== '' && start.value !== '' && end.value !== ''}
      onPublish={publish}
      onClose={onClose}
    >
      <Field field="title" label={t('gatheringTitle')} value={title.value} maxLength={100} dir="auto" required onInput={(event) => (title.value = event.currentTarget.value)} />
      <TextArea label={t('gatheringText')} text={text} />
      <div class="two">
        <Field field="start" label={t('gatheringStart')} type="datetime-local" required value={start.value} onInput={(event) => begin(event.currentTarget.value)} />
        <Field field="end" label={t('gatheringEnd')} type="datetime-local" required value={end.value} min={start.value} onInput={(event) => (end.value = event.currentTarget.value)} />
      </div>
      <ZoneChoice zone={zone} />
      <PlaceFields place={place} name={t('gatheringPlace')} hint={t('gatheringPlaceHint')} published={gathering !== undefined} />
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
