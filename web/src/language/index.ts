/** What the page says, and how it writes numbers, times and lists: in the language that was chosen. */

import { computed, effect, signal } from '@preact/signals';
import { knownZone } from '../pure/clock.js';
import { isolated, type Direction } from '../pure/direction.js';
import type { NoticeWords } from '../pure/notice.js';
import type { Problem } from '../pure/refusal.js';
import { en } from './en.js';

export type Counted = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
/** The same entries in each language; what is counted, with the plural forms that the language has. */
export type Words = {
  [Entry in keyof typeof en]: (typeof en)[Entry] extends string
    ? string
    : (typeof en)[Entry] extends { other: string }
      ? Counted
      : { [Code in keyof (typeof en)[Entry]]: string };
};

export type Language = 'en' | 'ar' | 'pl';

/** Each with its own name for itself, and its words, which are loaded when they are needed. */
export const languages: { code: Language; name: string; direction: Direction; words: () => Promise<Words> }[] = [
  { code: 'en', name: 'English', direction: 'ltr', words: async () => en },
  { code: 'ar', name: 'العربية', direction: 'rtl', words: async () => (await import('./ar.js')).ar },
  { code: 'pl', name: 'Polski', direction: 'ltr', words: async () => (await import('./pl.js')).pl },
];

const languageOf = (code: Language) => languages.find((language) => language.code === code)!;

const KEPT = 'powow.language';

function preferred(): Language {
  const known = (code: string | null | undefined): Language | undefined =>
    languages.find((language) => language.code === code?.slice(0, 2))?.code;
  return known(localStorage.getItem(KEPT)) ?? navigator.languages.map(known).find((code) => code) ?? 'en';
}

const chosen = signal<Language>('en');
const words = signal<Words>(en);

export const language = computed(() => chosen.value);
export const direction = computed(() => languageOf(chosen.value).direction);

export async function speak(code: Language): Promise<void> {
  const loaded = await languageOf(code).words();
  words.value = loaded;
  chosen.value = code;
}

export function choose(code: Language): void {
  localStorage.setItem(KEPT, code);
  void speak(code);
}

/** Resolves when there is something to say. */
export const ready = speak(preferred());

effect(() => {
  document.documentElement.lang = chosen.value;
  document.documentElement.dir = direction.value;
});

type Plain = { [Entry in keyof Words]: Words[Entry] extends string ? Entry : never }[keyof Words];
type Countable = { [Entry in keyof Words]: Words[Entry] extends Counted ? Entry : never }[keyof Words];

const filled = (pattern: string, values: Record<string, string>): string =>
  pattern.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : isolated(values[name], direction.value)));

export function t(entry: Plain, values?: Record<string, string>): string {
  const pattern = words.value[entry] as string;
  return values ? filled(pattern, values) : pattern;
}

/** The language with the region that the device names: whether a clock has 24 hours is a matter of the region. */
export const locale = computed(() => navigator.languages.find((code) => code.split('-')[0] === chosen.value) ?? chosen.value);

const plurals = computed(() => new Intl.PluralRules(chosen.value));
const numbers = computed(() => new Intl.NumberFormat(locale.value));

const coordinates = computed(() => new Intl.NumberFormat(locale.value, { minimumFractionDigits: 5, maximumFractionDigits: 5 }));

/** A coordinate in degrees. */
export const precise = (degrees: number): string => coordinates.value.format(degrees);

export const number = (value: number): string => numbers.value.format(value);

/** A phrase in the form that a number asks for. */
export function count(entry: Countable, n: number): string {
  const forms = words.value[entry] as Counted;
  return filled(forms[plurals.value.select(n)] ?? forms.other, { n: number(n) });
}

/** What the service worker says while no page is open. */
export const noticeWords = (): NoticeWords => ({
  language: chosen.value,
  direction: direction.value,
  appName: t('appName'),
  newMessage: t('noticeMessage'),
  mentionedBy: words.value.noticeMentionedBy,
  mentionedYou: t('mentionsYou'),
  deleted: t('deletedShort'),
  test: t('noticeTest'),
  newMessages: words.value.noticeMessages as Counted,
  gatherings: {
    new_gathering: words.value.noticeNewGathering,
    gathering_moved: words.value.noticeGatheringMoved,
    gathering_cancelled: words.value.noticeGatheringCancelled,
  },
  gathering: t('noticeGathering'),
});

/** What a refusal is for people. */
export function why(code: string): string {
  const { errors } = words.value;
  return code in errors ? errors[code as keyof typeof errors] : errors.internal;
}

/** As above; where the code says no more than that something is wrong, with what the server expects. */
export const whyOf = ({ code, expected }: Problem): string =>
  code === 'invalid_request' && expected !== undefined ? t('expected', { expected }) : why(code);

// --- Times, in the time zone of the device -----------------------------------------------------

const clock = computed(() => new Intl.DateTimeFormat(locale.value, { hour: 'numeric', minute: '2-digit' }));
const weekday = computed(() => new Intl.DateTimeFormat(locale.value, { weekday: 'short' }));
const shortDay = computed(() => new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'short' }));
const shortYear = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'short' }));
const longDay = computed(() => new Intl.DateTimeFormat(locale.value, { weekday: 'long', day: 'numeric', month: 'long' }));
const longYear = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'full' }));
const whole = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }));
const relative = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }));
const conjunction = computed(() => new Intl.ListFormat(locale.value, { type: 'conjunction' }));

const startOfDay = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
/** Calendar days between two times where the device is; days of 23 and 25 hours count as days. */
const daysBetween = (earlier: Date, later: Date): number => Math.round((startOfDay(later) - startOfDay(earlier)) / 86_400_000);

/** Names the calendar day of a time, for comparing. */
export const dayOf = (at: string): number => startOfDay(new Date(at));

export const timeOfDay = (at: string): string => clock.value.format(new Date(at));
export const dateAndTime = (at: string): string => whole.value.format(new Date(at));

/** As short as an inbox needs it. */
export function shortly(at: string, now = new Date()): string {
  const time = new Date(at);
  const days = daysBetween(time, now);
  if (days <= 0) return clock.value.format(time);
  if (days === 1) return t('yesterday');
  if (days < 7) return weekday.value.format(time);
  return (time.getFullYear() === now.getFullYear() ? shortDay : shortYear).value.format(time);
}

/** The day, for the line between two days. */
export function day(at: string, now = new Date()): string {
  const time = new Date(at);
  const days = daysBetween(time, now);
  if (days <= 0) return t('today');
  if (days === 1) return t('yesterday');
  return (time.getFullYear() === now.getFullYear() ? longDay : longYear).value.format(time);
}

/** How long ago. */
export function ago(at: string, now = Date.now()): string {
  const minutes = Math.round((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return t('justNow');
  if (minutes < 60) return relative.value.format(-minutes, 'minute');
  if (minutes < 24 * 60) return relative.value.format(-Math.round(minutes / 60), 'hour');
  return relative.value.format(-Math.round(minutes / (24 * 60)), 'day');
}

// --- Places, and times elsewhere ---------------------------------------------------------------

const metres = computed(() => new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'meter' }));
const kilometres = computed(() => new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 1 }));

/** As exactly as is known: where one looks is rounded to a hundred metres. */
export function length(inMetres: number): string {
  if (inMetres < 1_000) return metres.value.format(Math.max(100, Math.round(inMetres / 50) * 50));
  return kilometres.value.format(inMetres < 10_000 ? inMetres / 1_000 : Math.round(inMetres / 1_000));
}

/** From when until when, on the clocks of a time zone. */
export function span(start: string, end: string, timeZone?: string): string {
  const format = new Intl.DateTimeFormat(locale.value, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: knownZone(timeZone),
  });
  return format.formatRange(new Date(start), new Date(end));
}

/** A time of day that is written `09:00`. */
export const hour = (time: string): string =>
  new Intl.DateTimeFormat(locale.value, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(new Date(`2024-01-01T${time.slice(0, 5)}:00Z`));

/** The name of a day of the week; 0 is Monday. */
export const weekdayName = (index: number): string =>
  new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + index)));

/** A calendar day that is written `2026-12-24`. */
export const calendarDay = (date: string): string =>
  new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

export const list = (names: readonly string[]): string => conjunction.value.format(names);
