// The data of the emoji picker: every emoji in Unicode's order, with its name and keywords (CLDR), for one language.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(require.resolve(path), 'utf8'));

/** Devices of recent years can draw these. */
const NEWEST = 15.1;

/** @returns [group, [[emoji, name, words, whether it has skin tones]]][] */
export function emojiIn(language) {
  const annotations = {
    ...read(`cldr-annotations-derived-modern/annotationsDerived/${language}/annotations.json`).annotationsDerived.annotations,
    ...read(`cldr-annotations-modern/annotations/${language}/annotations.json`).annotations.annotations,
  };
  return read('unicode-emoji-json/data-by-group.json').map(({ slug, emojis }) => [
    slug,
    emojis
      .filter(({ emoji_version: version }) => Number(version) <= NEWEST)
      .map(({ emoji, name, skin_tone_support: tones }) => {
        const said = annotations[emoji] ?? annotations[emoji.replaceAll('\ufe0f', '')];
        const title = said?.tts?.[0] ?? name;
        const words = (said?.default ?? []).filter((word) => !title.includes(word));
        return [emoji, title, words.join(' '), ...(tones ? [1] : [])];
      }),
  ]);
}
