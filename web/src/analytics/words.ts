/** The texts of the page for analysts. */

import { signal } from '@preact/signals';

const en = {
  title: 'Analytics',
  skip: 'Skip to the content',
  signIn: 'Sign in to analyse',
  handle: 'Handle',
  password: 'Password',
  reason: 'Why do you need access?',
  reasonHint: 'It is recorded, with your name and the time. Access ends after 15 minutes.',
  enter: 'Sign in',
  signOut: 'Sign out',
  until: 'Access until {time}',
  again: 'Your access has ended. Sign in again and say why.',
  cases: 'Cases',
  casesHint: 'Every question belongs to a case, and is recorded in it. Each case has pseudonyms of its own.',
  noCases: 'You have no open case yet.',
  openCase: 'Open a case',
  purpose: 'What is to be found out?',
  basis: 'Legal basis',
  open: 'Open',
  choose: 'Work in this case',
  expires: 'Expires on {time}',
  back: 'All cases',
  reports: 'Reports',
  reportsHint: 'Groups with few people are left out.',
  report_active_by_day: 'Active people by day',
  report_active_by_week: 'Active people by week',
  report_active_by_month: 'Active people by month',
  report_retention: 'Retention by week of sign-up',
  report_funnel: 'From sign-up to an answer',
  report_messages_by_hour: 'Messages by hour (UTC)',
  report_gatherings: 'Gatherings by week',
  report_reach: 'Reach of gatherings',
  report_services: 'Answers of services',
  report_devices: 'Devices and notifications',
  report_refusals: 'What was refused',
  ask: 'Ask in SQL',
  sql: 'One SELECT over the tables',
  sqlHint: 'Ctrl+Enter runs it. What you ask is recorded.',
  run: 'Run',
  busy: 'Running …',
  examples: 'Examples',
  example_days: 'Messages by day',
  example_replies: 'How fast messages are answered',
  example_groups: 'Sizes of groups',
  example_then: 'The tables as they were at index 100',
  saved: 'Saved questions',
  savedHint: 'They stay in this browser.',
  noSaved: 'None yet.',
  name: 'Name of this question',
  save: 'Save',
  remove: 'Delete {name}',
  schema: 'Tables',
  pseudonym: 'pseudonym',
  answer: 'Answer',
  rows: '{n} rows, up to index {index} of the log',
  cut: 'There are more rows. Download them, or ask for less.',
  empty: 'No rows: nothing matches, or the groups are too small to be shown.',
  chart: 'Chart of {value} by {label}',
  csv: 'Download CSV',
  parquet: 'Download Parquet',
  failed_role_required: 'You do not have the role analyst.',
  failed_wrong_credentials: 'The handle or the password is wrong.',
  failed_case_not_found: 'That case is not open to you.',
  failed_invalid_sql: 'That is not a question that can be answered: {detail}',
  failed_query_too_large: 'The question needs more memory than allowed. Ask for less at once.',
  failed_query_timeout: 'The question takes too long. Ask for less at once.',
  failed_analytics_busy: 'Too many questions are waiting. Try again later.',
  failed_analytics_unavailable: 'Questions cannot be answered at the moment, or not on this server.',
  failed_unreachable: 'The server cannot be reached at the moment.',
  failed: 'That was refused: {detail}',
};

export type Words = { [Entry in keyof typeof en]: string };

const ar: Words = {
  title: 'التحليلات',
  skip: 'انتقل إلى المحتوى',
  signIn: 'تسجيل الدخول للتحليل',
  handle: 'اسم المستخدم',
  password: 'كلمة المرور',
  reason: 'لماذا تحتاج إلى الوصول؟',
  reasonHint: 'يُسجَّل السبب مع اسمك والوقت. ينتهي الوصول بعد 15 دقيقة.',
  enter: 'تسجيل الدخول',
  signOut: 'تسجيل الخروج',
  until: 'الوصول حتى {time}',
  again: 'انتهى وصولك. سجّل الدخول مرة أخرى واذكر السبب.',
  cases: 'القضايا',
  casesHint: 'كل سؤال ينتمي إلى قضية ويُسجَّل فيها. لكل قضية أسماء مستعارة خاصة بها.',
  noCases: 'ليست لديك قضية مفتوحة بعد.',
  openCase: 'فتح قضية',
  purpose: 'ما الذي يجب معرفته؟',
  basis: 'الأساس القانوني',
  open: 'فتح',
  choose: 'العمل في هذه القضية',
  expires: 'تنتهي في {time}',
  back: 'كل القضايا',
  reports: 'التقارير',
  reportsHint: 'لا تظهر المجموعات التي تضم عددًا قليلًا من الأشخاص.',
  report_active_by_day: 'الأشخاص النشطون حسب اليوم',
  report_active_by_week: 'الأشخاص النشطون حسب الأسبوع',
  report_active_by_month: 'الأشخاص النشطون حسب الشهر',
  report_retention: 'البقاء حسب أسبوع التسجيل',
  report_funnel: 'من التسجيل إلى الرد',
  report_messages_by_hour: 'الرسائل حسب الساعة (UTC)',
  report_gatherings: 'اللقاءات حسب الأسبوع',
  report_reach: 'مدى وصول اللقاءات',
  report_services: 'ردود الخدمات',
  report_devices: 'الأجهزة والإشعارات',
  report_refusals: 'ما رُفض',
  ask: 'اسأل بلغة SQL',
  sql: 'استعلام SELECT واحد على الجداول',
  sqlHint: 'Ctrl+Enter لتشغيله. يُسجَّل ما تسأل عنه.',
  run: 'تشغيل',
  busy: 'جارٍ التشغيل …',
  examples: 'أمثلة',
  example_days: 'الرسائل حسب اليوم',
  example_replies: 'سرعة الرد على الرسائل',
  example_groups: 'أحجام المجموعات',
  example_then: 'الجداول كما كانت عند الفهرس 100',
  saved: 'الأسئلة المحفوظة',
  savedHint: 'تبقى في هذا المتصفح.',
  noSaved: 'لا شيء بعد.',
  name: 'اسم هذا السؤال',
  save: 'حفظ',
  remove: 'حذف {name}',
  schema: 'الجداول',
  pseudonym: 'اسم مستعار',
  answer: 'الجواب',
  rows: '{n} صف، حتى الفهرس {index} من السجل',
  cut: 'هناك صفوف أخرى. نزّلها أو اطلب أقل.',
  empty: 'لا صفوف: لا شيء يطابق، أو المجموعات أصغر من أن تُعرض.',
  chart: 'رسم {value} حسب {label}',
  csv: 'تنزيل CSV',
  parquet: 'تنزيل Parquet',
  failed_role_required: 'ليس لديك دور المحلل.',
  failed_wrong_credentials: 'اسم المستخدم أو كلمة المرور غير صحيحة.',
  failed_case_not_found: 'هذه القضية ليست مفتوحة لك.',
  failed_invalid_sql: 'لا يمكن الإجابة عن هذا السؤال: {detail}',
  failed_query_too_large: 'يحتاج السؤال إلى ذاكرة أكثر من المسموح. اطلب أقل في المرة الواحدة.',
  failed_query_timeout: 'يستغرق السؤال وقتًا طويلًا. اطلب أقل في المرة الواحدة.',
  failed_analytics_busy: 'أسئلة كثيرة في الانتظار. حاول لاحقًا.',
  failed_analytics_unavailable: 'لا يمكن الإجابة عن الأسئلة حاليًا، أو على هذا الخادم.',
  failed_unreachable: 'لا يمكن الوصول إلى الخادم حاليًا.',
  failed: 'رُفض ذلك: {detail}',
};

export const languages = [
  { code: 'en', name: 'English', direction: 'ltr', words: en },
  { code: 'ar', name: 'العربية', direction: 'rtl', words: ar },
] as const;

type Code = (typeof languages)[number]['code'];

const KEPT = 'powow.language';

function preferred(): Code {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages].map((code) => code?.slice(0, 2));
  return languages.find(({ code }) => code === wanted.find((each) => languages.some((known) => known.code === each)))?.code ?? 'en';
}

export const language = signal<Code>(preferred());

const spoken = () => languages.find(({ code }) => code === language.value)!;

/** Applies the language to the document. */
export function speak(code: Code): void {
  language.value = code;
  document.documentElement.lang = code;
  document.documentElement.dir = spoken().direction;
  document.title = `Powow · ${t('title')}`;
}

export function choose(code: Code): void {
  localStorage.setItem(KEPT, code);
  speak(code);
}

export function t(entry: keyof Words, values: Record<string, string> = {}): string {
  return spoken().words[entry].replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : `\u2068${values[name]}\u2069`));
}

export const isWord = (entry: string): entry is keyof Words => entry in en;

export const number = (value: number): string => new Intl.NumberFormat(language.value).format(value);

export const time = (at: string): string => new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
