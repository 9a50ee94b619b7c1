/** Settings for notifications while the page is closed, and their devices. */

import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { problemOf } from 'powow-client';
import type { Level, NearbyLevel, NotificationSettings, Preview, PushDevice, Weekday } from 'powow-client';
import { ago, dateAndTime, t, weekdayName } from '../language/index.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { WEEK } from '../pure/hours.js';
import { attempt, tell } from './feedback.js';
import { MailSection } from './mail-settings.js';
import { IconButton } from './parts.js';
import { usePowow } from './names.js';
import { Check, Dialog, Field, Refusal, RefusalOfForm, Spinner } from './parts.js';

const LEVELS: { level: Level; label: Parameters<typeof t>[0] }[] = [
  { level: 'all', label: 'levelAll' },
  { level: 'mentions', label: 'levelMentions' },
  { level: 'keywords', label: 'levelKeywords' },
  { level: 'replies', label: 'levelReplies' },
  { level: 'nothing', label: 'levelNothing' },
];
const PREVIEWS: { preview: Preview; label: Parameters<typeof t>[0] }[] = [
  { preview: 'text', label: 'previewText' },
  { preview: 'sender', label: 'previewSender' },
  { preview: 'none', label: 'previewNone' },
];
const NEARBY: { level: NearbyLevel; label: Parameters<typeof t>[0] }[] = [
  { level: 'interests', label: 'nearbyInterests' },
  { level: 'mine', label: 'nearbyMine' },
  { level: 'nothing', label: 'levelNothing' },
];
const FIELDS = ['level', 'keywords', 'preview', 'quiet', 'nearby.radius'];
const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function NotificationSettingsDialog({ onClose }: { onClose: () => void }) {
  const powow = usePowow();
  const settings = useSignal<NotificationSettings | null>(null);
  useEffect(() => {
    void attempt(powow.notifications.settings()).then((now) => (now ? (settings.value = now) : onClose()));
  }, []);
  return (
    <Dialog title={t('notifications')} onClose={onClose}>
      <ThisDevice />
      {settings.value ? <Form settings={settings.value} /> : <Spinner />}
      <MailSection settings={settings} />
      <PushDevices />
    </Dialog>
  );
}

/** Turns notifications in this browser on or off. */
function ThisDevice() {
  const { notifications } = usePowow();
  const busy = useSignal(false);
  const state = notifications.state.value;

  async function change(changing: Promise<unknown>, done: 'notificationsOn' | 'notificationsOff'): Promise<void> {
    busy.value = true;
    const ok = await attempt(changing.then(() => true));
    busy.value = false;
    if (ok && (notifications.state.peek() === 'on') === (done === 'notificationsOn')) tell(t(done));
  }

  return (
    <section class="form" aria-label={t('thisDevice')}>
      {state === 'unsupported' || state === 'denied' ? (
        <p class="banner">{t(state === 'denied' ? 'notificationsDenied' : 'notificationsUnsupported')}</p>
      ) : state === 'on' ? (
        <>
          <p class="hint">{t('notificationsOnHere')}</p>
          <button type="button" class="button" disabled={busy.value} onClick={() => void change(notifications.turnOff(), 'notificationsOff')}>
            {t('turnOffHere')}
          </button>
        </>
      ) : (
        <>
          <p class="hint">{t('notificationsOffHere')}</p>
          <button type="button" class="button primary" disabled={busy.value} onClick={() => void change(notifications.turnOn(), 'notificationsOn')}>
            {t('turnOnHere')}
          </button>
        </>
      )}
    </section>
  );
}

function Form({ settings }: { settings: NotificationSettings }) {
  const powow = usePowow();
  const id = useId();
  const [line] = settings.quiet?.weekly ?? [];
  const level = useSignal(settings.level);
  const preview = useSignal(settings.preview);
  const keywords = useSignal<readonly string[]>(settings.keywords ?? []);
  const keyword = useSignal('');
  const nearby = useSignal(settings.nearby.level);
  const kilometres = useSignal(String(settings.nearby.radius / 1000));
  const quiet = useSignal(settings.quiet !== undefined);
  const from = useSignal(line?.opens.slice(0, 5) ?? '22:00');
  const until = useSignal(line?.closes.slice(0, 5) ?? '07:00');
  const days = useSignal<readonly Weekday[]>(line?.dayOfWeek ?? WEEK);
  const zone = useSignal(settings.quiet?.zone ?? here());
  const refused = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  function addKeyword(): void {
    const added = keyword.value.split(',').map((each) => each.trim().replace(/\s+/g, ' ').toLowerCase()).filter((each) => each !== '');
    keywords.value = [...new Set([...keywords.value, ...added])];
    keyword.value = '';
  }

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    addKeyword();
    busy.value = true;
    refused.value = null;
    try {
      await powow.notifications.save({
        level: level.value,
        preview: preview.value,
        keywords: [...keywords.value],
        nearby: { level: nearby.value, radius: Math.round(Number(kilometres.value) * 1000) },
        ...(settings.digest && { digest: settings.digest }),
        ...(quiet.value && {
          // Keeps settings that this dialog does not show.
          quiet: {
            special: [],
            ...settings.quiet,
            zone: zone.value,
            weekly: [{ dayOfWeek: [...days.value], opens: from.value, closes: until.value }, ...(settings.quiet?.weekly?.slice(1) ?? [])],
          },
        }),
      });
      tell(t('saved'));
    } catch (failure) {
      refused.value = problemOf(failure);
    }
    busy.value = false;
  }

  const zones = [...new Set([zone.value, here(), ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Refusal.Provider value={refused.value && { problem: refused.value, field: fieldOf(refused.value, FIELDS) }}>
      <form class="form" onSubmit={save}>
        <div class="field">
          <label for={`${id}-level`}>{t('level')}</label>
          <select id={`${id}-level`} value={level.value} aria-describedby={`${id}-level-hint`} onChange={(event) => (level.value = event.currentTarget.value as Level)}>
            {LEVELS.map((each) => (
              <option key={each.level} value={each.level}>
                {t(each.label)}
              </option>
            ))}
          </select>
          <p class="hint" id={`${id}-level-hint`}>
            {t('levelHint')}
          </p>
        </div>
        {level.value === 'keywords' && (
          <>
            <Field
              field="keywords"
              label={t('keywords')}
              hint={t('keywordsHint')}
              value={keyword.value}
              dir="auto"
              maxLength={200}
              autocomplete="off"
              onInput={(event) => (keyword.value = event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.isComposing || keyword.value.trim() === '') return;
                event.preventDefault();
                addKeyword();
              }}
            >
              <button type="button" class="button" disabled={keyword.value.trim() === ''} onClick={addKeyword}>
                {t('add')}
              </button>
            </Field>
            {keywords.value.length > 0 && (
              <ul class="chips" aria-label={t('keywords')}>
                {keywords.value.map((each) => (
                  <li key={each} class="chip worded">
                    <bdi>{each}</bdi>
                    <IconButton icon="close" label={t('removeInterest', { interest: each })} size={14} onClick={() => (keywords.value = keywords.value.filter((other) => other !== each))} />
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
        <div class="field">
          <label for={`${id}-preview`}>{t('preview')}</label>
          <select id={`${id}-preview`} value={preview.value} aria-describedby={`${id}-preview-hint`} onChange={(event) => (preview.value = event.currentTarget.value as Preview)}>
            {PREVIEWS.map((each) => (
              <option key={each.preview} value={each.preview}>
                {t(each.label)}
              </option>
            ))}
          </select>
          <p class="hint" id={`${id}-preview-hint`}>
            {t('previewHint')}
          </p>
        </div>
        <div class="field">
          <label for={`${id}-nearby`}>{t('nearbyLevel')}</label>
          <select id={`${id}-nearby`} value={nearby.value} onChange={(event) => (nearby.value = event.currentTarget.value as NearbyLevel)}>
            {NEARBY.map((each) => (
              <option key={each.level} value={each.level}>
                {t(each.label)}
              </option>
            ))}
          </select>
        </div>
        {nearby.value === 'interests' && (
          <Field
            field="nearby.radius"
            label={t('nearbyRadius')}
            hint={t('nearbyLevelHint')}
            type="number"
            min="0.5"
            max="50"
            step="0.5"
            required
            value={kilometres.value}
            onInput={(event) => (kilometres.value = event.currentTarget.value)}
          />
        )}
        <Check label={t('quietHours')} hint={t('quietHoursHint')} checked={quiet.value} onChange={(event) => (quiet.value = event.currentTarget.checked)} />
        {quiet.value && (
          <div class="hours-line" role="group" aria-label={t('quietHours')}>
            <div class="days">
              {WEEK.map((day, i) => (
                <button
                  key={day}
                  type="button"
                  class="filter"
                  aria-pressed={days.value.includes(day)}
                  onClick={() => (days.value = WEEK.filter((each) => (each === day) !== days.value.includes(each)))}
                >
                  {weekdayName(i)}
                </button>
              ))}
            </div>
            <div class="two">
              <Field label={t('quietFrom')} type="time" required value={from.value} onInput={(event) => (from.value = event.currentTarget.value)} />
              <Field label={t('quietUntil')} type="time" required value={until.value} onInput={(event) => (until.value = event.currentTarget.value)} />
            </div>
            <div class="field">
              <label for={`${id}-zone`}>{t('timeZone')}</label>
              <select id={`${id}-zone`} dir="ltr" value={zone.value} onChange={(event) => (zone.value = event.currentTarget.value)}>
                {zones.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </div>
          </div>
        )}
        <RefusalOfForm />
        <button type="submit" class="button primary" disabled={busy.value || (quiet.value && days.value.length === 0)}>
          {t('save')}
        </button>
      </form>
    </Refusal.Provider>
  );
}

function PushDevices() {
  const { notifications } = usePowow();
  const devices = useSignal<readonly PushDevice[] | null>(null);
  const current = notifications.device.value;

  const read = async () => void (devices.value = (await attempt(notifications.devices())) ?? devices.value);
  useEffect(() => void read(), [current]);

  async function remove(device: PushDevice): Promise<void> {
    await attempt(device.deviceId === current ? notifications.turnOff() : notifications.removeDevice(device.deviceId));
    await read();
  }

  if (!devices.value || devices.value.length === 0) return null;
  return (
    <section aria-label={t('pushDevices')}>
      <h3 class="section-title">{t('pushDevices')}</h3>
      <ul class="people">
        {devices.value.map((device) => {
          const name = device.label ?? t('unknownDevice');
          return (
            <li key={device.deviceId} class="person">
              <span class="person-text">
                <bdi class="person-name">{name}</bdi>
                <span class="hint" title={dateAndTime(device.addedAt)}>
                  {device.deviceId === current && `${t('thisDevice')} · `}
                  {device.failingSince
                    ? t('failingSince', { when: ago(device.failingSince) })
                    : device.lastSuccess
                      ? t('lastTold', { when: ago(device.lastSuccess) })
                      : t('neverTold')}
                </span>
              </span>
              <button
                type="button"
                class="button"
                aria-label={t('testDevice', { device: name })}
                onClick={() => void attempt(notifications.testDevice(device.deviceId).then(() => true)).then((sent) => sent && tell(t('testSent')))}
              >
                {t('test')}
              </button>
              <IconButton icon="delete" size={18} label={t('removeDevice', { device: name })} onClick={() => void remove(device)} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The notification level of one conversation. */
export function ConversationLevel({ id }: { id: string; onClose: () => void }) {
  const { notifications } = usePowow();
  const level = useSignal<Level | 'general' | null>(null);
  const fieldId = useId();
  useEffect(() => {
    notifications.settings().then(
      ({ conversations }) => (level.value = conversations?.find(({ conversationId }) => conversationId === id)?.level ?? 'general'),
      // Without an answer, the choice stays hidden.
      () => {},
    );
  }, [id]);
  if (level.value === null) return null;

  async function choose(select: HTMLSelectElement): Promise<void> {
    const chosen = select.value as Level | 'general';
    const done = await attempt(notifications.setLevel(id, chosen === 'general' ? undefined : chosen).then(() => true));
    if (!done) select.value = level.value!;
    else {
      level.value = chosen;
      tell(t('saved'));
    }
  }

  return (
    <section class="form">
      <div class="field">
        <label for={fieldId}>{t('levelHere')}</label>
        <select id={fieldId} value={level.value} onChange={(event) => void choose(event.currentTarget)}>
          <option value="general">{t('levelGeneral')}</option>
          {LEVELS.map((each) => (
            <option key={each.level} value={each.level}>
              {t(each.label)}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}
