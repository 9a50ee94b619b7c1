/** Which emoji this person uses, and in which skin tone: kept on the device until they sign out. */

const KEPT = 'powow.emoji';

export interface EmojiUse {
  recent: string[];
  /** Which of the tones; 0 is none. */
  tone: number;
}

export function keptEmojiUse(): EmojiUse {
  try {
    const { recent, tone } = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<EmojiUse>;
    return { recent: Array.isArray(recent) ? recent.filter((each) => typeof each === 'string') : [], tone: Number.isInteger(tone) ? tone! : 0 };
  } catch {
    return { recent: [], tone: 0 };
  }
}

export function keepEmojiUse(use: EmojiUse): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(use));
  } catch {
    // Without storage it lives as long as the tab.
  }
}

export function forgetEmojiUse(): void {
  localStorage.removeItem(KEPT);
}
