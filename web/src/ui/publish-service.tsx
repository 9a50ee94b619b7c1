import { useSignal, type Signal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { length, number, t, weekdayName } from '../language/index.js';
import { AREAS, type NewService } from '../nearby.js';
import { WEEK, type Weekly } from '../pure/hours.js';
import { newKey } from 'powow-client';
import type { OpeningHours, Service, Weekday } from 'powow-client';
import { go, pathOf } from '../route.js';
import { Icon } from './icons.js';
import { usePowow } from './names.js';
import { Field, IconButton } from './parts.js';
import { deviceZone, PlaceFields, PublishDialog, TextArea, usePlace, ZoneChoice } from './publish.js';

type Special = NonNullable<OpeningHours['special']>[number];

const USUAL: Weekly = { dayOfWeek: WEEK.slice(0, 5), opens: '09:00', closes: '17:00' };
const toMinutes = <T extends { opens?: string; closes?: string }>(hours: T): T => ({
  ...hours,
  ...(hours.opens !== undefined && { opens: hours.opens.slice(0, 5) }),
  ...(hours.closes !== undefined && { closes: hours.closes.slice(0, 5) }),
});

/** Adds the scheme if it is missing; only HTTPS is accepted. */
const withScheme = (website: string): string => (website === '' || /^[a-z]+:/i.test(website) ? website : `https://${website}`);

/** Publishes a service, or changes it. */
export function PublishService({ service, onClose }: { service?: Service; onClose: () => void }) {
  const { nearby } = usePowow();
  const key = useRef(newKey()).current;
  const name = useSignal(service?.name ?? '');
  const text = useSignal(service?.text ?? '');
  const category = useSignal(service?.category ?? '');
  const area = useSignal(service?.area ?? 0);
  const zone = useSignal(service?.hours?.zone ?? deviceZone());
  const weekly = useSignal<readonly Weekly[]>(service?.hours?.weekly?.map(toMinutes) ?? []);
  const special = useSignal<readonly Special[]>(service?.hours?.special?.map(toMinutes) ?? []);
  const telephone = useSignal(service?.contact?.telephone ?? '');
  const email = useSignal(service?.contact?.email ?? '');
  const website = useSignal(service?.contact?.website ?? '');
  const place = usePlace(service?.place);
  const areaId = useId();

  async function publish(): Promise<void> {
    const reached = { telephone: telephone.value.trim(), email: email.value.trim(), website: withScheme(website.value.trim()) };
    const contact = Object.fromEntries(Object.entries(reached).filter(([, value]) => value !== ''));
    const isOpen = weekly.value.length > 0 || special.value.length > 0;
    const what: Omit<NewService, 'place'> = {
      name: name.value.trim(),
      text: text.value.trim(),
      area: area.value,
      ...(category.value.trim() && { category: category.value.trim() }),
      ...((isOpen || service?.hours) && { hours: { zone: zone.value, weekly: [...weekly.value], special: [...special.value] } }),
      ...((Object.keys(contact).length > 0 || service?.contact) && { contact }),
    };
    if (service) {
      await nearby.changeService(service.serviceId, { ...what, ...(place.changed() && { place: place.place() }) });
      onClose();
    } else {
      const id = await nearby.publishService({ ...what, place: place.place() }, key);
      onClose();
      go(pathOf.shown('service', id));
    }
  }

  return (
    <PublishDialog
      title={t(service ? 'changeService' : 'newService')}
      button={t(service ? 'save' : 'publish')}
      fields={['name', 'text', 'category', 'place', 'contact.telephone', 'contact.email', 'contact.website']}
      ready={place.point.value !== null && name.value.trim() !== ''}
      onPublish={publish}
      onClose={onClose}
    >
      <Field field="name" label={t('serviceName')} value={name.value} maxLength={100} dir="auto" required onInput={(event) => (name.value = event.currentTarget.value)} />
      <TextArea label={t('serviceText')} text={text} />
      <Field
        field="category"
        label={t('serviceCategory')}
        value={category.value}
        maxLength={40}
        dir="auto"
        // A category can be changed, but not removed.
        required={service?.category !== undefined}
        onInput={(event) => (category.value = event.currentTarget.value)}
      />
      <PlaceFields place={place} name={t('servicePlace')} hint={t('servicePlaceHint')} />
      <div class="field">
        <label for={areaId}>{t('serviceArea')}</label>
        <select id={areaId} value={String(area.value)} onChange={(event) => (area.value = Number(event.currentTarget.value))}>
          {[...new Set([0, ...AREAS, area.value])].sort((a, b) => a - b).map((metres) => (
            <option key={metres} value={String(metres)}>
              {metres === 0 ? t('serviceAreaNone') : t('servesWithin', { distance: length(metres) })}
            </option>
          ))}
        </select>
      </div>
      <fieldset class="form">
        <legend class="section-title">{t('openingHours')}</legend>
        {weekly.value.map((line, i) => (
          <WeeklyLine key={i} line={line} place={i + 1} {...changing(weekly, i)} />
        ))}
        {special.value.map((line, i) => (
          <SpecialLine key={i} line={line} place={i + 1} {...changing(special, i)} />
        ))}
        <div class="hours-add">
          <button type="button" class="button" onClick={() => (weekly.value = [...weekly.value, USUAL])}>
            <Icon name="add" size={18} />
            {t('addHours')}
          </button>
          {weekly.value.length > 0 && (
            <button type="button" class="button" onClick={() => (special.value = [...special.value, { validFrom: '', validThrough: '' }])}>
              <Icon name="add" size={18} />
              {t('addSpecial')}
            </button>
          )}
        </div>
        {(weekly.value.length > 0 || special.value.length > 0) && <ZoneChoice zone={zone} />}
      </fieldset>
      <fieldset class="form">
        <legend class="section-title">{t('contact')}</legend>
        <Field field="contact.telephone" label={t('telephone')} type="tel" dir="ltr" value={telephone.value} maxLength={31} onInput={(event) => (telephone.value = event.currentTarget.value)} />
        <Field field="contact.email" label={t('email')} type="email" dir="ltr" value={email.value} maxLength={255} onInput={(event) => (email.value = event.currentTarget.value)} />
        <Field field="contact.website" label={t('website')} dir="ltr" inputmode="url" value={website.value} maxLength={500} placeholder="https://" onInput={(event) => (website.value = event.currentTarget.value)} />
      </fieldset>
    </PublishDialog>
  );
}

/** Handlers that change or remove one entry of a list. */
const changing = <T,>(all: Signal<readonly T[]>, index: number) => ({
  onChange: (change: Partial<T>) => (all.value = all.value.with(index, { ...all.value[index]!, ...change })),
  onRemove: () => (all.value = all.value.toSpliced(index, 1)),
});

function Times({ opens, closes, onChange }: { opens: string; closes: string; onChange: (change: { opens?: string; closes?: string }) => void }) {
  return (
    <div class="two">
      <Field label={t('opens')} type="time" required value={opens} onInput={(event) => onChange({ opens: event.currentTarget.value })} />
      <Field label={t('closes')} type="time" required value={closes} onInput={(event) => onChange({ closes: event.currentTarget.value })} />
    </div>
  );
}

const LineHead = ({ title, remove, onRemove }: { title: string; remove: string; onRemove: () => void }) => (
  <div class="hours-head">
    <span aria-hidden="true">{title}</span>
    <IconButton icon="delete" label={remove} size={18} onClick={onRemove} />
  </div>
);

function WeeklyLine({ line, place, onChange, onRemove }: { line: Weekly; place: number; onChange: (change: Partial<Weekly>) => void; onRemove: () => void }) {
  const { dayOfWeek, opens, closes } = line;
  const toggled = (day: Weekday) => (dayOfWeek.includes(day) ? dayOfWeek.filter((each) => each !== day) : WEEK.filter((each) => each === day || dayOfWeek.includes(each)));
  return (
    <div class="hours-line" role="group" aria-label={t('hoursLine', { n: number(place) })}>
      <LineHead title={t('hoursLine', { n: number(place) })} remove={t('removeHours', { n: number(place) })} onRemove={onRemove} />
      <div class="days">
        {WEEK.map((day, i) => (
          <button key={day} type="button" class="filter" aria-pressed={dayOfWeek.includes(day)} onClick={() => onChange({ dayOfWeek: toggled(day) })}>
            {weekdayName(i)}
          </button>
        ))}
      </div>
      <Times opens={opens} closes={closes} onChange={onChange} />
    </div>
  );
}

function SpecialLine({ line, place, onChange, onRemove }: { line: Special; place: number; onChange: (change: Partial<Special>) => void; onRemove: () => void }) {
  const { validFrom, validThrough, opens, closes } = line;
  const isOpen = opens !== undefined;
  const id = useId();
  return (
    <div class="hours-line" role="group" aria-label={t('specialLine', { n: number(place) })}>
      <LineHead title={t('specialLine', { n: number(place) })} remove={t('removeSpecial', { n: number(place) })} onRemove={onRemove} />
      <div class="two">
        <Field
          label={t('validFrom')}
          type="date"
          required
          value={validFrom}
          onInput={({ currentTarget: { value } }) => onChange({ validFrom: value, ...((validThrough === '' || validThrough < value) && { validThrough: value }) })}
        />
        <Field label={t('validThrough')} type="date" required min={validFrom} value={validThrough} onInput={(event) => onChange({ validThrough: event.currentTarget.value })} />
      </div>
      <div class="field">
        <label for={id}>{t('specialHours')}</label>
        <select
          id={id}
          value={isOpen ? 'open' : 'closed'}
          onChange={(event) => onChange(event.currentTarget.value === 'open' ? { opens: USUAL.opens, closes: USUAL.closes } : { opens: undefined, closes: undefined })}
        >
          <option value="closed">{t('specialClosed')}</option>
          <option value="open">{t('specialOpen')}</option>
        </select>
      </div>
      {isOpen && <Times opens={opens} closes={closes ?? ''} onChange={onChange} />}
    </div>
  );
}
