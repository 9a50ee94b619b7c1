/** Splits a text into pieces, never markup. The page shows each piece as a text node, so user input cannot become anything else. */

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; personId: string };

export interface Mentionable {
  personId: string;
  handle?: string | undefined;
  displayName?: string | undefined;
}

/** Creates a value when it is first needed. The browser loads Unicode tables for these values, which would delay the first display of the page. */
function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Letters of scripts without blanks between words: a word may begin directly after one of them. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}';
const NOT_IN_A_WORD = `(?<!(?![${UNSPACED}])[\\p{L}\\p{N}_])`;
const NOT_BEFORE_A_WORD = `(?!(?![${UNSPACED}])[\\p{L}\\p{N}_])`;

/**
 * Characters of an address: no blanks or invisible characters, formatting marks, quotes, or punctuation of scripts that do not use it in
 * addresses.
 */
const ADDRESS =
  '[^\\s<>"*`\\u00ab\\u00ad\\u00bb\\u060c\\u061b\\u061f\\u06d4\\u0964\\u0965\\u200b-\\u200f\\u2018-\\u201f\\u2026\\u2028-\\u202e\\u2039\\u203a\\u2060-\\u206f\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303d\\ufeff\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65]';
const DOMAIN = '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,8}[a-z]{2,24}(?![a-z0-9_-])';
const LINK = lazy(() => new RegExp(
  [
    `(?<![a-z0-9])https?:\\/\\/${ADDRESS}+`,
    `(?<![a-z0-9_@.\\/:-])www\\.(?=[\\p{L}\\p{N}-]{1,63}\\.)${ADDRESS}+`,
    `(?<mail>(?<![a-z0-9._%+@\\/:-])[a-z0-9](?:[a-z0-9._%+-]{0,62}[a-z0-9_%+-])?@${DOMAIN})`,
    // With a country, with the 0 of a trunk line, or grouped as in North America.
    `(?<phone>(?<!(?![${UNSPACED}])[\\p{L}\\p{N}_+.,\\/#@-])(?:(?:\\+|00)[1-9]|\\(?0[1-9(]|\\(?[2-9]\\d{2}\\)?[ .-]\\d{3}[ .-]\\d{4}(?!\\d))(?:[ \\u00a0().\\/-]{0,2}\\d){0,14}${NOT_BEFORE_A_WORD})`,
  ].join('|'),
  'giu',
));
/** Matches every text with a link, and few others. Most messages have no link, and this costs far less than the pattern for links. */
const MAY_LINK = /:\/\/|www\.|@|(?:\d\D{0,3}){7}/iu;
/** Punctuation that ends a sentence, not an address. */
const TRAILING = /[.,;:!?'_~\\|]+$/u;
const BRACKETS = { ')': '(', ']': '[', '}': '{' } as const;

/** Splits off links and the names of mentioned people. */
export function pieces(text: string, mentioned: readonly Mentionable[] = []): Piece[] {
  if (!MAY_LINK.test(text)) return mentions(text, mentioned);
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK())) {
    const link = linkOf(match);
    if (link === null) continue;
    found.push(...mentions(text.slice(at, match.index), mentioned));
    found.push({ kind: 'link', ...link });
    at = match.index + link.text.length;
  }
  found.push(...mentions(text.slice(at), mentioned));
  return found;
}

function linkOf(match: RegExpExecArray): { text: string; href: string } | null {
  const { mail, phone } = match.groups!;
  if (mail !== undefined) return { text: mail, href: `mailto:${mail.replace(/[%+]/g, encodeURIComponent)}` };
  if (phone !== undefined) return telephone(phone);
  return address(match[0]);
}

function telephone(written: string): { text: string; href: string } | null {
  const digits = written.replace(/\D/g, '');
  const isDate = /^\d{1,4}([./-])\d{1,2}\1\d{2,4}$/.test(written);
  if (isDate || digits.length < 7 || digits.length > 15) return null;
  return { text: written, href: `tel:${written.startsWith('+') ? '+' : ''}${digits}` };
}

function address(written: string): { text: string; href: string } | null {
  const text = written.slice(0, closedAt(written)).replace(TRAILING, '');
  const href = /^www\./iu.test(text) ? `https://${text}` : text;
  try {
    const { protocol, hostname } = new URL(href);
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && !hostname.endsWith('.') ? { text, href } : null;
  } catch {
    return null;
  }
}

/** The position of the first closing bracket that was not opened within the address. */
function closedAt(written: string): number {
  const open: string[] = [];
  for (let i = 0; i < written.length; i++) {
    const character = written[i]!;
    if (character === '(' || character === '[' || character === '{') open.push(character);
    else if (character in BRACKETS && open.pop() !== BRACKETS[character as keyof typeof BRACKETS]) return i;
  }
  return written.length;
}

function mentions(text: string, mentioned: readonly Mentionable[]): Piece[] {
  if (text === '') return [];
  const names = new Map<string, string>();
  const forms: string[] = [];
  for (const { personId, handle, displayName } of mentioned) {
    for (const name of [displayName, handle && `@${handle}`]) {
      if (!name) continue;
      names.set(name.toLowerCase(), personId);
      // As written, too: the lower case of some letters is of another length, which no pattern takes for the same.
      forms.push(name, name.toLowerCase());
    }
  }
  if (names.size === 0) return [{ kind: 'text', text }];
  // Longest first, so that @ada_l is not matched as @ada.
  const either = [...new Set(forms)].sort((a, b) => b.length - a.length).map(quoted).join('|');
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(new RegExp(`${NOT_IN_A_WORD}(?:${either})${NOT_BEFORE_A_WORD}`, 'giu'))) {
    const personId = names.get(match[0].toLowerCase());
    if (personId === undefined) continue;
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    found.push({ kind: 'mention', text: match[0], personId });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

/** With the flag `u`, a pattern may escape nothing but these characters. */
const quoted = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const BEFORE_AN_AT = `(?<!(?![${UNSPACED}])[\\p{L}\\p{N}_.@])`;
const HANDLE = lazy(() => new RegExp(`${BEFORE_AN_AT}@([a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*)${NOT_BEFORE_A_WORD}`, 'gu'));
const BEGUN = lazy(() => new RegExp(`${BEFORE_AN_AT}@([\\p{L}\\p{N}_.]{0,30})$`, 'u'));

/** The people mentioned in a text to be sent: those whose handle follows an @. */
export function mentionedIn(text: string, members: readonly Mentionable[]): string[] {
  if (!text.includes('@')) return [];
  const handles = new Map(members.flatMap((member) => (member.handle ? [[member.handle, member.personId]] : [])));
  const found = new Set<string>();
  for (const [, written] of text.toLowerCase().matchAll(HANDLE())) {
    // A sentence that begins without a blank after the handle is not part of it.
    for (let handle = written!; handle !== ''; handle = handle.slice(0, Math.max(0, handle.lastIndexOf('.')))) {
      const person = handles.get(handle);
      if (person === undefined) continue;
      found.add(person);
      break;
    }
  }
  return [...found];
}

/** The mention being typed at the cursor: the text after the @, and the position of the @. */
export function mentionBeingWritten(text: string, cursor: number): { start: number; begun: string } | null {
  const before = text.slice(Math.max(0, cursor - 40), cursor);
  const match = before.includes('@') ? BEGUN().exec(before) : null;
  return match ? { start: Math.max(0, cursor - 40) + match.index, begun: match[1]!.toLowerCase() } : null;
}

/** Whether a text consists of a few emoji only, which are shown large. */
export const isOnlyEmoji = (text: string): boolean =>
  text.length <= 32 &&
  /^(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})[\p{Emoji_Modifier}\ufe0f]*(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]*)*\s*){1,3}$/u.test(
    text.trim(),
  );

/** Splits a text at its highlights: ranges in UTF-16 code units, as the server counts them. */
export function marked(text: string, highlights: readonly { start: number; end: number }[]): { text: string; marked: boolean }[] {
  const found: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of highlights) {
    if (start < at || end > text.length) continue;
    if (start > at) found.push({ text: text.slice(at, start), marked: false });
    found.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) found.push({ text: text.slice(at), marked: false });
  return found;
}

const graphemes = lazy(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));

/** The position to cut a text at, at most here and between grapheme clusters. */
function cut(text: string, most: number): number {
  if (text.length <= most) return text.length;
  // Later characters determine where the last cluster ends; clusters in practice are shorter than this.
  const last = graphemes().segment(text.slice(0, most + 64)).containing(most);
  return last === undefined || last.index === 0 ? most : last.index;
}

/** The beginning of a text, with at most so many UTF-16 code units. */
export const beginning = (text: string, most: number): string => text.slice(0, cut(text, most));

/** The part of a text around its first highlight, with limits for the text before it and in total. */
export function excerpt(
  text: string,
  highlights: readonly { start: number; end: number }[],
  before: number,
  most: number,
): { pieces: { text: string; marked: boolean }[]; begins: boolean; ends: boolean } {
  const from = Math.max(0, (highlights[0]?.start ?? 0) - before);
  // Keeps whole clusters on either side.
  const near = Math.max(0, from - 64);
  const start = from === 0 ? 0 : near + graphemes().segment(text.slice(near, from + 64)).containing(from - near)!.index;
  const end = start + cut(text.slice(start), most);
  const shown = highlights
    .filter((highlight) => highlight.start < end)
    .map((highlight) => ({ start: highlight.start - start, end: Math.min(highlight.end, end) - start }));
  return { pieces: marked(text.slice(start, end), shown), begins: start === 0, ends: end === text.length };
}

/** The initials of the first and last word of a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const firsts = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word ? (word.match(/[\p{L}\p{N}]|\p{Extended_Pictographic}/u)?.[0] ?? '') : '',
  );
  return firsts.join('').toUpperCase() || '?';
}
