/**
 * What a text is made of. Pieces, never markup: the page shows each as a text node of its own, so nothing that somebody wrote can
 * become anything else.
 */

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; personId: string };

export interface Mentionable {
  personId: string;
  handle?: string | undefined;
  displayName?: string | undefined;
}

const LINK = /\bhttps?:\/\/[^\s<>"]+/giu;
/** What ends a sentence and not an address. */
const TRAILING = /[.,;:!?'’”»…\u060c\u061b\u061f]+$/u;

/** Links and the names of those who are mentioned stand out. */
export function pieces(text: string, mentioned: readonly Mentionable[] = []): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const href = address(match[0]);
    if (href === null) continue;
    found.push(...mentions(text.slice(at, match.index), mentioned));
    found.push({ kind: 'link', text: href, href });
    at = match.index + href.length;
  }
  found.push(...mentions(text.slice(at), mentioned));
  return found;
}

function address(written: string): string | null {
  let href = written.replace(TRAILING, '');
  // A closing bracket belongs to the address only if it was opened in it.
  while (href.endsWith(')') && href.split('(').length < href.split(')').length) href = href.slice(0, -1).replace(TRAILING, '');
  try {
    const { protocol, hostname } = new URL(href);
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '' ? href : null;
  } catch {
    return null;
  }
}

function mentions(text: string, mentioned: readonly Mentionable[]): Piece[] {
  if (text === '') return [];
  const names = new Map<string, string>();
  for (const { personId, handle, displayName } of mentioned) {
    if (displayName) names.set(displayName.toLowerCase(), personId);
    if (handle) names.set(`@${handle}`.toLowerCase(), personId);
  }
  if (names.size === 0) return [{ kind: 'text', text }];
  // The longest first, so that @ada_l is not taken for @ada.
  const either = [...names.keys()].sort((a, b) => b.length - a.length).map(quoted).join('|');
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}_])(?:${either})(?![\\p{L}\\p{N}_])`, 'giu'))) {
    const personId = names.get(match[0].toLowerCase());
    if (personId === undefined) continue;
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    found.push({ kind: 'mention', text: match[0], personId });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

const quoted = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Who is mentioned in a text that is about to be sent: those whose handle stands in it behind an @. */
export function mentionedIn(text: string, members: readonly Mentionable[]): string[] {
  const handles = new Map(members.flatMap((member) => (member.handle ? [[member.handle, member.personId]] : [])));
  const found = new Set<string>();
  for (const [, handle] of text.toLowerCase().matchAll(/(?<![\p{L}\p{N}_.@])@([a-z][a-z0-9_.]{2,29})/gu)) {
    const person = handles.get(handle!) ?? handles.get(handle!.replace(/\.+$/, ''));
    if (person !== undefined) found.add(person);
  }
  return [...found];
}

/** The mention that is being written where the cursor is: what stands behind the @, and where the @ is. */
export function mentionBeingWritten(text: string, cursor: number): { start: number; begun: string } | null {
  const match = /(?<![\p{L}\p{N}_.@])@([\p{L}\p{N}_.]{0,30})$/u.exec(text.slice(0, cursor));
  return match ? { start: match.index, begun: match[1]!.toLowerCase() } : null;
}

/** Whether it is nothing but a few emoji, which are shown large. */
export const isOnlyEmoji = (text: string): boolean =>
  text.length <= 32 &&
  /^(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})[\p{Emoji_Modifier}\ufe0f]*(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]*)*\s*){1,3}$/u.test(
    text.trim(),
  );

/** A text with what was found in it marked: stretches in UTF-16 code units, as the server counts them. */
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

/** The initials of a name: of its first and its last word. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const firsts = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word ? (word.match(/[\p{L}\p{N}]|\p{Extended_Pictographic}/u)?.[0] ?? '') : '',
  );
  return firsts.join('').toUpperCase() || '?';
}
