/** The texts of the page for developers. The contract itself is in English. */

import { signal } from '@preact/signals';

const en = {
  title: 'Powow for developers',
  lead: 'Everything that a client can do, made from the contract of this server. Try it here: calls are made as you, and they are real.',
  skip: 'Skip to the calls',
  find: 'Find a call or destination',
  signedInAs: 'You are signed in as {name}.',
  notSignedIn: 'You are not signed in. Sign in on the page, or give a token.',
  signIn: 'Sign in',
  token: 'Token',
  http: 'HTTP',
  stomp: 'STOMP',
  nothing: 'Nothing fits.',
  failed: 'The contract could not be loaded.',
  tryAgain: 'Try again',
  loading: 'Loading…',
  parameters: 'Parameters',
  body: 'Body',
  answers: 'Answers',
  messages: 'Messages',
  required: 'required',
  call: 'Call',
  calling: 'Calling…',
  answer: 'Answer',
  tooLong: 'Shortened; all of it: {n} characters.',
  bytes: '{type}, {n} bytes',
  unreachable: 'No answer: the server could not be reached.',
  notJson: 'The body is not JSON.',
  connect: 'Connect',
  disconnect: 'Disconnect',
  status_connecting: 'Connecting…',
  status_catchingUp: 'Catching up…',
  status_online: 'Connected',
  status_waiting: 'The server cannot be reached. Trying again…',
  status_offline: 'This device has no network.',
  notConnected: 'Not connected',
  connectFirst: 'Connect first, to send and subscribe.',
  send: 'Send',
  subscribe: 'Subscribe',
  unsubscribe: 'Unsubscribe',
  headers: 'Headers',
  received: 'What was sent and received',
  clear: 'Clear',
  language: 'Language',
};

type Words = Record<keyof typeof en, string>;

const ar: Words = {
  title: 'Powow للمطوّرين',
  lead: 'كل ما يستطيعه تطبيق عميل، مأخوذ من عقد هذا الخادم. جرّبه هنا: تُنفَّذ الطلبات باسمك، وهي حقيقية.',
  skip: 'تخطَّ إلى الطلبات',
  find: 'ابحث عن طلب أو وجهة',
  signedInAs: 'سجّلت الدخول باسم {name}.',
  notSignedIn: 'لم تسجّل الدخول. سجّل الدخول في الصفحة، أو أدخل رمزًا.',
  signIn: 'تسجيل الدخول',
  token: 'الرمز',
  http: 'HTTP',
  stomp: 'STOMP',
  nothing: 'لا نتائج.',
  failed: 'تعذّر تحميل العقد.',
  tryAgain: 'حاول مجددًا',
  loading: 'جارٍ التحميل…',
  parameters: 'المعاملات',
  body: 'المحتوى',
  answers: 'الإجابات',
  messages: 'الرسائل',
  required: 'مطلوب',
  call: 'نفّذ',
  calling: 'جارٍ التنفيذ…',
  answer: 'الإجابة',
  tooLong: 'مختصرة؛ طولها الكامل: {n} حرفًا.',
  bytes: '{type}، {n} بايت',
  unreachable: 'لا إجابة: تعذّر الوصول إلى الخادم.',
  notJson: 'المحتوى ليس JSON.',
  connect: 'اتصل',
  disconnect: 'اقطع الاتصال',
  status_connecting: 'جارٍ الاتصال…',
  status_catchingUp: 'جارٍ جلب ما فات…',
  status_online: 'متصل',
  status_waiting: 'تعذّر الوصول إلى الخادم. تُعاد المحاولة…',
  status_offline: 'لا شبكة على هذا الجهاز.',
  notConnected: 'غير متصل',
  connectFirst: 'اتصل أولًا لتتمكّن من الإرسال والاشتراك.',
  send: 'أرسل',
  subscribe: 'اشترك',
  unsubscribe: 'ألغِ الاشتراك',
  headers: 'الترويسات',
  received: 'ما أُرسل وما ورد',
  clear: 'امسح',
  language: 'اللغة',
};

const pl: Words = {
  title: 'Powow dla programistów',
  lead: 'Wszystko, co może zrobić klient, na podstawie kontraktu tego serwera. Wypróbuj tutaj: wywołania są wykonywane w Twoim imieniu i są prawdziwe.',
  skip: 'Przejdź do wywołań',
  find: 'Znajdź wywołanie lub miejsce docelowe',
  signedInAs: 'Zalogowano jako {name}.',
  notSignedIn: 'Nie zalogowano. Zaloguj się na stronie albo podaj token.',
  signIn: 'Zaloguj się',
  token: 'Token',
  http: 'HTTP',
  stomp: 'STOMP',
  nothing: 'Nic nie pasuje.',
  failed: 'Nie udało się wczytać kontraktu.',
  tryAgain: 'Spróbuj ponownie',
  loading: 'Wczytywanie…',
  parameters: 'Parametry',
  body: 'Treść',
  answers: 'Odpowiedzi',
  messages: 'Komunikaty',
  required: 'wymagane',
  call: 'Wywołaj',
  calling: 'Wywoływanie…',
  answer: 'Odpowiedź',
  tooLong: 'Skrócono; całość ma {n} znaków.',
  bytes: '{type}, {n} B',
  unreachable: 'Brak odpowiedzi: serwer jest nieosiągalny.',
  notJson: 'Treść nie jest w formacie JSON.',
  connect: 'Połącz',
  disconnect: 'Rozłącz',
  status_connecting: 'Łączenie…',
  status_catchingUp: 'Pobieranie zaległych zdarzeń…',
  status_online: 'Połączono',
  status_waiting: 'Serwer jest nieosiągalny. Ponawianie…',
  status_offline: 'To urządzenie nie ma sieci.',
  notConnected: 'Niepołączono',
  connectFirst: 'Najpierw się połącz, aby wysyłać i subskrybować.',
  send: 'Wyślij',
  subscribe: 'Subskrybuj',
  unsubscribe: 'Anuluj subskrypcję',
  headers: 'Nagłówki',
  received: 'Wysłane i odebrane',
  clear: 'Wyczyść',
  language: 'Język',
};

export const languages = [
  { code: 'en', name: 'English', direction: 'ltr', words: en },
  { code: 'ar', name: 'العربية', direction: 'rtl', words: ar },
  { code: 'pl', name: 'Polski', direction: 'ltr', words: pl },
] as const;

export type Code = (typeof languages)[number]['code'];

/** The language that was chosen on the page, or the browser's. */
function preferred(): Code {
  const known = [localStorage.getItem('powow.language'), ...navigator.languages].map((code) => code?.slice(0, 2));
  return known.map((code) => languages.find((language) => language.code === code)?.code).find((code) => code !== undefined) ?? 'en';
}

export const language = signal<Code>(preferred());

const current = () => languages.find(({ code }) => code === language.value)!;

export function speak(code: Code): void {
  language.value = code;
  document.documentElement.lang = code;
  document.documentElement.dir = current().direction;
  document.title = t('title');
}

export const t = (entry: keyof Words, values: Record<string, string> = {}): string =>
  current().words[entry].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
