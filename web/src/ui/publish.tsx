import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { codeOf } from '../http.js';
import { t, why } from '../language/index.js';
import { go, pathOf } from '../route.js';
import { Icon } from './icons.js';
import { usePowow } from './names.js';
import { Check, Dialog, Field } from './parts.js';

const HOUR = 3_600_000;

/** As an input of a date and a time has it: on the clock of this device, to the minute. */
function onTheClock(time: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Invites people to the middle of where one looks. */
export function Publish({ onClose }: { onClose: () => void }) {
  const { nearby } = usePowow();
  const tomorrow = new Date(Date.now() + 24 * HOUR);
  tomorrow.setHours(18, 0, 0, 0);
  const title = useSignal('');
  const text = useSignal('');
  const label = useSignal('');
  const category = useSignal('');
  const start = useSignal(onTheClock(tomorrow));
  const end = useSignal(onTheClock(new Date(tomorrow.getTime() + 2 * HOUR)));
  const capacity = useSignal('');
  const conversation = useSignal(true);
  const busy = useSignal(false);
  const failed = useSignal<string | null>(null);
  const id = useId();

  async function publish(event: Event): Promise<void> {
    event.preventDefault();
    const { lat, lon } = nearby.look.peek()!;
    busy.value = true;
    failed.value = null;
    try {
      const gathering = await nearby.publish({
        title: title.value.trim(),
        text: text.value.trim(),
        place: { lat, lon, ...(label.value.trim() && { label: label.value.trim() }) },
        start: new Date(start.value).toISOString(),
        end: new Date(end.value).toISOString(),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        conversation: conversation.value,
        ...(category.value.trim() && { category: category.value.trim() }),
        ...(capacity.value && { capacity: Number(capacity.value) }),
      });
      onClose();
      go(pathOf.shown('gathering', gathering));
    } catch (failure) {
      failed.value = codeOf(failure);
      busy.value = false;
    }
  }

  /** Moves the end along with the beginning. */
  function begin(value: string): void {
    const lasting = Date.parse(end.value) - Date.parse(start.value);
    start.value = value;
    const moved = Date.parse(value) + lasting;
    if (Number.isFinite(moved)) end.value = onTheClock(new Date(moved));
  }

  return (
    <Dialog title={t('newGathering')} onClose={onClose}>
      <form class="form" onSubmit={publish}>
        <Field label={t('gatheringTitle')} value={title.value} maxLength={100} dir="auto" required onInput={(event) => (title.value = event.currentTarget.value)} />
        <div class="field">
          <label for={id}>{t('gatheringText')}</label>
          <textarea id={id} rows={3} dir="auto" maxLength={4_000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </div>
        <div class="two">
          <Field label={t('gatheringStart')} type="datetime-local" required value={start.value} onInput={(event) => begin(event.currentTarget.value)} />
          <Field label={t('gatheringEnd')} type="datetime-local" required value={end.value} min={start.value} onInput={(event) => (end.value = event.currentTarget.value)} />
        </div>
        <Field
          label={t('gatheringPlace')}
          hint={t('gatheringPlaceHint')}
          value={label.value}
          maxLength={100}
          dir="auto"
          onInput={(event) => (label.value = event.currentTarget.value)}
        />
        <Field label={t('gatheringCategory')} value={category.value} maxLength={40} dir="auto" onInput={(event) => (category.value = event.currentTarget.value)} />
        <Field label={t('gatheringCapacity')} type="number" min={1} max={100_000} value={capacity.value} onInput={(event) => (capacity.value = event.currentTarget.value)} />
        <Check label={t('gatheringChat')} hint={t('gatheringChatHint')} checked={conversation.value} onChange={(event) => (conversation.value = event.currentTarget.checked)} />
        {failed.value && (
          <p class="error" role="alert">
            <Icon name="alert" size={18} />
            {why(failed.value)}
          </p>
        )}
        <button type="submit" class="button primary large" aria-busy={busy.value} disabled={busy.value || title.value.trim() === '' || !start.value || !end.value}>
          {t('publish')}
        </button>
      </form>
    </Dialog>
  );
}
