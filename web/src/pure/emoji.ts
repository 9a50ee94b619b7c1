/** Skin tones and search of emoji. Pure. */

export type Emoji = readonly [emoji: string, name: string, words: string, tones?: 1];

/** No tone, and the five of Unicode, from light to dark. */
export const TONES = ['', '\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'] as const;

/** Applies a tone to everybody in an emoji. Hands held by two people have no tone of their own. */
export function toned(emoji: string, tone: number): string {
  const modifier = TONES[tone] ?? '';
  if (modifier === '') return emoji;
  return emoji
    .split('\u200d')
    .map((part, _, all) => (all.length > 1 && part === '\u{1f91d}' ? part : part.replace(/^(\p{Emoji_Modifier_Base})\ufe0f?/u, `$1${modifier}`)))
    .join('\u200d');
}

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The emoji that match every word of a query, matches by name first. */
export function searched(all: readonly Emoji[], query: string): Emoji[] {
  const wanted = folded(query).split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return [...all];
  const begins = (text: string, word: string) => text.split(/[\s|-]+/).some((each) => each.startsWith(word));
  const found: { emoji: Emoji; rank: number }[] = [];
  for (const emoji of all) {
    const name = folded(emoji[1]);
    const words = `${name} ${folded(emoji[2])}`;
    if (emoji[0] === query.trim()) found.push({ emoji, rank: 0 });
    else if (wanted.every((word) => begins(words, word))) found.push({ emoji, rank: wanted.every((word) => begins(name, word)) ? 1 : 2 });
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ emoji }) => emoji);
}

/** Most recently used first, without duplicates. */
export const used = (recent: readonly string[], emoji: string, most = 24): string[] => [emoji, ...recent.filter((each) => each !== emoji)].slice(0, most);
