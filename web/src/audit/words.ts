/** The texts of the page for auditors. */

import { signal } from '@preact/signals';

const en = {
  title: 'Audit',
  skip: 'Skip to the content',
  signIn: 'Sign in to audit',
  handle: 'Handle',
  password: 'Password',
  reason: 'Why do you need access?',
  reasonHint: 'It is recorded, with your name and the time. Access ends after 15 minutes.',
  enter: 'Sign in',
  signOut: 'Sign out',
  until: 'Access until {time}',
  again: 'Your access has ended. Sign in again and say why.',
  cases: 'Cases',
  noCases: 'There is no case yet. Nothing can be read without one.',
  openCase: 'Open a case',
  purpose: 'What is to be found out?',
  basis: 'Legal basis',
  people: 'People: handles, separated by commas',
  conversations: 'Conversations: ids, separated by commas',
  days: 'Days until it expires',
  open: 'Open',
  choose: 'Work in this case',
  close: 'Close the case',
  approve: 'Approve',
  back: 'All cases',
  status_waiting: 'waiting for approval',
  status_open: 'open',
  status_expired: 'expired',
  status_closed: 'closed',
  openedBy: 'Opened by {name} on {time}',
  expires: 'Expires on {time}',
  conversation: 'Conversation',
  pick: 'Choose a conversation',
  noConversations: 'No conversation is in the scope of this case.',
  privateChat: 'Private chat or group {id}',
  moment: 'Moment',
  momentValue: '{time}, event {n} of {all}, index {index}',
  earlier: 'One event earlier',
  later: 'One event later',
  asSeenBy: 'As seen by',
  side: 'Beside it',
  nobody: 'nobody',
  notMember: 'Not a member at that moment. What they had seen before stays.',
  nothing: 'Nothing was on this screen yet.',
  more: 'Earlier messages',
  as_sent: 'as sent',
  as_edited: 'edited {time}',
  deleted: 'deleted {time}',
  erased: 'The words were erased at their author’s request.',
  pictures: 'Pictures: {n}',
  pinned: 'pinned',
  whoSaw: 'Who could see this?',
  audience: 'Who could see message {n}',
  person: 'Person',
  since: 'From',
  untilWhen: 'Until',
  version: 'Last version seen',
  grade: 'How sure',
  could_see: 'could see it',
  read: 'their client said they read it, {time}',
  openEnd: 'not deleted',
  closeAudience: 'Close',
  recorded: 'What was recorded in this case',
  refused: 'refused',
  truncated: 'Only the first {n} events are on the slider.',
  busy: 'Loading …',
  bundles: 'Bundles',
  bundlesHint: 'A file with conversations that others can verify without trusting this server. That it is made and who fetches it is recorded. It is deleted after a day, and when the case is closed.',
  makeBundle: 'Make a bundle',
  bundleOf: 'Conversations',
  allConversations: 'All conversations of the case',
  bundleFrom: 'From (may be empty)',
  bundleTo: 'To (may be empty)',
  bundleMails: 'Add each message as an e-mail',
  bundleTable: 'Add a table',
  bundleOn: 'Bundle of {time}',
  bundle_waiting: 'waiting',
  bundle_running: 'being made',
  bundle_ready: 'ready',
  bundle_failed: 'failed',
  bundleSize: '{n} events, {kb} KB',
  download: 'Download',
  fetching: 'Downloading: {n} %',
  verifyWith: 'To verify it on another machine; get the key from somebody whom you trust, and compare:',
  noProof: 'This server has no transparency log: nothing proves that the bundle is complete or unchanged.',
  failed_too_large: 'It would be larger than this server allows. Choose fewer conversations or a shorter time.',
  failed_log_unavailable: 'The event log is unavailable at the moment. Try again later.',
  failed_overloaded: 'Too much is being made at the moment. Try again later.',
  failed_role_required: 'You have no role that allows this.',
  failed_wrong_credentials: 'The handle or the password is wrong.',
  failed_case_not_found: 'That is not possible in this case: it is not open to you, or does not cover that.',
  failed_self_approval: 'Somebody else has to approve the case.',
  failed_person_not_found: 'There is nobody with the handle {detail}.',
  failed_unreachable: 'The server cannot be reached at the moment.',
  failed: 'That was refused: {detail}',
};

export type Words = typeof en;

const ar: Words = {
  title: 'التدقيق',
  skip: 'انتقل إلى المحتوى',
  signIn: 'تسجيل الدخول للتدقيق',
  handle: 'اسم المستخدم',
  password: 'كلمة المرور',
  reason: 'لماذا تحتاج إلى الوصول؟',
  reasonHint: 'يُسجَّل السبب مع اسمك والوقت. ينتهي الوصول بعد 15 دقيقة.',
  enter: 'تسجيل الدخول',
  signOut: 'تسجيل الخروج',
  until: 'الوصول متاح حتى {time}',
  again: 'انتهى وصولك. سجّل الدخول مرة أخرى واذكر السبب.',
  cases: 'القضايا',
  noCases: 'لا توجد قضية بعد. لا يمكن قراءة أي شيء بدون قضية.',
  openCase: 'فتح قضية',
  purpose: 'ما الذي يجب معرفته؟',
  basis: 'الأساس القانوني',
  people: 'الأشخاص: أسماء المستخدمين، مفصولة بفواصل',
  conversations: 'المحادثات: المعرّفات، مفصولة بفواصل',
  days: 'عدد الأيام حتى الانتهاء',
  open: 'فتح',
  choose: 'العمل في هذه القضية',
  close: 'إغلاق القضية',
  approve: 'موافقة',
  back: 'كل القضايا',
  status_waiting: 'بانتظار الموافقة',
  status_open: 'مفتوحة',
  status_expired: 'منتهية',
  status_closed: 'مغلقة',
  openedBy: 'فتحها {name} في {time}',
  expires: 'تنتهي في {time}',
  conversation: 'المحادثة',
  pick: 'اختر محادثة',
  noConversations: 'لا توجد محادثة ضمن نطاق هذه القضية.',
  privateChat: 'محادثة خاصة أو مجموعة {id}',
  moment: 'اللحظة',
  momentValue: '{time}، الحدث {n} من {all}، الفهرس {index}',
  earlier: 'حدث واحد قبل ذلك',
  later: 'حدث واحد بعد ذلك',
  asSeenBy: 'كما رآها',
  side: 'بجانبها',
  nobody: 'لا أحد',
  notMember: 'لم يكن عضوًا في تلك اللحظة. يبقى ما رآه من قبل.',
  nothing: 'لم يكن على هذه الشاشة شيء بعد.',
  more: 'رسائل أقدم',
  as_sent: 'كما أُرسلت',
  as_edited: 'عُدّلت {time}',
  deleted: 'حُذفت {time}',
  erased: 'مُحيت الكلمات بطلب من كاتبها.',
  pictures: 'الصور: {n}',
  pinned: 'مثبّتة',
  whoSaw: 'من كان يمكنه رؤية هذه؟',
  audience: 'من كان يمكنه رؤية الرسالة {n}',
  person: 'الشخص',
  since: 'من',
  untilWhen: 'حتى',
  version: 'آخر نسخة رآها',
  grade: 'درجة اليقين',
  could_see: 'كان يمكنه رؤيتها',
  read: 'أفاد جهازه بأنه قرأها، {time}',
  openEnd: 'لم تُحذف',
  closeAudience: 'إغلاق',
  recorded: 'ما سُجّل في هذه القضية',
  refused: 'مرفوض',
  truncated: 'يعرض الشريط أول {n} حدث فقط.',
  busy: 'جارٍ التحميل …',
  bundles: 'الحزم',
  bundlesHint: 'ملف فيه محادثات يستطيع الآخرون التحقق منها دون الثقة بهذا الخادم. يُسجَّل إنشاؤه ومن ينزّله. يُحذف بعد يوم، وعند إغلاق القضية.',
  makeBundle: 'إنشاء حزمة',
  bundleOf: 'المحادثات',
  allConversations: 'كل محادثات القضية',
  bundleFrom: 'من (يمكن تركه فارغًا)',
  bundleTo: 'إلى (يمكن تركه فارغًا)',
  bundleMails: 'إضافة كل رسالة كبريد إلكتروني',
  bundleTable: 'إضافة جدول',
  bundleOn: 'حزمة {time}',
  bundle_waiting: 'بالانتظار',
  bundle_running: 'قيد الإنشاء',
  bundle_ready: 'جاهزة',
  bundle_failed: 'فشلت',
  bundleSize: '{n} حدث، {kb} كيلوبايت',
  download: 'تنزيل',
  fetching: 'جارٍ التنزيل: {n} %',
  verifyWith: 'للتحقق منها على جهاز آخر؛ احصل على المفتاح ممن تثق به وقارنه:',
  noProof: 'ليس لهذا الخادم سجل شفافية: لا شيء يثبت أن الحزمة كاملة أو غير معدّلة.',
  failed_too_large: 'ستكون أكبر مما يسمح به هذا الخادم. اختر محادثات أقل أو فترة أقصر.',
  failed_log_unavailable: 'سجل الأحداث غير متاح حاليًا. حاول لاحقًا.',
  failed_overloaded: 'يجري إنشاء الكثير حاليًا. حاول لاحقًا.',
  failed_role_required: 'ليس لديك دور يسمح بذلك.',
  failed_wrong_credentials: 'اسم المستخدم أو كلمة المرور غير صحيحة.',
  failed_case_not_found: 'هذا غير ممكن في هذه القضية: ليست مفتوحة لك، أو لا تشمل ذلك.',
  failed_self_approval: 'يجب أن يوافق شخص آخر على القضية.',
  failed_person_not_found: 'لا يوجد أحد باسم المستخدم {detail}.',
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
